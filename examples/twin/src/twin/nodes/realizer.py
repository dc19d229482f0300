"""Realizer: the prompt, and the answer that a model makes of it."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from langgraph.runtime import Runtime

from twin.answering.brief import QUESTION
from twin.answering.model import Completion, Message, OnText
from twin.answering.secrecy import Lookout, Secret
from twin.modes import INSTRUCTIONS, Mode
from twin.prompts import ANSWER, Prompt
from twin.retrieval.index import Hit
from twin.retrieval.passages import Passage
from twin.sessions import Exchange
from twin.tracing.span import Kind
from twin.turn import Retrieved, Surroundings, Update
from twin.twins import Twin


async def realize(state: Retrieved, runtime: Runtime[Surroundings]) -> Update:
    """Ask the model, telling whoever listens as the answer comes."""
    around = runtime.context
    given = {"question": state["question"], "sources": [hit.passage.document_id for hit in state["hits"]]}
    with around.tracing.step("realizer", Kind.CHAIN, given) as step:
        prompt = around.prompts.read(ANSWER)
        rules = write_rules(prompt, state["mode"], around.twin)
        system = await around.examples.add(rules, state["question"], state["mode"], around.twin.id)
        messages = write_messages(system, state["history"], state["hits"], state["question"])
        secret = Secret(write_rules(prompt, state["mode"], replace(around.twin, about="", unknown="")))
        listener = Lookout(secret, runtime.stream_writer) if around.is_streamed else None
        completion = await generate(messages, prompt, around, listener)
        step.give(completion.text)
        return {"messages": messages, "secret": secret, "answer": completion.text}


async def generate(
    messages: Sequence[Message], prompt: Prompt, around: Surroundings, listener: Lookout | None = None
) -> Completion:
    """One call of the model, as a step of its own; raises `TwinError`."""
    with around.tracing.step("generate", Kind.GENERATION, list(messages)) as step:
        if listener is None:
            completion = await around.model.complete(messages)
        else:
            completion = await around.model.complete(messages, _telling_first(step.begin_answer, listener))
            listener.finish()
        step.complete(completion, prompt)
        return completion


def _telling_first(begin: Callable[[], None], listener: Lookout) -> OnText:
    """A listener that also says when the first piece came."""
    has_begun = False

    def on_text(piece: str) -> None:
        nonlocal has_begun
        if not has_begun:
            has_begun = True
            begin()
        listener(piece)

    return on_text


def write_rules(prompt: Prompt, mode: Mode, twin: Twin) -> str:
    """The prompt with a twin's persona and what a mode asks for."""
    return prompt.fill(
        name=twin.name, about=twin.about, persona=twin.persona, mode=INSTRUCTIONS[mode], unknown=twin.unknown
    )


def write_messages(system: str, history: Sequence[Exchange], hits: Sequence[Hit], question: str) -> Sequence[Message]:
    """The chat: what was said before, then the sources with the question."""
    said = [
        message
        for exchange in history
        for message in (
            Message(role="user", content=exchange.question),
            Message(role="assistant", content=exchange.answer),
        )
    ]
    sources = "\n".join(_to_source(hit.passage) for hit in hits)
    task = Message(role="user", content=f"Sources:\n{sources}\n{QUESTION}{question}")
    return [Message(role="system", content=system), *said, task]


def _to_source(passage: Passage) -> str:
    return f'<source id="{passage.document_id}" title="{passage.title}">\n{passage.text}\n</source>'
