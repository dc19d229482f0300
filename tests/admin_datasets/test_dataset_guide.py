"""The commands of the guide do what it says."""

import re
from pathlib import Path

from typer.testing import CliRunner

from ratchet.cli import app
from ratchet.testing.server import Server

GUIDE = Path(__file__).parents[2] / "docs" / "guides" / "datasets.md"


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", GUIDE.read_text(), re.DOTALL | re.MULTILINE)


def test_the_commands_of_the_guide_work_one_after_the_other(server: Server, tmp_path: Path) -> None:
    (tmp_path / "items.jsonl").write_text(blocks("json")[0])
    keys = {"RATCHET_PUBLIC_KEY": server.public_key, "RATCHET_SECRET_KEY": server.secret_key}
    commands = [line for block in blocks("bash") for line in block.splitlines() if line.startswith("ratchet datasets")]
    shown = []
    for command in commands:
        arguments = [argument.strip('"') for argument in re.findall(r'"[^"]*"|\S+', command)[1:]]
        placed = [str(tmp_path / argument) if argument == "items.jsonl" else argument for argument in arguments]
        result = CliRunner().invoke(app, placed, env={"RATCHET_URL": server.url, **keys, "COLUMNS": "160"})
        is_missing = "0af7651916cd43dd8448eb211c80319c" in command  # a trace that only the guide has
        assert result.exit_code == int(is_missing), (command, result.output)
        shown.append(result.output)
    assert len(commands) == 10
    assert "2 of 2 rows are stored in questions" in shown[1]
    assert "refund-1" in shown[2]
    assert "is deleted" in shown[-1]
