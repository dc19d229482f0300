"""Prompts, as every version of Langfuse's Python SDK asks for them."""

import logging
from typing import Any

from storyteller import SDK


def prompts(langfuse: Any) -> Any:
    name = f"support/greeting {SDK}"
    langfuse.create_prompt(
        name=name,
        prompt="Hello {{name}}",
        labels=["production"],
        tags=["support"],
        config={"temperature": 0.2},
        commit_message="Greet",
    )
    langfuse.create_prompt(name=name, prompt="Good day {{name}}", labels=["staging"], commit_message="Be polite")
    production = langfuse.get_prompt(name, cache_ttl_seconds=0)
    told = {
        "production": [production.version, production.prompt, production.config, production.labels, production.tags],
        "staging": langfuse.get_prompt(name, label="staging", cache_ttl_seconds=0).version,
        "latest": langfuse.get_prompt(name, label="latest", cache_ttl_seconds=0).version,
        "first": langfuse.get_prompt(name, version=1, cache_ttl_seconds=0).prompt,
        "compiled": production.compile(name="Ada"),
    }
    langfuse.update_prompt(name=name, version=2, new_labels=["production"])
    return told | {"promoted": langfuse.get_prompt(name, version=None, label="production", cache_ttl_seconds=0).version}


def chat_prompts(langfuse: Any) -> Any:
    name = f"support/chat {SDK}"
    asked = [{"role": "system", "content": "You help {{name}}."}, {"role": "user", "content": "Hello"}]
    langfuse.create_prompt(name=name, type="chat", prompt=asked, labels=["production"])
    return langfuse.get_prompt(name, type="chat", cache_ttl_seconds=0).compile(name="Ada")


def chat_prompts_with_placeholders(langfuse: Any) -> Any:
    """From version 3 on."""
    name = f"support/chat with history {SDK}"
    asked = [{"role": "system", "content": "You help {{name}}."}, {"type": "placeholder", "name": "history"}]
    langfuse.create_prompt(name=name, type="chat", prompt=asked, labels=["production"])
    prompt = langfuse.get_prompt(name, type="chat", cache_ttl_seconds=0)
    return prompt.compile(name="Ada", history=[{"role": "user", "content": "Hello"}])


def composed_prompts(langfuse: Any) -> Any:
    rule = f"support/rule {SDK}"
    name = f"support/composed {SDK}"
    langfuse.create_prompt(name=rule, prompt="Be kind to {{name}}.", labels=["production"])
    reference = f"@@@langfusePrompt:name={rule}|label=production@@@"
    langfuse.create_prompt(name=name, prompt=f"{reference} Be brief.", labels=["production"])
    return langfuse.get_prompt(name, cache_ttl_seconds=0).compile(name="Ada")


def missing_prompts(langfuse: Any) -> Any:
    name = f"support/none {SDK}"
    logging.disable(logging.CRITICAL)  # so that what an SDK says aloud is a complaint
    try:
        fallback = langfuse.get_prompt(name, fallback="Hi {{name}}", max_retries=1)
        langfuse.get_prompt(name, max_retries=1)
    except Exception as error:  # noqa: BLE001 - of which class it is differs, that there is one does not
        return {"fallback": fallback.compile(name="Ada"), "status": getattr(error, "status_code", str(error))}
    finally:
        logging.disable(logging.NOTSET)


PROMPTS = (prompts, chat_prompts, composed_prompts, missing_prompts)
