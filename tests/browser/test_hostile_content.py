"""What applications and models wrote is shown as text, whatever it is."""

import json
import re
from collections.abc import Callable
from urllib.parse import quote

import httpx2
import pytest
from playwright.sync_api import expect
from shop import Shop, post
from visit import Visit

from ratchet.testing.otlp import PROTOBUF, new_trace_id, otlp_request, otlp_span

SCRIPTS = (
    '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>'
    "<svg onload=window.hacked=1> [a](javascript:window.hacked=1) ![b](https://elsewhere.example/b.png) "
    '<iframe src="https://elsewhere.example"></iframe> {{constructor.constructor("window.hacked=1")()}}'
)
CONTENTS = {
    "scripts": SCRIPTS,
    "chat": json.dumps([{"role": "<b>user</b>", "content": SCRIPTS}, {"role": "assistant", "content": SCRIPTS}]),
    "a very long word": "w" * 30_000,
    "right to left": "שלום עולם, مرحبا بالعالم \u202egnp.exe\u202c " * 20,
    "ten megabytes of JSON": json.dumps({"rows": [{"number": i, "text": "x" * 80} for i in range(100_000)]}),
    "deep JSON": "[" * 400 + "]" * 400,
    "control characters": "a\x00b\x1b[31mred\x07\ufffd\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"),
    "nothing at all": "",
}


@pytest.fixture(scope="session")
def hostile_key(shop: Shop) -> tuple[str, str]:
    """A key of a project of its own."""
    printed = shop.server.run("keys", "create", "--project", "hostile")
    public_key, secret_key = re.findall(r"KEY=(\S+)", printed)
    return public_key, secret_key


@pytest.fixture
def guest(begin: Callable[..., Visit], hostile_key: tuple[str, str]) -> Visit:
    """A visit to the project; the test fails if the browser asks another server for anything."""
    visit = begin(secret_key=hostile_key[1])
    visit.page.on("request", lambda sent: "127.0.0.1" in sent.url or visit.complaints.append(f"asked {sent.url}"))
    return visit


def send(shop: Shop, keys: tuple[str, str], content: str, name: str) -> str:
    trace_id, given = new_trace_id(), {"user.id": name, "session.id": name, "langfuse.trace.tags": [name]}
    texts = {"input.value": content, "output.value": content[:1_000_000]} if content else {}
    body = otlp_request(otlp_span(name, trace_id=trace_id, attributes=given | texts)).SerializeToString()
    with httpx2.Client(base_url=shop.server.url, auth=keys, timeout=60) as client:
        client.post("/v1/traces", content=body, headers={"Content-Type": PROTOBUF}).raise_for_status()
        score = {"traceId": trace_id.hex(), "name": name[:100], "value": 0.5, "comment": content[:400]}
        post(client, "/api/public/scores", score)
    return trace_id.hex()


def check(visit: Visit) -> None:
    assert visit.page.evaluate("window.hacked") is None
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= 1280
    assert not visit.page.locator("main").locator("script, iframe, object, embed, a[href^='javascript' i]").count()


@pytest.mark.parametrize("kind", CONTENTS)
def test_any_content_of_a_trace_is_shown_and_does_nothing(
    shop: Shop, guest: Visit, hostile_key: tuple[str, str], kind: str
) -> None:
    trace_id = send(shop, hostile_key, CONTENTS[kind], kind)
    guest.go_to(f"/traces/{trace_id}")
    check(guest)
    for view in ("Markdown", "Text", "JSON", "Raw"):
        for choice in guest.page.get_by_role("main").get_by_text(view, exact=True).all():
            choice.click()
            check(guest)
    guest.go_to("/traces")
    expect(guest.row(kind).first).to_be_visible()
    check(guest)


@pytest.mark.parametrize("name", [SCRIPTS, "w" * 700, "שלום\u202e", "a/b?c#d%2F&e=f", "..%2f", "null"])
def test_any_name_of_users_sessions_scores_and_tags_is_shown_and_leads_to_its_own_page(
    shop: Shop, guest: Visit, hostile_key: tuple[str, str], name: str
) -> None:
    trace_id = send(shop, hostile_key, "A question", name)
    for path in ("/", "/traces", f"/traces/{trace_id}", "/sessions", "/users", "/scores"):
        guest.go_to(path)
        check(guest)
    guest.go_to(f"/sessions/{quote(name, safe='')}")
    expect(guest.page.get_by_role("main")).to_contain_text("A question")
    check(guest)


@pytest.mark.parametrize("kind", ["traces", "sessions", "datasets", "prompts", "judges", "collectors", "regression"])
def test_what_is_not_there_is_said_and_is_no_blank_page(begin: Callable[..., Visit], kind: str) -> None:
    visit = begin()
    visit.page.goto(f"/{kind}/none")
    expect(visit.page.get_by_role("main")).to_contain_text(re.compile("no |not ", re.IGNORECASE))
    visit.page.wait_for_load_state("networkidle")
    visit.complaints = [said for said in visit.complaints if "status of 404" not in said]
