"""The loop that keeps answers to a persona: audit, rewrite, audit again."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

import httpx2
import pytest

from ratchet import Connection, Persona, keep_to_persona, keep_to_persona_async
from ratchet.domain.persona.audit import Audit
from ratchet.testing.openai import Reply, Script, ToolCall, running_model
from ratchet.testing.server import Server

NOBODY = Connection("http://127.0.0.1:9", timeout_s=5)
BRIEF = "Answer in at most 3 words. Never say “policy”."


def shorten(answer: str, audit: Audit) -> str:
    """Drops a word."""
    assert audit.broken
    return answer.rsplit(" ", 1)[0]


@contextmanager
def judging(http: httpx2.Client, script: Script) -> Iterator[None]:
    """A server whose model follows a script."""
    with running_model(script=script) as model:
        said = {"provider": "persona", "base_url": model.url, "api_key": "sk-test", "default_model": "gpt-4o-mini"}
        made = http.put("/admin/llm-connections", json=said)
        assert made.status_code < 300, made.text
        yield
        http.delete(f"/admin/llm-connections/{made.json()['id']}")


def test_an_answer_is_rewritten_until_it_keeps_to_its_persona() -> None:
    kept = keep_to_persona(BRIEF, "one two three four five", shorten, rewrites_max=5, connection=NOBODY)
    assert (kept.answer, kept.rewrites, kept.is_kept, kept.unaudited) == ("one two three", 2, True, "")
    assert [len(audit.broken) for audit in kept.audits] == [1, 1, 0]


def test_an_answer_that_keeps_to_it_is_left_alone() -> None:
    kept = keep_to_persona(BRIEF, "one two", shorten, connection=NOBODY)
    assert (kept.answer, kept.rewrites, kept.is_kept) == ("one two", 0, True)


def test_it_is_rewritten_at_most_so_often_and_the_best_is_taken() -> None:
    worse = iter(["policy and much more", "still four words here", "never asked for"])
    kept = keep_to_persona(BRIEF, "one two three four", lambda *_: next(worse), connection=NOBODY)
    assert (kept.answer, kept.rewrites, kept.is_kept) == ("still four words here", 2, False)
    assert next(worse) == "never asked for"


def test_rewriting_is_told_what_to_mend() -> None:
    told: list[str] = []

    def note(answer: str, audit: Audit) -> str:
        told.append(audit.advice)
        return "fine"

    keep_to_persona(BRIEF, "our policy forbids that", note, connection=NOBODY)
    assert told == [
        "- Answer in at most 3 words. (It has 4 words, at most 3 are wanted.)\n"
        "- Never say “policy”. (It says “policy”.)"
    ]


def test_without_a_server_checks_count_and_the_loop_says_what_could_not_be_audited() -> None:
    persona = Persona(BRIEF + " Be warm.")
    kept = keep_to_persona(persona, "one two three four", shorten, trace_id="t", connection=NOBODY)
    assert (kept.answer, kept.rewrites, kept.is_kept) == ("one two three", 1, False)
    assert "Could not audit: No server answers at http://127.0.0.1:9" in kept.unaudited
    assert kept.uncounted
    known_to_the_server = keep_to_persona(Persona(judge="ada"), "one two", shorten, connection=NOBODY)
    assert (known_to_the_server.answer, known_to_the_server.is_kept) == ("one two", False)
    assert known_to_the_server.unaudited


@pytest.mark.parametrize("body", [b"<html>", b"[]", b'{"findings": 3}', b'{"findings": [{}], "unjudged_why": ""}'])
def test_an_answer_that_is_no_audit_is_not_raised_either(answer_with: Callable[..., str], body: bytes) -> None:
    url = answer_with(200, body)
    kept = keep_to_persona("Be warm.", "one two", shorten, connection=Connection(url, timeout_s=5))
    assert kept.answer == "one two"
    assert "Could not audit" in kept.unaudited
    assert "501" not in kept.unaudited


def test_the_application_s_own_error_is_its_own() -> None:
    def fail(*_: Any) -> str:
        raise LookupError("no model")

    with pytest.raises(LookupError):
        keep_to_persona(BRIEF, "one two three four", fail, connection=NOBODY)


def test_a_clause_may_say_its_checks_and_one_that_is_none_is_refused() -> None:
    persona = Persona(clauses=[{"text": "Kurz", "aspect": "voice", "checks": [{"kind": "length", "most": 2}]}])
    assert persona.check("eins zwei drei").voice_fidelity == 0.0
    for clause in ({"checks": []}, {"text": "x", "checks": [{"kind": "magic"}]}, {"text": "x", "checks": [3]}, 7):
        with pytest.raises(ValueError, match=r"clause|kind"):
            Persona(clauses=[clause])  # type: ignore[list-item]


def test_the_server_s_model_judges_and_rewrites_are_counted(server: Server, http: httpx2.Client) -> None:
    def judge(call: Any) -> Reply:
        standing = "broken" if "Whatever" in call.messages[-1]["content"] else "kept"
        said = {"clause": 1, "aspect": "voice", "standing": standing, "reason": "It is curt.", "quote": "Whatever"}
        return Reply(tool_calls=[ToolCall("final_result", {"judgements": [said]})])

    async def mend(answer: str, audit: Audit) -> str:
        assert audit.broken[0].reason == "It is curt."
        return "With pleasure."

    trace, connection = uuid4().hex, Connection(server.url, server.public_key, server.secret_key)
    before = http.get("/metrics/persona").json()["rewrite_count"]
    with judging(http, judge):
        loop = keep_to_persona_async("Be warm.", "Whatever.", mend, trace_id=trace, connection=connection)
        kept = asyncio.run(loop)
    assert (kept.answer, kept.rewrites, kept.is_kept, kept.uncounted) == ("With pleasure.", 1, True, "")
    assert kept.audits[0].broken[0].quotes == ("Whatever",)
    assert http.get("/metrics/persona").json()["rewrite_count"] == before + 1
    [score] = http.get("/api/public/v3/scores", params={"traceId": trace}).json()["data"]
    assert (score["name"], score["value"]) == ("rewrite_count", 1)
