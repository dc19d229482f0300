import subprocess
import sys
from importlib import import_module

import pytest
from typer.testing import CliRunner

from ratchet.cli import app
from ratchet.cli.commands import COMMANDS

WITHOUT_SQLALCHEMY = """
import sys
from importlib.abc import MetaPathFinder

class Absent(MetaPathFinder):
    def find_spec(self, name, path, target=None):
        if name.partition(".")[0] == "sqlalchemy":
            raise ModuleNotFoundError(name, name=name)

sys.meta_path.insert(0, Absent())
from ratchet.cli import app
app(["keys", "list"])
"""
HEAVY = ("sqlalchemy", "fastapi", "clickhouse_connect", "uvicorn", "pydantic_settings")


def test_help_names_every_command() -> None:
    shown = CliRunner().invoke(app, ["--help"]).output
    assert all(name in shown and command.help in shown for name, command in COMMANDS.items())


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_where_the_table_says(name: str) -> None:
    module, _, attribute = COMMANDS[name].target.partition(":")
    assert callable(getattr(import_module(module), attribute))
    assert CliRunner().invoke(app, [name, "--help"]).exit_code == 0


def test_help_loads_nothing_of_the_server() -> None:
    script = (
        "import sys; from typer.testing import CliRunner; from ratchet.cli import app; "
        "assert CliRunner().invoke(app, ['--help']).exit_code == 0; print(*sys.modules)"
    )
    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.split()
    assert not set(HEAVY) & set(loaded)


def test_the_version_is_printed() -> None:
    assert CliRunner().invoke(app, ["--version"]).output.strip() == "0.1.0"


def test_a_command_that_is_misspelt_is_put_right() -> None:
    result = CliRunner().invoke(app, ["kyes"])
    assert result.exit_code == 2
    assert "Did you mean 'keys'?" in result.output


def test_a_command_whose_extra_is_missing_says_what_to_install() -> None:
    result = subprocess.run(
        [sys.executable, "-c", WITHOUT_SQLALCHEMY], capture_output=True, text=True, check=False, timeout=60
    )
    assert result.returncode == 1
    assert "pip install 'ratchet[server]'" in result.stderr
    assert "Traceback" not in result.stderr
