"""Prompts as each SDK writes and reads them, in names with a slash and a space."""

import pytest
from telling import Telling


def test_labels_and_versions_lead_to_the_prompt_that_they_name(told: Telling):
    assert told["prompts"] == {
        "production": [1, "Hello {{name}}", {"temperature": 0.2}, ["production"], ["support"]],
        "staging": 2,
        "latest": 2,
        "first": "Hello {{name}}",
        "compiled": "Hello Ada",
        "promoted": 2,
    }


def test_a_promoted_version_takes_the_label_from_the_other(told: Telling):
    name = f"support/greeting {told.sdk}"
    assert told["prompts"]
    first, second = (told.read(f"v2/prompts/{name}", version=version) for version in (1, 2))
    assert (first["labels"], sorted(second["labels"])) == ([], ["latest", "production", "staging"])
    assert (first["commitMessage"], second["commitMessage"]) == ("Greet", "Be polite")
    assert first["tags"] == second["tags"] == ["support"]


def test_chat_prompts_are_filled_in(told: Telling):
    assert told["chat_prompts"] == [
        {"role": "system", "content": "You help Ada."},
        {"role": "user", "content": "Hello"},
    ]


@pytest.mark.without("python_2")
def test_placeholders_take_messages(told: Telling):
    assert told["chat_prompts_with_placeholders"] == [
        {"role": "system", "content": "You help Ada."},
        {"role": "user", "content": "Hello"},
    ]


def test_a_prompt_is_put_together_from_others(told: Telling):
    assert told["composed_prompts"] == "Be kind to Ada. Be brief."


def test_a_prompt_that_is_not_there_is_replaced_or_raised(told: Telling):
    missing = told["missing_prompts"]
    assert missing["fallback"] == "Hi Ada"
    assert missing["status"] == 404 or f"support/none {told.sdk}" in missing["status"]


@pytest.mark.without("python_2", "python_3", "python_4", "python_5", "javascript_3")
def test_deleted_versions_are_gone(told: Telling):
    assert told["deleted_prompts"] == {"left": 1}
    with told.server.client() as client:
        assert client.get(f"/api/public/v2/prompts/support/deleted {told.sdk}").status_code == 404


def test_a_generation_names_the_prompt_that_it_was_made_with(told: Telling):
    linked = told["linked_prompt"]
    [generation] = told.read(f"traces/{linked['trace']}")["observations"]
    assert (generation["promptName"], generation["promptVersion"]) == (linked["name"], linked["version"])
