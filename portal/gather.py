"""Finds the domains' modules of one kind by their file name: a domain that has a `commands.py` has commands."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from types import ModuleType

HERE = Path(__file__).parent


def every(name: str) -> list[ModuleType]:
    """The modules of this name in all domains and their nouns, in order; `name` may be a pattern such as "*_views"."""
    found = sorted(path.relative_to(HERE).with_suffix("") for path in HERE.glob(f"*/**/{name}.py"))
    return [import_module(".".join(("portal", *path.parts))) for path in found]
