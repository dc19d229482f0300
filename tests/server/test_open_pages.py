"""What is open to everyone: the description of the API, printed links, and what pages of other sites may use."""

import re

import pytest
from fastapi.testclient import TestClient

ORIGIN = {"Origin": "https://elsewhere.example"}
PREFLIGHT = {**ORIGIN, "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization"}


def test_the_description_of_the_api_needs_no_other_server(client: TestClient) -> None:
    page = client.get("/docs", auth=None)
    assert page.status_code == 200
    assert "validatorUrl" in page.text
    loaded = re.findall(r'(?:src|href)="([^"]+)"', page.text)
    assert {path.rpartition(".")[2] for path in loaded} >= {"js", "css"}
    for path in loaded:
        assert path.startswith("/"), f"{path} is on another server"
        if path.startswith("/docs/"):
            assert client.get(path, auth=None).status_code == 200


@pytest.mark.parametrize(
    ("printed", "page"),
    [
        ("/project/p/traces/t1", "/traces/t1"),
        ("/project/p/traces/t1?observation=o1&peek=a%2Fb", "/traces/t1?observation=o1&peek=a%2Fb"),
        ("/project/p/traces", "/traces"),
        ("/project/p/sessions/a%2Fb%20c", "/sessions/a/b%20c"),
        ("/project/p/datasets/d/runs/r", "/datasets/d?tab=runs&run=r"),
        ("/project/p/datasets/d/items/i", "/datasets/d/items/i"),
        ("/project/p/experiments/results?baseline=3fe5c73dd4430580", "/experiments/results?baseline=3fe5c73dd4430580"),
        ("/project/p/prompts/folder%2Fname?version=2", "/prompts/folder/name?version=2"),
        ("/project/p", "/"),
        ("/trace/t1", "/traces/t1"),
    ],
)
def test_links_that_sdks_print_lead_to_the_dashboards_pages(client: TestClient, printed: str, page: str) -> None:
    answer = client.get(printed, follow_redirects=False, auth=None)
    assert answer.status_code == 307
    assert answer.headers["location"] == page


@pytest.mark.parametrize("path", ["/elsewhere.example", "elsewhere/x", "traces%0d%0aX: y/z"])
def test_a_link_leads_nowhere_else(client: TestClient, path: str) -> None:
    answer = client.get(f"/project/p/{path}", follow_redirects=False, auth=None)
    assert answer.status_code in (404, 422)


def test_pages_of_other_sites_may_use_langfuses_routes_and_no_others(client: TestClient) -> None:
    for path in ("/api/public/scores", "/api/public/ingestion", "/api/public/media"):
        answer = client.options(path, headers=PREFLIGHT, auth=None)
        assert answer.status_code == 200
        assert answer.headers["access-control-allow-origin"] == "*"
        assert "access-control-allow-credentials" not in answer.headers
    assert client.get("/api/public/projects", headers=ORIGIN).headers["access-control-allow-origin"] == "*"
    for path in ("/admin/datasets", "/metrics/dashboard", "/v1/traces", "/auth/session", "/", "/api/publicity"):
        assert "access-control-allow-origin" not in client.options(path, headers=PREFLIGHT, auth=None).headers
        assert "access-control-allow-origin" not in client.get(path, headers=ORIGIN).headers
