"""Conversations: a message goes in, the graph runs, an answer comes out and is remembered."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from typing import Any, cast
from uuid import uuid4

import ratchet
from twin.answering.citations import find_citations
from twin.answering.model import Model
from twin.errors import TooLarge
from twin.examples import Examples
from twin.graph import build_graph
from twin.prompts import Prompts
from twin.retrieval.index import Index
from twin.retrieval.passages import cut
from twin.schemas import ChatIn, ChatOut, SourceOut
from twin.sessions import Exchange, Sessions
from twin.settings import Settings
from twin.tracing.setup import to_connection
from twin.tracing.span import Tracing
from twin.turn import Asked, Surroundings, Turn
from twin.twins import Twin, Twins


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of an answer that is being written."""

    text: str


class Conversations:
    """All conversations with all twins."""

    def __init__(
        self,
        settings: Settings,
        twins: Twins,
        *,
        model: Model,
        prompts: Prompts,
        tracing: Tracing,
        examples: Examples,
    ) -> None:
        self._settings = settings
        self.sessions = Sessions(sessions_max=settings.sessions_max, turns_max=settings.session_turns_max)
        self._graph = build_graph()
        self._around = {
            twin.id: Surroundings(
                twin=twin,
                persona=ratchet.Persona(twin.persona, ask_model=settings.audit_with_model),
                index=Index(cut(twin.documents, words=settings.chunk_words)),
                model=model,
                prompts=prompts,
                tracing=tracing,
                settings=settings,
                connection=to_connection(settings),
                examples=examples,
            )
            for twin in twins
        }
        self._twins = twins

    async def answer(self, twin_id: str, asked: ChatIn) -> ChatOut:
        """The whole answer; raises `TwinError`."""
        around, turn, session_id = self._begin(twin_id, asked)
        done = await self._graph.ainvoke(turn, context=around)
        return self._end(around.twin, session_id, cast(Turn, done))

    async def stream(self, twin_id: str, asked: ChatIn) -> AsyncIterator[Piece | ChatOut]:
        """The answer in pieces, then whole, as it is after the audit; raises `TwinError`."""
        around, turn, session_id = self._begin(twin_id, asked)
        around = replace(around, is_streamed=True)
        done: Any = None
        async for kind, value in self._graph.astream(turn, context=around, stream_mode=["custom", "values"]):
            if kind == "custom":
                yield Piece(str(value))
            else:
                done = value
        yield self._end(around.twin, session_id, done)

    def check(self, twin_id: str, asked: ChatIn) -> Twin:
        """Raises `UnknownTwin` and `TooLarge` for what will not be answered."""
        twin = self._twins.get(twin_id)
        longest = self._settings.message_length_max
        if len(asked.query) > longest:
            raise TooLarge(f"The message has {len(asked.query):,} characters; at most {longest:,} are read.")
        return twin

    def _begin(self, twin_id: str, asked: ChatIn) -> tuple[Surroundings, Asked, str]:
        twin = self.check(twin_id, asked)
        session_id = asked.session_id or uuid4().hex
        ratchet.tag_trace(name="chat", input=asked.query, user=asked.user_id, session=session_id, twin_id=twin.id)
        turn = Asked(question=asked.query, history=self.sessions.read(twin.id, session_id))
        return self._around[twin.id], turn, session_id

    def _end(self, twin: Twin, session_id: str, turn: Turn) -> ChatOut:
        answer = turn["answer"]
        ratchet.tag_trace(output=answer, rewrites=turn["rewrites"])
        self.sessions.add(twin.id, session_id, Exchange(turn["question"], answer))
        passages = [hit.passage for hit in turn["hits"]]
        trace_id = ratchet.current_trace_id() or ""
        return ChatOut(
            answer=answer,
            twin_id=twin.id,
            session_id=session_id,
            dialogue_mode=turn["mode"],
            citations=find_citations(answer, {one.document_id for one in passages}),
            sources=[SourceOut(id=one.document_id, title=one.title, text=one.text) for one in passages],
            rewrites=turn["rewrites"],
            trace_id=trace_id,
            trace_url=f"{self._settings.ratchet_url}/traces/{trace_id}" if trace_id else "",
        )
