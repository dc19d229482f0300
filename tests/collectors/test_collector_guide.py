"""The guide to collectors: its rule can be sent, and what it calls a thumbs-down is one."""

import json
import re
from pathlib import Path

from fastapi.testclient import TestClient

from ratchet.datasets.collectors.feedback import NAMES, NAMES_OF_DISLIKE, WORDS_OF_DISLIKE

GUIDE = (Path(__file__).parents[2] / "docs/guides/collectors.md").read_text()


def test_the_rule_of_the_guide_can_be_sent(client: TestClient) -> None:
    block = re.search(r"```json\n(.*?)```", GUIDE, re.DOTALL)
    assert block
    said = json.loads(block.group(1))
    made = client.post("/admin/collectors", json=said).json()
    assert {name: made[name] for name in said if name != "filters"} == {
        name: value for name, value in said.items() if name != "filters"
    }


def test_the_words_of_the_guide_are_a_thumbs_down() -> None:
    told = GUIDE[GUIDE.index("**A thumbs-down**") :].split("\n\n")[0]
    likes, dislikes = told.split("; or one called")
    assert {_plain(word) for word in re.findall(r"`([^`]+)`", likes)} <= NAMES
    assert {_plain(word) for word in re.findall(r"`([^`]+)`", dislikes)} <= NAMES_OF_DISLIKE
    assert {_plain(word) for word in re.findall(r"\*([a-z-]+)\*", likes)} <= WORDS_OF_DISLIKE


def _plain(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])|-", "_", name).casefold()
