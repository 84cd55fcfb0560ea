"""The packages with their steps and the self-check as the city's folder tells them, for an empty or an older database.

`packages.csv`, `steps.csv` and `questions.csv` are optional: a city without them has no campaign. What organisers
worded anew since stays: only what is not there yet is added.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import select

from portal.businesses.models import EvidenceKind, Package, Step, StepNeed, StepVersion
from portal.businesses.self_check_models import SelfCheckQuestion
from portal.db import db

WORDED = [f"{field}_{lang}" for field in ("title", "why", "how", "evidence", "checks") for lang in ("vi", "en", "fr")]


def bring_in(folder: Path, *, at: datetime) -> int:
    """Adds what is not there yet; says how many steps there are."""
    packages = _packages(folder, at)
    _questions(folder, at)
    known = {step.key: step for step in db.session.scalars(select(Step))}
    new = [line for line in _lines(folder / "steps.csv") if line["key"] not in known]
    for line in new:
        known[line["key"]] = _step(line, packages[int(line["package"])], at)
    db.session.flush()
    for line in new:
        for key in line["needs"].split():
            db.session.add(StepNeed(step_id=known[line["key"]].id, needs_id=known[key].id))
    db.session.flush()
    return len(known)


def _packages(folder: Path, at: datetime) -> dict[int, Package]:
    known = {package.number: package for package in db.session.scalars(select(Package))}
    for line in _lines(folder / "packages.csv"):
        number = int(line["number"])
        if number in known:
            continue
        texts = {key: text for key, text in line.items() if key not in {"number", "weeks"}}
        weeks = int(line["weeks"]) if line["weeks"] else None
        known[number] = Package(number=number, weeks=weeks, changed_at=at, **texts)
        db.session.add(known[number])
    db.session.flush()
    return known


def _questions(folder: Path, at: datetime) -> None:
    known = set(db.session.scalars(select(SelfCheckQuestion.key)))
    for line in _lines(folder / "questions.csv"):
        if line["key"] not in known:
            texts = {key: text for key, text in line.items() if key != "decides"}
            db.session.add(SelfCheckQuestion(decides=bool(line["decides"]), changed_at=at, **texts))


def _step(line: dict[str, str], package: Package, at: datetime) -> Step:
    step = Step(
        package_id=package.id, key=line["key"], position=int(line["key"].partition(".")[2]),
        evidence_kind=EvidenceKind(line["evidence_kind"]), also_visit=bool(line["also_visit"]), sheet=line["sheet"],
        check=line["check"], minutes=int(line["minutes"]),
        validity_days=int(line["validity_days"]) if line["validity_days"] else None,
    )  # fmt: skip
    checked_on = date.fromisoformat(line["checked_on"]) if line["checked_on"] else None
    wording = StepVersion(
        number=1, written_at=at, checked_on=checked_on, source=line["source"], **{key: line[key] for key in WORDED}
    )
    step.versions.append(wording)
    db.session.add(step)
    return step


def _lines(path: Path) -> Iterator[dict[str, str]]:
    if path.exists():
        with path.open(encoding="utf-8", newline="") as file:
            yield from csv.DictReader(file)
