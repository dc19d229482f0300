"""`ratchet export` and the SDK, against a server that works in the background."""

import asyncio
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner
from writing_exports import small_disk

import ratchet
from conftest import make_items
from ratchet.cli import app
from ratchet.errors import Conflict, NotFound
from ratchet.testing.server import Server, running_server


@pytest.fixture(scope="module")
def working(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that does what is wanted in the background, with a dataset `answers`."""
    with running_server(tmp_path_factory.mktemp("working")) as server:
        with server.client() as client:
            client.post("/admin/datasets", json={"name": "team/answers"}).raise_for_status()
            items = {"items": make_items(20)}
            client.post("/admin/datasets/team%2Fanswers/items", json=items).raise_for_status()
        yield server


def test_the_command_tells_what_it_would_export_and_fetches_what_it_did(working: Server, tmp_path: Path) -> None:
    with working.client() as client:
        said = run(working, "export", "team/answers", "--dry-run", "--min-score", "0.5")
        assert "10 items of team/answers would be exported" in said
        run(
            working,
            "export",
            "team/answers",
            "-o",
            str(tmp_path),
            "--output-path",
            "a/answers",
            "--format",
            "openai",
            "--checks",
            "none",
        )
        newest = client.get("/admin/exports", params={"dataset": "team/answers"}).json()["exports"][0]
    assert (newest["state"], newest["progress"], newest["total"]) == ("completed", 20, 20)
    for file in newest["files"]:
        assert hashlib.sha256((tmp_path / file["name"]).read_bytes()).hexdigest() == file["sha256"]
    manifest = json.loads((tmp_path / "answers.manifest.json").read_text())
    assert (manifest["seed"], manifest["counts"]["total_items"]) == (42, 20)


def test_an_application_exports_as_in_the_seeds_example(working: Server) -> None:
    exporter = ratchet.get_dataset_exporter(ratchet.Connection(working.url, *working.keys))
    stats = asyncio.run(
        exporter.export_dataset(
            dataset_name="team/answers",
            output_path="/data/exports/training.jsonl",
            format=ratchet.ExportFormat.OPENAI,
            min_score=0.8,
            train_split=0.8,
            background=True,
        )
    )
    assert (stats["total_items"], stats["train_items"], stats["val_items"]) == (4, 3, 1)
    assert "fewer than 10" in stats["report"]["warnings"][0]
    assert (working.data_dir / "exports" / "data" / "exports" / "training.train.jsonl").exists()
    with pytest.raises(Conflict, match="exists"):
        asyncio.run(exporter.export_dataset("team/answers", "/data/exports/training.jsonl", "openai"))
    with pytest.raises(NotFound):
        asyncio.run(exporter.export_dataset("nothing"))


def test_an_export_in_the_background_that_fails_says_why(working: Server) -> None:
    exporter = ratchet.get_dataset_exporter(ratchet.Connection(working.url, *working.keys))
    with pytest.raises(Conflict, match="No item of the dataset answers these filters"):
        asyncio.run(exporter.export_dataset("team/answers", min_score=7, background=True))


def test_a_full_disk_fails_an_export_in_the_background_at_once(working: Server) -> None:
    exporter = ratchet.get_dataset_exporter(ratchet.Connection(working.url, *working.keys))
    directory = working.data_dir / "exports" / "small"
    directory.mkdir(parents=True)
    with small_disk(directory, "8k"), pytest.raises(Conflict, match="disk of the export directory is full"):
        asyncio.run(exporter.export_dataset("team/answers", "small/answers", background=True))


def run(server: Server, *arguments: str) -> str:
    """What a command prints that speaks with a server."""
    keys = dict(zip(("RATCHET_PUBLIC_KEY", "RATCHET_SECRET_KEY"), server.keys, strict=True))
    done = CliRunner().invoke(app, arguments, env={"RATCHET_URL": server.url, "COLUMNS": "200", **keys})
    assert done.exit_code == 0, done.output
    return done.output


def test_the_commands_of_the_guide_work(working: Server, tmp_path: Path) -> None:
    guide = (Path(__file__).parents[2] / "docs" / "guides" / "export.md").read_text()
    commands = [line.split()[1:] for line in guide.splitlines() if line.startswith("ratchet export")]
    assert len(commands) == 2
    for command in commands:
        placed = ["team/answers" if each == "high_quality_responses" else each for each in command]
        assert "items of team/answers" in run(
            working, *[str(tmp_path) if each == "training" else each for each in placed]
        )
    assert len(list(tmp_path.glob("team-answers-*.manifest.json"))) == 1
