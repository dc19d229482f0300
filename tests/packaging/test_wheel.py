"""The wheel that people install has the dashboard in it, and whoever builds it needs no Node.js."""

import os
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]
NODE = {"node", "nodejs", "npm", "npx", "corepack"}
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[zipfile.ZipFile]:
    """A wheel of what is under version control, built where there is no Node.js on the path."""
    source, programs, built = (tmp_path_factory.mktemp(name) for name in ("source", "programs", "built"))
    copy_checkout(source)
    link_programs(programs)
    uv = shutil.which("uv") or str(CHECKOUT / ".tools" / "bin" / "uv")
    command = [uv, "build", "--wheel", "--out-dir", str(built), str(source)]
    environment = os.environ | {"PATH": str(programs), "UV_SYSTEM_CERTS": "1"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=900)
    if is_offline(done.stderr):
        pytest.skip(f"A wheel's build asks package indexes, and none answered: {done.stderr[-500:]}")
    assert done.returncode == 0, f"{done.stdout[-1000:]}{done.stderr[-3000:]}"
    [path] = built.glob("*.whl")
    with zipfile.ZipFile(path) as wheel:
        yield wheel


def copy_checkout(target: Path) -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=CHECKOUT, capture_output=True, check=True)
    for name in listed.stdout.decode().split("\0")[:-1]:
        if (CHECKOUT / name).exists():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(CHECKOUT / name, target / name)


def link_programs(target: Path) -> None:
    """Everything on the path but Node.js."""
    for directory in os.get_exec_path():
        for program in Path(directory).glob("*"):
            if program.name not in NODE and not (target / program.name).is_symlink():
                (target / program.name).symlink_to(program)


def is_offline(said: str) -> bool:
    return any(sign in said for sign in ("ENOTFOUND", "EAI_AGAIN", "ECONNREFUSED", "dns error", "Could not connect"))


def test_the_dashboard_is_in_the_wheel_with_every_file_that_its_page_loads(wheel: zipfile.ZipFile) -> None:
    names = set(wheel.namelist())
    page = wheel.read("ratchet/server/web/index.html").decode()
    loaded = [part.split('"')[0] for part in page.split('="/assets/')[1:]]
    assert any(name.endswith(".js") for name in loaded)
    assert {f"ratchet/server/web/assets/{name}" for name in loaded} <= names


def test_the_wheel_has_what_the_server_reads_and_nothing_that_only_builds_it(wheel: zipfile.ZipFile) -> None:
    names = wheel.namelist()
    migrations = list((CHECKOUT / "src/ratchet/store/events/migrations").glob("*.sql"))
    assert migrations
    assert {f"ratchet/store/events/migrations/{path.name}" for path in migrations} <= set(names)
    assert not [name for name in names if "node_modules" in name or name.startswith(("web/", "tests/"))]
