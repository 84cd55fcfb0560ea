"""Files move from the disk to an object store and back, and none is lost or taken on trust."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask

from portal.media.commands import move_files
from portal.media.storage import DiskStorage, storage_at
from tests.media.object_store import object_store

BODIES = [b"one", b"two", b"three" * 4_000_000]


def run(app: Flask, *words: str) -> tuple[int, str]:
    with app.app_context():
        done = CliRunner().invoke(move_files, words)
    return done.exit_code, done.output


@pytest.fixture
def app(tmp_path: Path) -> Flask:
    from portal.config import Settings

    app = Flask("portal")
    app.config["SETTINGS"] = Settings(home=tmp_path / "home")
    return app


def test_files_move_to_an_object_store_and_back(app: Flask, tmp_path: Path) -> None:
    home = DiskStorage(tmp_path / "home" / "files")
    stored = sorted(home.put(body).digest for body in BODIES)
    with object_store(tmp_path) as store:
        there = store.address()
        storage_at(there).put(b"one")  # an earlier run was broken off after it
        code, said = run(app, there)
        assert (code, "2 files were brought" in said, "1 were there" in said) == (0, True, True)
        assert f"PORTAL_STORAGE_URL={there}" in said
        assert [file.digest for file in storage_at(there).each()] == stored

        back = tmp_path / "back"
        assert run(app, str(back), "--from", there)[0] == 0
        assert [file.digest for file in DiskStorage(back).each()] == stored
        with DiskStorage(back).open(stored[0]) as here, home.open(stored[0]) as was:
            assert here.read() == was.read()
    code, said = run(app, there)
    assert (code, "run the command again" in said) == (1, True)


def test_a_damaged_file_is_named_and_the_others_go(app: Flask, tmp_path: Path) -> None:
    home = DiskStorage(tmp_path / "home" / "files")
    broken, sound = (home.put(body).digest for body in BODIES[:2])
    (home.folder / broken[:2] / broken).write_bytes(b"0ne")
    target = DiskStorage(tmp_path / "other")
    target.put(b"two")
    (target.folder / sound[:2] / sound).write_bytes(b"half")
    code, said = run(app, str(target))
    assert (code, said.count(broken)) == (1, 1)
    with target.open(sound) as mended:
        assert ([file.digest for file in target.each()], mended.read()) == ([sound], b"two")
