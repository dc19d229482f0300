"""A dataset of good answers, and questions about it, over the server's routes."""

from typing import Any
from uuid import uuid4

import pytest
from asking_for_examples import PATIENT_MS, POOL, Fill, Select
from fastapi.testclient import TestClient


@pytest.fixture
def fill(client: TestClient) -> Fill:
    """Puts questions with answers and scores into a dataset, which is made if need be; gives the items' ids."""

    def fill_one(
        questions: dict[str, float], *, name: str = POOL, query_type: str = "factual", **more: Any
    ) -> list[str]:
        client.post("/admin/datasets", json={"name": name})
        items = [
            {
                "id": f"item-{uuid4().hex}",
                "input": question,
                "expected_output": more.get("answer", f"The answer to: {question}"),
                "metadata": {"score": score, "query_type": query_type},
            }
            for question, score in questions.items()
        ]
        answer = client.post(f"/admin/datasets/{name}/items", json={"items": items})
        assert answer.status_code == 200, answer.text
        return [item["id"] for item in items]

    return fill_one


@pytest.fixture
def select(client: TestClient) -> Select:
    """Asks for examples of the type factual."""

    def select_some(query: str, **asked: Any) -> dict[str, Any]:
        body = {"query": query, "query_type": "factual", "deadline_ms": PATIENT_MS, **asked}
        answer = client.post("/admin/few-shot/select", json=body)
        assert answer.status_code == 200, answer.text
        return answer.json()

    return select_some
