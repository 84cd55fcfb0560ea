"""Finds the domains' modules of one kind by their file name: a domain that has a `commands.py` has commands."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from types import ModuleType

HERE = Path(__file__).parent


def every(name: str) -> list[ModuleType]:
    """The modules `portal.<domain>.<name>` in the order of their names; `name` may be a pattern such as "*_views"."""
    return [import_module(f"portal.{path.parent.name}.{path.stem}") for path in sorted(HERE.glob(f"*/{name}.py"))]
