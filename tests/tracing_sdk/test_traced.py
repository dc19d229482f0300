import asyncio
import json
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from opentelemetry.exporter.otlp.proto.common.trace_encoder import encode_spans

from ratchet import current_trace_id, tag_error, tag_trace, traced, tracing_counts

Tree = Callable[[], dict[str, str | None]]

INPUT, OUTPUT = "langfuse.observation.input", "langfuse.observation.output"
LEVEL = "langfuse.observation.level"


def test_a_function_is_a_step_with_its_arguments_by_name_and_its_result(spans) -> None:
    class Shop:
        @traced(kind="retriever", top_k=2)
        def retrieve(self, question: str, *, limit: int = 3) -> list[str]:
            return [question.upper()] * limit

    assert Shop().retrieve("where?", limit=1) == ["WHERE?"]
    said = spans.says("retrieve")
    assert json.loads(said[INPUT]) == {"question": "where?", "limit": 1}
    assert json.loads(said[OUTPUT]) == ["WHERE?"]
    assert said["langfuse.observation.type"] == "retriever"
    assert said["langfuse.observation.metadata.top_k"] == 2


def test_steps_within_steps_lie_below_them_whether_they_are_awaited_or_called(tree: Tree) -> None:
    @traced
    def plan() -> None:
        assert current_trace_id()

    @traced
    async def answer() -> None:
        plan()
        await asyncio.gather(check(1), check(2))

    @traced(input=None)
    async def check(_number: int) -> None:
        with traced("model", kind="generation") as step:
            step.tag(model="gpt-4o-mini", usage={"input": 3, "output": 4}, cost=0.25, prompt=("answer", 7))

    asyncio.run(answer())
    assert tree() == {"plan": "answer", "model": "check", "check": "answer", "answer": None}


def test_a_generator_is_a_step_until_it_is_exhausted_and_those_who_iterate_are_not_in_it(spans, tree: Tree) -> None:
    @traced
    def words() -> Iterator[str]:
        yield "two "
        inner()
        yield "words"

    @traced
    async def tokens() -> AsyncIterator[int]:
        for number in range(3):
            yield number

    @traced
    def inner() -> None: ...

    @traced
    def outer() -> None: ...

    for _ in words():
        outer()

    async def read() -> list[int]:
        return [token async for token in tokens()]

    assert asyncio.run(read()) == [0, 1, 2]
    assert spans.says("words")[OUTPUT] == "two words"
    assert spans.says("tokens")[OUTPUT] == "[0, 1, 2]"
    assert spans.named("inner").parent.span_id == spans.named("words").context.span_id
    assert {span.parent for span in spans.all() if span.name == "outer"} == {None}


def test_a_generator_is_sent_to_thrown_into_closed_and_returned_from_as_if_it_were_not_traced(spans) -> None:
    @traced
    def talk() -> Generator[str, str, str]:
        said = yield "who?"
        try:
            yield said
        except KeyError:
            yield "recovered"
        return "over"

    def relay() -> Generator[str, str, None]:
        heard.append((yield from talk()))

    heard: list[str] = []
    talking = relay()
    assert (next(talking), talking.send("ada"), talking.throw(KeyError())) == ("who?", "ada", "recovered")
    assert list(talking) == []
    assert heard == ["over"]
    assert spans.says("talk")[OUTPUT] == "who?adarecovered"
    assert LEVEL not in spans.says("talk")

    left = talk()
    next(left)
    left.close()
    assert len(spans.all()) == 2


def test_a_context_manager_made_of_a_traced_generator_learns_what_its_block_raises(spans) -> None:
    undone: list[str] = []

    @contextmanager
    @traced
    def transaction() -> Iterator[str]:
        try:
            yield "open"
        except ValueError:
            undone.append("rolled back")
            raise
        finally:
            undone.append("closed")

    def work() -> None:
        with transaction() as state:
            raise ValueError(state)

    with pytest.raises(ValueError, match="open"):
        work()
    assert undone == ["rolled back", "closed"]
    assert spans.says("transaction")["error.type"] == "ValueError"


def test_an_async_generator_is_sent_to_thrown_into_and_closed_as_if_it_were_not_traced(spans) -> None:
    closed: list[str] = []

    @traced
    async def talk() -> AsyncGenerator[str, str]:
        said = yield "who?"
        try:
            yield said
        except KeyError:
            yield "recovered"
        finally:
            await asyncio.sleep(0)
            closed.append(said)

    async def converse() -> list[str]:
        talking = talk()
        heard = [await anext(talking), await talking.asend("ada"), await talking.athrow(KeyError())]
        await talking.aclose()
        return heard

    assert asyncio.run(converse()) == ["who?", "ada", "recovered"]
    assert closed == ["ada"]
    assert spans.says("talk")[OUTPUT] == "who?adarecovered"
    assert LEVEL not in spans.says("talk")


