"""In what two values differ, said briefly."""

from collections.abc import Iterator
from typing import Any


def differences(expected: Any, found: Any, where: str = "") -> Iterator[str]:
    """Every place in which two values differ."""
    match expected, found:
        case dict(), dict():
            for name in sorted({*expected, *found}, key=str):
                yield from differences(expected.get(name), found.get(name), f"{where}.{name}")
        case list() | tuple(), list() | tuple() if len(expected) == len(found):
            for index, (one, other) in enumerate(zip(expected, found, strict=True)):
                yield from differences(one, other, f"{where}[{index}]")
        case _ if expected != found:
            yield f"{where}: {expected!r} became {found!r}"[:300]
        case _:
            pass
