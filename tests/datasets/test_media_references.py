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


def test_an_item_shows_the_media_that_are_here(client: TestClient, post: Any, read: Any) -> None:
    dataset = post("v2/datasets", name="pictures")
    content = b"an image, let us say"
    announced = {
        "datasetId": dataset["id"],
        "datasetItemId": "i",
        "field": "input",
        "contentType": "image/png",
        "contentLength": len(content),
        "sha256Hash": b64encode(hashlib.sha256(content).digest()).decode(),
    }
    answer = client.post("/api/public/media", json=announced)
    assert answer.status_code == 201, answer.text
    media_id, upload = answer.json()["mediaId"], answer.json()["uploadUrl"]
    reference = f"@@@langfuseMedia:type=image/png|id={media_id}|source=bytes@@@"
    fields = {"datasetName": "pictures", "id": "i", "input": {"img": reference}, "metadata": SOUND}
    assert post("dataset-items", **fields)["mediaReferences"] == []
    assert client.put(upload, content=content, headers={"Content-Type": "image/png"}).status_code == 200
    item = read("dataset-items/i")
    assert problems(item, "DatasetItem") == []
    [shown] = item["mediaReferences"]
    assert (shown["field"], shown["referenceString"], shown["jsonPath"]) == ("input", reference, "$['img']")
    assert (shown["media"]["mediaId"], shown["media"]["contentLength"]) == (media_id, len(content))
    client.auth = None
    assert client.get(shown["media"]["url"]).content == content