def test_of_a_long_stream_a_step_keeps_no_more_than_a_span_can_carry(spans) -> None:
    @traced
    def chunks() -> Iterator[bytes]:
        yield from [b"x" * 100_000] * 5

    @traced
    def numbers() -> Iterator[int]:
        yield from range(3_000)

    assert (len(list(chunks())), len(list(numbers()))) == (5, 3_000)
    assert "[cut: 200," in spans.says("chunks")[OUTPUT]
    assert len(json.loads(spans.says("numbers")[OUTPUT])) == 2_000


def test_an_error_is_told_in_full_where_it_arose_and_by_its_type_all_the_way_up(spans) -> None:
    @traced
    def retrieve() -> None:
        raise TimeoutError("no answer within 2 s")

    @traced
    def answer() -> None:
        retrieve()

    with pytest.raises(TimeoutError):
        answer()
    assert [event.name for event in spans.named("retrieve").events] == ["exception"]
    assert not spans.named("answer").events
    for name in ("retrieve", "answer"):
        said = spans.says(name)
        assert (said["error.type"], said[LEVEL]) == ("TimeoutError", "ERROR")
    assert spans.says("answer")["langfuse.trace.metadata.error_node"] == "retrieve"


def test_what_an_application_copes_with_is_an_error_of_the_step_and_a_warning_of_the_trace(spans) -> None:
    with traced("request"), traced("plan"):
        with traced("model"):
            tag_error(ValueError("no JSON"), type="MalformedAnswer")
        with traced("cache"):
            tag_error("it was cold", level="WARNING")
    assert spans.says("model")["error.type"] == "MalformedAnswer"
    assert LEVEL not in spans.says("plan")
    assert spans.says("cache")[LEVEL] == "WARNING"
    said = spans.says("request")
    assert said[LEVEL] == "WARNING"
    assert said["langfuse.trace.metadata.error_type"] == "MalformedAnswer"
    assert said["langfuse.trace.metadata.error_level"] == "ERROR"


def test_what_is_said_of_a_trace_is_said_by_its_root_from_however_deep(spans) -> None:
    with traced("request"), traced("deep"):
        tag_trace(user="u-7", session="s-1", tags=["a"], twin_id="ada", input="Hi", nothing=None, turn=3)
    said = spans.says("request")
    assert (said["user.id"], said["session.id"], said[INPUT]) == ("u-7", "s-1", "Hi")
    assert said["langfuse.trace.tags"] == ("a",)
    assert said["langfuse.trace.metadata.twin_id"] == "ada"
    assert said["langfuse.trace.metadata.turn"] == 3
    assert "user.id" not in spans.says("deep")


def test_no_value_is_a_reason_to_fail(spans) -> None:
    @dataclass
    class Passage:
        text: str

    class Odd:
        def __repr__(self) -> str:
            raise RuntimeError("no words for it")

    endless: list[object] = []
    endless.append(endless)
    with traced("values", input={"passages": [Passage("p")], "ids": {1}, "others": object}) as step:
        step.set_output(endless)
    assert json.loads(str(spans.says("values")[INPUT]))["passages"] == [{"text": "p"}]
    before = tracing_counts()["faults"]
    with traced("odd", input=Odd()) as step:
        step.set_output("x" * 300_000)
    assert tracing_counts()["faults"] == before + 1
    assert len(str(spans.says("odd")[OUTPUT])) < 201_000


def test_half_a_surrogate_pair_in_a_value_or_a_message_becomes_a_question_mark(spans) -> None:
    def work() -> None:
        with traced("odd", input="é\ud83d") as step:
            step.tag(note="\ud83d")
            tag_trace(tags=["\ud83d"])
            raise ValueError("half a pair: \ud83d")

    with pytest.raises(ValueError, match="half"):
        work()
    said = spans.says("odd")
    assert (said[INPUT], said["langfuse.trace.tags"]) == ("é?", ("?",))
    assert spans.named("odd").status.description == "half a pair: ?"
    (event,) = spans.named("odd").events
    assert event.attributes["exception.stacktrace"].endswith("ValueError: half a pair: ?\n")
    assert encode_spans(spans.all()).SerializeToString()


def test_who_was_cancelled_has_not_failed(spans) -> None:
    @traced
    async def wait() -> None:
        await asyncio.Event().wait()

    async def give_up() -> None:
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(wait(), 0.01)

    asyncio.run(give_up())
    assert spans.says("wait")[LEVEL] == "WARNING"
    assert spans.named("wait").status.is_unset
