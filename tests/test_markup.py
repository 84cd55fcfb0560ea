"""The quick reader of markup lets nothing pass that html5lib finds fault with, and sees the same tree."""

from __future__ import annotations

import random
import re
from typing import Any

import html5lib

from portal.config import ROOT
from tests import markup

WHOLE = """<!doctype html>
<html lang="vi">
<head>
  <meta charset="utf-8"><title>Nhà &amp; vườn</title>
  <link rel="stylesheet" href="/static/site.css"><script src="/static/site.js" defer></script>
  <script type="application/ld+json">{"name": "Nhà <b> p>a"}</script>
</head>
<body class="page" hx-headers='{"X": "y"}'>
  <header><a href="/?a=1&amp;b=2"><svg class="ph" viewBox="0 0 2 2"><title>Về đầu</title><path d="M1"/><g></g></svg>
    Đầu</a></header>
  <main><h1>Nhà <em>vườn</em></h1>
    <p>Một <b>dòng<br>nữa</b>, <code>x &lt; 1</code> <button type="button"><span>Nghe</span></button></p>
    <form action="/x" method="post"><label for="a">Tên</label><input id="a" name="a" required>
      <select name="s" aria-label="Chọn"><optgroup label="Một"><option value="1" selected>1</option></optgroup>
      <option>2</option></select> <textarea name="t" aria-label="Lời">
<p> &quot;lời&quot;</textarea><fieldset><legend>Nhóm</legend><input type="hidden" name="h"/></fieldset></form>
    <ul><li>Một</li><li>Hai <ol><li><a href="#a">Ba</a></li></ol></li></ul>
    <dl><dt>Giờ</dt><dd>8</dd><div><dt>Nơi</dt><dd><p>Hội An</p></dd></div></dl>
    <table><caption>Bảng</caption><colgroup><col></colgroup><thead><tr><th>A</th></tr></thead>
      <tbody><tr><td><details><summary>Xem</summary><p>…</p></details></td></tr></tbody></table>
    <template><li class="file">x</li></template><file-drop><output></output></file-drop><hr>
    <pre>
 xa</pre><figure><img src="/a.webp" alt=""><figcaption>Ảnh</figcaption></figure><iframe src="/e" title="b"></iframe>
  </main>
</body>
</html>
"""
TAG = re.compile(r"<[^>]*>")
PIECES = (
    "<p>", "</p>", "<div>", "</div>", "<li>", "<dd>", "<ul>", "<a href='x'>", "</a>", "<b>", "</b>", "<form>",
    "</form>", "<button>", "<table>", "</table>", "<tr>", "<td>", "<option>", "<select>", "</select>", "<h2>",
    "<title>", "<svg>", "</svg>", "<path>", "<textarea>", "<template>", "<body>", "</body>", "</html>", "<image>",
    "<ruby>", "<rt>", "<hr/>", "<br/>", "<div/>", "<span></span>", "<x-y></x-y>", "<p a a>", '<i a="b"c="d"></i>',
    "<i a=b></i>", "&", "&copy", "&nope;", "&#0;", "&#150;", "<", "<!-- a -->", "<!doctype html>", "x", "\x01",
    "\ufdd0", "</br>", "</>", "<i",
)  # fmt: skip


def judged(text: str, *, whole: bool) -> tuple[Any, list[str]]:
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    tree = parser.parse(text) if whole else parser.parseFragment(text)
    return tree, [code for _, code, _ in parser.errors]


def seen(tree: Any) -> list[tuple[str, list[tuple[str, str]], str, str]]:
    """Every element below the outermost, with what is written in it and behind it; blanks between them aside."""
    return [
        (
            str(one.tag).lower(),
            sorted((name.lower(), value) for name, value in one.attrib.items()),
            (one.text or "").rstrip() if one.tag in {"html", "body"} else one.text or "",
            "" if one.tag in {"head", "body", "html"} else (one.tail or "").rstrip(),
        )
        for one in list(tree.iter())[1:]
    ]


def spoilt(text: str, dice: random.Random) -> str:
    """The markup with one thing in the wrong place, or in another that is right as well."""
    one, other = sorted(dice.sample(list(TAG.finditer(text)), 2), key=lambda tag: tag.start())
    return dice.choice((
        lambda: text[: one.start()] + text[one.end() :],
        lambda: text[: one.end()] + one[0] + text[one.end() :],
        lambda: text[: one.start()] + other[0] + text[one.end() : other.start()] + one[0] + text[other.end() :],
        lambda: text[: one.end()] + text[other.start() :],
        lambda: text[: one.start() + 1] + text[one.start() + 2 :],
        lambda: text[: other.end()] + text[one.start() : one.end()] + text[other.end() :],
        *(lambda: text[: one.end()] + dice.choice(PIECES) + text[one.end() :],) * 4,
    ))()  # fmt: skip


def test_a_page_without_fault_is_read_quickly_and_as_html5lib_reads_it() -> None:
    body = WHOLE.split("<main>", 1)[1].split("</main>", 1)[0]
    for text, whole in ((WHOLE, True), (WHOLE.replace("\n", "\r\n"), True), (body, False)):
        tree, errors = judged(text, whole=whole)
        quick = markup.quickly(text, whole=whole)
        assert errors == [] and quick is not None
        assert seen(quick) == seen(tree)


def test_what_html5lib_finds_fault_with_never_passes_quickly() -> None:
    """In every place of a page, one fault or another; some are none, and those the quick reader may let pass."""
    dice = random.Random(20261123)
    passed = caught = 0
    for _ in range(1_500):
        text = spoilt(WHOLE, dice)
        quick = markup.quickly(text, whole=True)
        if quick is None:
            caught += 1
            continue
        tree, errors = judged(text, whole=True)
        assert errors == [], text
        assert [one.tag.lower() for one in quick.iter()] == [str(one.tag).lower() for one in tree.iter()], text
        passed += 1
    assert caught > 800 and passed > 100


def test_faults_are_named_as_html5lib_names_them() -> None:
    for piece in ("<p><div></div></p>", "<a><a></a></a>", "&copy", '<i a="b" a="c"></i>', "<ul><li></ul>", "<tr></tr>"):
        tree, errors = markup.read(piece, whole=False)
        assert errors == judged(piece, whole=False)[1]
        assert errors or tree is not None


def test_the_house_has_no_element_the_quick_reader_does_not_know() -> None:
    """Else its pages would be read slowly, and nobody would notice but the clock."""
    written = "".join(path.read_text() for path in (ROOT / "templates").rglob("*.html"))
    names = set(re.findall(r"<([a-z][a-z0-9]*)(?![\w-])", re.sub(r"<svg.*?</svg>", "", written, flags=re.S)))
    known = markup.FLOW | set(markup.INSIDE) | set().union(*markup.INSIDE.values()) | markup.DRAWN
    assert sorted(names - known) == []
