"""Ids of runs are the ones that the newest SDK computes, byte for byte."""

import pytest
from langfuse import Langfuse

from ratchet.domain.run import RunItem, stable_run_id


def test_the_id_of_a_run_is_the_one_seen_on_the_wire() -> None:
    assert stable_run_id("proj-1", "ds-my/ds 1", "run A") == "3fe5c73dd4430580"


@pytest.mark.parametrize("name", ["run A", "Prüfung 試験 🙂", 'with "quotes" \\ and\nlines', "\u2028 \x7f </script>"])
def test_the_id_of_a_run_is_the_one_that_the_sdk_computes(name: str) -> None:
    sdk = Langfuse(public_key="pk", secret_key="sk", base_url="http://127.0.0.1:9", tracing_enabled=False)
    computed = sdk._create_experiment_id(project_id="p", dataset_id="d/é", run_name=name)
    assert stable_run_id("p", "d/é", name) == computed


def test_what_ran_has_one_id_however_often_it_is_told_of() -> None:
    first = RunItem("p", "r", "t", "s", "i", 1, 2)
    assert first._replace(first_at=9, run_name="n").id == first.id
    others = [first._replace(**{field: "x"}) for field in ("project_id", "run_id", "trace_id", "span_id", "item_id")]
    assert len({first.id, *(other.id for other in others)}) == 6
