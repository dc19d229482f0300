from threading import Event
from time import time_ns

import pytest
from fastapi.testclient import TestClient
from prometheus_client.parser import text_string_to_metric_families

from ratchet.domain.span import Span
from ratchet.errors import Busy
from ratchet.server.stores import Stores
from ratchet.store.events.commit import GroupCommit


def read_samples(client: TestClient) -> dict[tuple[str, frozenset[tuple[str, str]]], float]:
    answer = client.get("/metrics")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }


def labelled(name: str, **labels: str) -> tuple[str, frozenset[tuple[str, str]]]:
    return name, frozenset(labels.items())


def test_requests_are_counted_by_route_and_status_and_not_by_path(client: TestClient) -> None:
    client.get("/metrics/errors")
    client.get("/metrics/errors?hours=0")
    client.get("/metrics/errors", auth=("pk-nobody", "sk-nobody"))
    client.get("/no/such/path")
    client.get("/no/such/path/either")
    samples = read_samples(client)
    for status in ("200", "422", "401"):
        key = labelled("ratchet_http_requests_total", method="GET", route="/metrics/errors", status=status)
        assert samples[key] == 1
    assert samples[labelled("ratchet_http_requests_total", method="GET", route="none", status="404")] == 2
    durations = labelled("ratchet_http_request_duration_seconds_count", method="GET", route="/metrics/errors")
    assert samples[durations] == 3
    assert "/no/such" not in str(samples)


def test_a_method_that_nobody_knows_makes_no_series_of_its_own(client: TestClient) -> None:
    client.request("BREW", "/metrics/errors")
    assert not [name for name in read_samples(client) if "BREW" in str(name)]


def test_stored_rows_and_waiting_bytes_are_told(client: TestClient, stores: Stores, project: str) -> None:
    before = read_samples(client)
    span = Span(project, "trace", "span", start_time=time_ns(), revision=1)
    stores.writers.spans.submit([span, span._replace(span_id="other")], 100).result(30)
    after = read_samples(client)
    stored = labelled("ratchet_rows_stored_total", table="spans")
    assert after[stored] - before[stored] == 2
    for queue in ("spans", "scores", "log_records", "run_items", "changes"):
        assert after[labelled("ratchet_queue_pending_bytes", queue=queue)] == 0
        assert labelled("ratchet_rows_rejected_total", queue=queue, reason="busy") in after


def test_spans_that_cannot_be_stored_are_counted_as_invalid(client: TestClient) -> None:
    invalid = labelled("ratchet_rows_rejected_total", queue="spans", reason="invalid")
    before = read_samples(client)[invalid]
    spans = [{"traceId": "0" * 32, "spanId": "0" * 16, "name": "nobody"}]
    answer = client.post("/v1/traces", json={"resourceSpans": [{"scopeSpans": [{"spans": spans}]}]})
    assert answer.json()["partialSuccess"]["rejectedSpans"] == "1"
    assert read_samples(client)[invalid] - before == 1


def test_age_version_and_memory_are_told(client: TestClient) -> None:
    samples = read_samples(client)
    assert samples[labelled("ratchet_uptime_seconds")] > 0
    assert samples[labelled("process_resident_memory_bytes")] > 0
    [(_, labels)] = [key for key in samples if key[0] == "ratchet_build_info"]
    assert dict(labels).keys() == {"version", "python"}


def test_nobody_reads_it_without_a_key(client: TestClient) -> None:
    client.auth = None
    assert client.get("/metrics").status_code == 401


def test_rows_that_a_full_queue_refuses_are_counted_as_busy() -> None:
    may_write = Event()
    queue: GroupCommit[int] = GroupCommit(
        lambda _: may_write.wait(10), name="rows", pending_size_bytes_max=1, group_size_bytes_max=1
    )
    taken = queue.submit([1], 1)
    with pytest.raises(Busy):
        queue.submit([2, 3], 1)
    may_write.set()
    taken.result(10)
    queue.close()
    assert dict(queue.rejected) == {"busy": 2, "invalid": 0, "failed": 0}


def test_rows_that_the_store_could_not_take_are_counted_as_failed() -> None:
    def fail(rows: object) -> None:
        raise OSError("the disk is gone")

    queue: GroupCommit[int] = GroupCommit(fail, name="rows", pending_size_bytes_max=10, group_size_bytes_max=10)
    with pytest.raises(OSError, match="disk"):
        queue.submit([1, 2, 3], 1).result(10)
    queue.count_invalid(2)
    queue.close()
    assert dict(queue.rejected) == {"busy": 0, "invalid": 2, "failed": 3}
