import re
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from ratchet.server import dashboard

built = pytest.mark.skipif(not (dashboard.BUILD / "index.html").exists(), reason="no dashboard: run `make web`")


@built
@pytest.mark.parametrize("path", ["/", "/sign-in", "/traces", "/traces/a/b%20c", "/settings?tab=keys"])
def test_every_address_of_the_dashboard_shows_its_page_to_anyone(client: TestClient, path: str) -> None:
    page = client.get(path, headers={"Authorization": ""})
    assert page.status_code == 200
    assert '<div id="root">' in page.text


@built
def test_a_page_runs_the_dashboards_own_scripts_and_no_others(client: TestClient) -> None:
    pages = [client.get("/") for _ in range(2)]
    policy = pages[0].headers["content-security-policy"]
    assert "script-src 'self';" in policy
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    nonces = [re.findall(r"'nonce-([^']+)'", page.headers["content-security-policy"])[0] for page in pages]
    assert nonces[0] != nonces[1]
    assert f'content="{nonces[0]}"' in pages[0].text
    assert not re.findall(r"<script(?![^>]*src=)", pages[0].text)


@built
def test_built_files_may_be_kept_forever(client: TestClient) -> None:
    script = re.findall(r'src="(/assets/[^"]+\.js)"', client.get("/").text)[0]
    answer = client.get(script)
    assert answer.headers["content-type"].startswith("text/javascript")
    assert "immutable" in answer.headers["cache-control"]


def test_a_checkout_without_a_build_says_how_to_get_one(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(dashboard, "BUILD", tmp_path)
    page = client.get("/")
    assert page.status_code == 503
    assert "make web" in page.text


def test_a_file_that_is_not_there_is_not_found(client: TestClient) -> None:
    assert client.get("/assets/none.js").status_code == 404
    assert client.get("/assets/../../settings.py").status_code == 404
