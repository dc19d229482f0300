"""Pictures as each SDK takes them out of spans and items, uploads them and puts them back."""

import base64

import pytest
from telling import STORY, Telling

PICTURE_URI = f"data:image/png;base64,{STORY['picture']}"


def test_a_span_holds_references_in_place_of_pictures(told: Telling):
    shown = told.read(f"observations/{told['media']['observation']}")["input"]
    for reference in shown.values():
        assert reference.startswith("@@@langfuseMedia:type=image/png|")
        assert f"id={STORY['picture_id']}|" in reference
    assert shown.keys() == {"picture", "same"}


def test_a_picture_is_downloaded_as_it_was_uploaded(told: Telling):
    assert told["media"]
    media = told.read(f"media/{STORY['picture_id']}")
    picture = base64.b64decode(STORY["picture"])
    assert (media["contentType"], media["contentLength"]) == ("image/png", len(picture))
    with told.server.client() as client:
        client.auth = None  # the address carries its own permission
        assert client.get(media["url"]).content == picture


def test_references_are_resolved(told: Telling):
    assert told["resolved_media"] == {"picture": PICTURE_URI}


@pytest.mark.without("python_2", "python_3", "javascript_3")
def test_items_of_datasets_hold_pictures(told: Telling):
    assert told["media_in_datasets"] == {"type": "image/png", "is_same": True}
