"""An HTTP endpoint that is asked from here: a build machine's localhost is not the server's."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self
from uuid import uuid4

import httpx2
from jsonpath import JSONPathEnvironment
from jsonpath.exceptions import JSONPathError

from ratchet.domain.template import Unfit, fill, fill_url
from ratchet.errors import Invalid
from ratchet.sdk.regression.question import Answered, NoAnswer, Question

USUAL_BODY: Mapping[str, Any] = {"query": "{{query}}", "twin_id": "{{twin_id}}"}
_SHOWN = 300
_MAY_PASS = (429, 502, 503, 504)
_paths = JSONPathEnvironment(strict=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """How an endpoint is asked.

    `url` and `body` may hold variables: `{{query}}`, `{{input}}`, `{{messages}}`, `{{item_id}}`, `{{metadata}}`.
    `answer_path` is a JSONPath such as `$.choices[0].message.content`; without one the answer is all that comes back.
    """

    url: str
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    answer_path: str = ""
    variables: Mapping[str, Any] = field(default_factory=dict[str, Any])


class Endpoint:
    """Sends questions to an endpoint over connections that stay open. Raises `Invalid` for a path that is none."""

    def __init__(self, request: Request, *, at_once: int, timeout_s: float) -> None:
        self._request = request
        self._timeout_s = timeout_s
        self._http = httpx2.AsyncClient(timeout=timeout_s, limits=httpx2.Limits(max_connections=at_once))
        try:
            self._path = _paths.compile(request.answer_path) if request.answer_path else None
        except JSONPathError as error:
            raise Invalid(f"{request.answer_path!r} is no JSONPath. Write one such as $.answer") from error

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._http.aclose()

    async def ask(self, question: Question) -> Answered | NoAnswer:
        """What the endpoint answers, or how it failed."""
        trace_id = uuid4().hex
        try:
            response = await self._http.send(self._to_request(question, trace_id))
        except (Unfit, httpx2.InvalidURL) as error:
            return NoAnswer(f"No request can be made of this item: {error}")
        except httpx2.TimeoutException:
            return NoAnswer(f"No answer within {self._timeout_s:g} s.")
        except httpx2.HTTPError as error:
            return NoAnswer(f"{type(error).__name__}: {error}", may_pass=True)
        return self._read(response, trace_id)

    def _to_request(self, question: Question, trace_id: str) -> httpx2.Request:
        said = {**self._request.variables, **question.variables}
        body = USUAL_BODY if self._request.body is None else self._request.body
        return self._http.build_request(
            "POST",
            fill_url(self._request.url, said),
            content=json.dumps(fill(body, said), ensure_ascii=False).encode(),
            headers={
                "Content-Type": "application/json",
                "traceparent": f"00-{trace_id}-{trace_id[:16]}-01",
                **self._request.headers,
            },
        )

    def _read(self, response: httpx2.Response, trace_id: str) -> Answered | NoAnswer:
        text = response.text
        if response.status_code >= 300:
            return NoAnswer(f"HTTP {response.status_code}: {text[:_SHOWN]}", may_pass=response.status_code in _MAY_PASS)
        trace_id = response.headers.get("x-trace-id", "") or trace_id
        value = _parse(text)
        if self._path is None:
            if isinstance(value, str) and "html" in response.headers.get("content-type", ""):
                return NoAnswer(f"The endpoint sent a page and no answer: {text[:_SHOWN]}")
            return Answered(output=value, trace_id=trace_id)
        match = self._path.match(value) if isinstance(value, dict | list) else None
        if match is None:
            return NoAnswer(f"There is nothing at {self._request.answer_path} in what came back: {text[:_SHOWN]}")
        return Answered(output=match.obj, trace_id=trace_id)


def _parse(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text
