"""Environments of SDKs are made once, and one that cannot be made says why."""

from pathlib import Path

import environments
import pytest
from environments import NoEnvironment, python_of


def test_without_uv_it_is_said_where_uv_comes_from(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(environments, "CACHE", tmp_path)
    monkeypatch.setenv("UV", str(tmp_path / "no uv here"))
    with pytest.raises(NoEnvironment, match="make test-sdks"):
        python_of("python_2")


def test_without_a_network_the_reason_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(environments, "CACHE", tmp_path)
    monkeypatch.setenv("UV_OFFLINE", "1")
    monkeypatch.setenv("UV_CACHE_DIR", str(tmp_path / "uv"))
    with pytest.raises(NoEnvironment, match="network"):
        python_of("python_2")


def test_what_was_made_is_not_made_again(monkeypatch: pytest.MonkeyPatch):
    try:
        made = python_of("python_2")
    except NoEnvironment as missing:
        pytest.skip(str(missing))
    monkeypatch.setenv("UV", "/no uv here")
    assert python_of("python_2") == made
