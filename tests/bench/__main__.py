"""Sets the stages, has each measured in a process of its own, tells the figures and writes bench.json."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from portal.config import ROOT
from tests import postgres
from tests.bench import businesses, entering, judging, planting, ranking, stages, targets
from tests.bench.figures import Figures, Measured, table

OTHERS: dict[str, targets.Limits] = {
    "judging": judging.TARGETS,
    "entering": entering.TARGETS,
    "businesses": businesses.TARGETS,
}
"""Modules beside the pages of map and calendar, each measured on the smallest stages: it brings what it needs along."""
ENGINES = ("sqlite", "postgresql")
SIZES = (1_000, 100_000)


def main() -> int:
    asked = _arguments()
    with ExitStack() as open_until_the_end:
        folder = open_until_the_end.enter_context(_folder(asked.keep))
        sizes, engines = asked.size or SIZES, asked.engine or ENGINES
        server = ""
        if "postgresql" in engines:
            server = open_until_the_end.enter_context(postgres.running(folder / "postgres"))
        measured, others = [], []
        for size in sizes:
            planted = planting.on_sqlite(folder / f"sqlite-{size}", size)
            for engine in engines:
                stage = planted if engine == "sqlite" else planting.on_postgresql(planted, server)
                _say(f"Measuring {size:,} listings on {engine}…")
                if asked.only not in OTHERS:
                    measured.append(_measured(stage, asked.only))
                for name in OTHERS if size == min(sizes) else ():
                    if asked.only in ("", name):
                        others += _other(name, stage, small=asked.small)
    if asked.only:
        rows = [*(row for one in measured for row in one.rows), *others]
        print(table([*rows, *([_ranked()] if ranking.WHAT.startswith(asked.only) else [])]))
    else:
        _tell(measured, others, _ranked())
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/bench", description=__doc__)
    parser.add_argument("--size", type=int, action="append", help="listings to plant; may be repeated")
    parser.add_argument("--engine", choices=ENGINES, action="append", help="may be repeated")
    parser.add_argument("--keep", type=Path, help="a folder whose planted databases are used again the next time")
    parser.add_argument(
        "--only",
        default="",
        metavar="WHAT",
        help="only questions that begin so, or judging, entering, businesses; without the targets",
    )
    parser.add_argument(
        "--small", action="store_true", help="a hundredth of the shops, customers and entrants: shows that it runs"
    )
    return parser.parse_args()


@contextmanager
def _folder(keep: Path | None) -> Iterator[Path]:
    if keep:
        keep.mkdir(parents=True, exist_ok=True)
        yield keep.resolve()
        return
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        Path(folder).chmod(0o755)  # as root the database server runs as another user
        yield Path(folder)


def _measured(stage: stages.Stage, only: str) -> Measured:
    """A process for each stage, so that its memory is that of one web process."""
    command = [sys.executable, "-m", "tests.bench.measure", stage.as_json(), only]
    answer = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout
    return Measured.from_json(answer)


def _other(name: str, stage: stages.Stage, *, small: bool) -> list[Figures]:
    """A process of its own here too; the stage gets the tables that were made since it was planted."""
    _say(f"Measuring {name} on {stage.engine}…")
    planting.bring_up_to_date(stage)
    command = [sys.executable, "-m", f"tests.bench.{name}", stage.as_json(), *(["small"] if small else [])]
    answer = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout
    return [Figures(**row) for row in json.loads(answer)]


def _ranked() -> Figures:
    """A process of its own here too: the ballots would weigh on that of the pages."""
    _say("Measuring a large ranking…")
    command = [sys.executable, "-m", "tests.bench.ranking"]
    return Figures(
        **json.loads(subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout)
    )


def _tell(measured: list[Measured], others: list[Figures], ranked: Figures) -> None:
    rows = [*(row for one in measured for row in one.rows), *others, ranked]
    print(table(rows))
    limits = {what: limit for of_module in OTHERS.values() for what, limit in of_module.items()}
    print(targets.told(measured, others, limits, ranked))
    bare = next((one.bare for one in reversed(measured) if one.engine == "sqlite"), measured[-1].bare)
    written = {"rows": [row.as_dict() for row in rows], "bare": bare.as_dict()}
    (ROOT / "bench.json").write_text(json.dumps(written, ensure_ascii=False, indent=1) + "\n")
    _say("All figures stand in bench.json.")


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
