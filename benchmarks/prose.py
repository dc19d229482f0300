"""Real English prose that every Python brings: the documentation in its standard library."""

import ast
import random
import sys
import sysconfig
import tokenize
from collections.abc import Iterator
from pathlib import Path


def read_prose() -> str:
    """A few megabytes of documentation, each part once, in no order."""
    parts = {part for path in _sources() for part in _docstrings(path)}
    shuffled = sorted(parts)
    random.Random(7).shuffle(shuffled)
    return "\n\n".join(shuffled)


def _sources() -> Iterator[Path]:
    library = Path(sysconfig.get_path("stdlib"))
    for path in sorted(library.rglob("*.py")):
        if not {"site-packages", "test", "tests", "lib2to3"} & set(path.relative_to(library).parts):
            yield path


def _docstrings(path: Path) -> Iterator[str]:
    try:
        with tokenize.open(path) as file:
            tree = ast.parse(file.read())
    except (SyntaxError, UnicodeDecodeError):
        return
    if path.name == "topics.py":  # the language reference, as texts in a dictionary
        yield from (node.value for node in ast.walk(tree) if _is_text(node))
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and (text := ast.get_docstring(node)):
            yield text


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and len(node.value) > 200


if __name__ == "__main__":
    sys.stdout.write(read_prose())
