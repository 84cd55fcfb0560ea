"""The bare page: what a list of twenty rows costs with Flask, Jinja, SQLite and our compression, and nothing else."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path

from flask import Flask, render_template_string
from flask.testing import FlaskClient

from portal.listings.search import Row
from portal.web.compress import compress

PAGE = """<!doctype html>
<html lang="vi">
  <head><meta charset="utf-8"><title>Bản đồ</title></head>
  <body>
    <h1>Bản đồ</h1>
    <ol>
      {% for slug, name, summary, place in rows %}
        <li><article>
          <h2><a href="/map/{{ slug }}">{{ name }}</a></h2>
          <p>{{ summary }}</p>
          <small>{{ place }}</small></article></li>
      {% endfor %}
    </ol>
  </body>
</html>
"""


def client(folder: Path, rows: Sequence[Row]) -> FlaskClient:
    path = folder / "bare.db"
    path.unlink(missing_ok=True)
    with sqlite3.connect(path) as made:
        made.execute("CREATE TABLE listing (id INTEGER PRIMARY KEY, slug TEXT, name TEXT, summary TEXT, place TEXT)")
        texts = [(row.slug, row.name_vi, row.summary_vi, row.area) for row in rows]
        made.executemany("INSERT INTO listing (slug, name, summary, place) VALUES (?, ?, ?, ?)", texts)
    made.close()
    app = Flask("bare")
    connection = sqlite3.connect(path, check_same_thread=False)

    @app.get("/")
    def index() -> str:
        question = "SELECT slug, name, summary, place FROM listing ORDER BY id DESC LIMIT 20"
        return render_template_string(PAGE, rows=connection.execute(question).fetchall())

    app.after_request(compress)
    return app.test_client()
