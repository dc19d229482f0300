import json
import subprocess
import sys

import pytest

import ratchet

SERVER_ONLY = {
    "alembic",
    "chdb",
    "clickhouse_connect",
    "fastapi",
    "numpy",
    "prometheus_client",
    "pydantic_settings",
    "sqlalchemy",
    "starlette",
    "uvicorn",
    "zstandard",
}


def load_in_a_new_process(statement: str) -> tuple[set[str], float]:
    """The modules that a statement loads, and the seconds it takes, in a Python that has loaded nothing else."""
    program = (
        "import sys, time, json\n"
        "began = time.perf_counter()\n"
        f"{statement}\n"
        "seconds = time.perf_counter() - began\n"
        "print(json.dumps([sorted(sys.modules), seconds]))"
    )
    printed = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True).stdout
    modules, seconds = json.loads(printed)
    return set(modules), seconds


def test_everything_that_is_listed_is_there_in_alphabetical_order() -> None:
    assert ratchet.__all__ == sorted(ratchet.__all__)
    for name in ratchet.__all__:
        assert getattr(ratchet, name).__doc__
        assert name in dir(ratchet)


def test_what_is_not_listed_is_not_there() -> None:
    with pytest.raises(AttributeError, match="no_such_thing"):
        _ = ratchet.no_such_thing


def test_importing_the_package_loads_no_other_module_of_it_and_nothing_foreign() -> None:
    modules, _ = load_in_a_new_process("import ratchet")
    assert {name for name in modules if name.startswith("ratchet")} == {"ratchet"}
    assert not {"httpx2", "pydantic", "rich", "typer"} & modules


def test_using_everything_that_is_listed_loads_nothing_of_the_server() -> None:
    modules, _ = load_in_a_new_process("from ratchet import *")
    ours = {name.split(".")[1] for name in modules if name.startswith("ratchet.")}
    assert ours == {"sdk", "errors", "domain", "judges"}
    assert {name for name in modules if name.startswith("ratchet.judges.")} == {"ratchet.judges.subject"}
    assert not SERVER_ONLY & {name.split(".")[0] for name in modules}


def test_importing_the_package_takes_less_than_a_tenth_of_a_second() -> None:
    assert min(load_in_a_new_process("import ratchet")[1] for _ in range(5)) <= 0.1
