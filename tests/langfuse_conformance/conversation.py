"""Talking with a server, and keeping of every answer which route gave it."""

from collections import defaultdict
from typing import Any
from urllib.parse import quote

import httpx2


class Conversation:
    """Requests by route, as Langfuse's description names them, and what was answered to each."""

    def __init__(self, http: httpx2.Client) -> None:
        self.http = http
        self.answers: dict[str, list[httpx2.Response]] = defaultdict(list)

    def ask(self, route: str, *parts: str, **request: Any) -> Any:
        """What a route answers, `parts` standing in its path; it must not refuse."""
        answer = self.http.request(route.split(maxsplit=1)[0], fill(route, *parts), **request)
        assert answer.status_code < 300, f"{route}: {answer.status_code} {answer.text}"
        self.answers[route].append(answer)
        return answer.json() if answer.content else None


def fill(route: str, *parts: str) -> str:
    """The path of a route, with these in the place of its parameters."""
    path = route.split()[1]
    for part in parts:
        before, _, rest = path.partition("{")
        path = before + quote(part, safe="") + rest.partition("}")[2]
    return path
