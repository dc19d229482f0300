"""References to media in values are found wherever they stand."""

import hashlib
from base64 import b64encode
from typing import Any

import pytest
from dataset_wire import problems
from fastapi.testclient import TestClient

from ratchet.datasets.media_references import MediaReference, find_media_references

IMAGE = "@@@langfuseMedia:type=image/png|id=NrvlDtloQdEEQ7y2cNZVTw|source=bytes@@@"
SOUND = "@@@langfuseMedia:id=sound|type=audio/wav@@@"

CONTENT = b"an image, let us say"


def test_every_reference_is_found_with_its_path() -> None:
    value = {"gallery": [IMAGE, "text", {"it's a \\": f"before {SOUND} and {IMAGE} after"}], "n": [1, None, True]}
    assert find_media_references(value) == [
        MediaReference(IMAGE, "$['gallery'][0]", "NrvlDtloQdEEQ7y2cNZVTw"),
        MediaReference(SOUND, "$['gallery'][2]['it\\'s a \\\\']", "sound"),
        MediaReference(IMAGE, "$['gallery'][2]['it\\'s a \\\\']", "NrvlDtloQdEEQ7y2cNZVTw"),
    ]
    assert find_media_references(IMAGE) == [MediaReference(IMAGE, "$", "NrvlDtloQdEEQ7y2cNZVTw")]


@pytest.mark.parametrize(
    "value",
    [None, 3, "", "@@@langfuseMedia:@@@", "@@@langfuseMedia:type=image/png@@@", "@@@langfuseMedia:id=@@@", {IMAGE: 1}],
)
def test_what_is_no_reference_is_passed_over(value: Any) -> None:
    assert find_media_references(value) == []


def test_a_value_however_deep_is_walked() -> None:
    value: Any = IMAGE
    for _ in range(5000):
        value = [value]
    assert find_media_references(value) == [MediaReference(IMAGE, "$" + "[0]" * 5000, "NrvlDtloQdEEQ7y2cNZVTw")]


@pytest.fixture
def send_image(client: TestClient, post: Any) -> str:
    """A reference to an image that is here, sent for the item `i` of a dataset."""
    dataset = post("v2/datasets", name="pictures")
    announced = {
        "datasetId": dataset["id"],
        "datasetItemId": "i",
        "field": "input",
        "contentType": "image/png",
        "contentLength": len(CONTENT),
        "sha256Hash": b64encode(hashlib.sha256(CONTENT).digest()).decode(),
    }
    answer = client.post("/api/public/media", json=announced)
    assert answer.status_code == 201, answer.text
    media_id, upload = answer.json()["mediaId"], answer.json()["uploadUrl"]
    assert client.put(upload, content=CONTENT, headers={"Content-Type": "image/png"}).status_code == 200
    return f"@@@langfuseMedia:type=image/png|id={media_id}|source=bytes@@@"


def test_an_item_shows_the_media_that_are_here(client: TestClient, post: Any, read: Any, send_image: str) -> None:
    post("dataset-items", datasetName="pictures", id="i", input={"img": send_image}, metadata=SOUND)
    item = read("dataset-items/i")
    assert problems(item, "DatasetItem") == []
    [shown] = item["mediaReferences"]
    assert (shown["field"], shown["referenceString"], shown["jsonPath"]) == ("input", send_image, "$['img']")
    assert shown["media"]["contentLength"] == len(CONTENT)
    client.auth = None
    assert client.get(shown["media"]["url"]).content == CONTENT


def test_media_stay_as_long_as_an_item_of_any_dataset_refers_to_them(
    client: TestClient, post: Any, read: Any, send_image: str
) -> None:
    post("dataset-items", datasetName="pictures", id="i", input=send_image)
    post("v2/datasets", name="copies")
    post("dataset-items", datasetName="copies", id="copy", expectedOutput=[send_image])
    [shown] = read("dataset-items/copy")["mediaReferences"]
    assert client.delete("/admin/datasets/pictures").status_code == 200
    assert client.get(shown["media"]["url"]).content == CONTENT
    assert client.delete("/admin/datasets/copies").status_code == 200
    assert client.get(shown["media"]["url"]).status_code == 404
    assert client.get(f"/api/public/media/{shown['media']['mediaId']}").status_code == 404
