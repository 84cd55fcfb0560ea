"""Every sentence that people read goes through gettext, and both catalogues hold all of them."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
import wtforms
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_keywords, parse_mapping
from babel.messages.pofile import read_po
from flask import Flask
from werkzeug.datastructures import MultiDict
from wtforms import IntegerField, StringField
from wtforms.validators import InputRequired, Length

from portal.config import ROOT
from portal.web.form import Form

LANGUAGES = ("vi", "fr")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]")


def catalogue(language: str) -> Catalog:
    with (ROOT / "translations" / language / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return read_po(file, locale=language)


@cache
def spoken() -> frozenset[str | tuple[str, str]]:
    """Every sentence of the portal, its templates and the forms' library, found as `bin/words` finds them."""
    words = (ROOT / "bin" / "words").read_text()
    keywords = DEFAULT_KEYWORDS | parse_keywords(re.findall(r"--keywords (\S+)", words))
    with (ROOT / "translations" / "mapping.ini").open() as file:
        methods, options = parse_mapping(file)
    folders = (ROOT / "portal", ROOT / "templates", Path(wtforms.__file__).parent)
    return frozenset(
        sentence
        for folder in folders
        for _file, _line, sentence, _comments, _context in extract_from_dir(folder, methods, options, keywords)
    )


def messages(language: str) -> list[Message]:
    return [message for message in catalogue(language) if message.id]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_holds_what_is_said_and_nothing_else(language: str) -> None:
    held = {tuple(message.id) if message.pluralizable else message.id for message in messages(language)}
    missing, gone = spoken() - held, held - spoken()
    assert (sorted(map(str, missing)), sorted(map(str, gone))) == ([], []), "run bin/words"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_is_translated(language: str) -> None:
    empty = [message.id for message in messages(language) if not all(forms(message))]
    assert empty == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_translation_is_a_guess(language: str) -> None:
    assert [message.id for message in messages(language) if message.fuzzy] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_fills_the_same_places(language: str) -> None:
    """Every form of a plural may use what the sentence knows, and the last one uses all of it."""
    wrong = []
    for message in messages(language):
        known = set(PLACEHOLDER.findall(" ".join(message.id) if message.pluralizable else str(message.id)))
        for number, form in enumerate(forms(message)):
            used = set(PLACEHOLDER.findall(form))
            last = number == len(forms(message)) - 1
            if used - known or (last and used != known):
                wrong.append((message.id, form))
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sentence_ends_as_it_does_in_english(language: str) -> None:
    """A colon or a full stop too many is a translation of something else."""
    wrong = []
    for message in messages(language):
        english = message.id[-1] if message.pluralizable else str(message.id)
        for form in forms(message):
            if form and _ending(english) != _ending(form):
                wrong.append((english, form))
    assert wrong == []


def _ending(sentence: str) -> str:
    last = sentence.rstrip(' \u00a0\u202f”»"')[-1:]
    return last if last in ".:?!…" else ""


def forms(message: Message) -> tuple[str, ...]:
    return tuple(message.string) if message.pluralizable else (str(message.string),)


def test_the_forms_library_speaks_our_languages(app: Flask) -> None:
    said = {}
    for language in ("en", *LANGUAGES):
        with app.test_request_context(environ_overrides={"portal.lang": language}):
            form = ShortForm(MultiDict({"name": "x" * 9, "number": "many"}))
            form.validate()
            said[language] = [str(one) for name in ("name", "number", "word") for one in form.errors[name]]
    assert said["en"] == [
        "Field cannot be longer than 3 characters.",
        "Not a valid integer value.",
        "This field is required.",
    ]
    assert all(len({said[language][number] for language in said}) == 3 for number in range(3)), said


class ShortForm(Form):
    name = StringField(validators=[Length(max=3)])
    number = IntegerField()
    word = StringField(validators=[InputRequired()])
