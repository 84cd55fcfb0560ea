"""The measure of all others: a bare Flask, Jinja and SQLite page of twenty rows, compressed in the same way."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import brotli
from flask import Flask, Response, render_template_string

ROWS = 20
PAGE = """<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>Bản đồ</title></head><body><h1>Bản đồ</h1>
<ol>{% for name, summary, place in rows %}<li><article><h2><a href="/map/{{ loop.index }}">{{ name }}</a></h2>
<p>{{ summary }}</p><small>{{ place }}</small></article></li>{% endfor %}</ol></body></html>"""


def bare_app(folder: Path, texts: list[tuple[Any, ...]]) -> Flask:
    """The app, with the given rows (name, summary, place) in a table of its own."""
    path = folder / "bare.db"
    with sqlite3.connect(path) as made:
        made.execute("CREATE TABLE row (id INTEGER PRIMARY KEY, name TEXT, summary TEXT, place TEXT)")
        made.executemany("INSERT INTO row (name, summary, place) VALUES (?, ?, ?)", texts)
    connection = sqlite3.connect(path, check_same_thread=False)
    app = Flask("bare")

    @app.get("/")
    def index() -> Response:
        rows = connection.execute("SELECT name, summary, place FROM row ORDER BY id DESC LIMIT ?", (ROWS,)).fetchall()
        body = brotli.compress(render_template_string(PAGE, rows=rows).encode(), quality=5)
        return Response(body, headers={"Content-Type": "text/html; charset=utf-8", "Content-Encoding": "br"})

    return app
