import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.exceptions import NotFound

from portal.people.models import Person
from portal.web.paging import asked_page, paged
from tests import make

EVERYBODY = select(Person).order_by(Person.id)


@pytest.mark.parametrize(("rows", "pages"), [(0, 1), (1, 1), (20, 1), (21, 2)])
def test_a_page_holds_twenty(session: object, rows: int, pages: int):
    people = [make.person() for _number in range(rows)]
    found = paged(EVERYBODY, 1)
    assert (list(found.rows), found.total, found.pages) == (people[:20], rows, pages)


def test_the_last_page_holds_the_rest(session: object):
    people = [make.person() for _number in range(21)]
    assert list(paged(EVERYBODY, 2).rows) == people[20:]


def test_there_is_no_page_past_the_end_but_an_empty_first_one(session: object):
    assert list(paged(EVERYBODY, 1).rows) == []
    with pytest.raises(NotFound):
        paged(EVERYBODY, 2)


@pytest.mark.parametrize(
    ("address", "number"),
    [("/", 1), ("/?page=3", 3), ("/?page=0", 1), ("/?page=x", 1), ("/?page=-1", 1), (f"/?page={'9' * 30}", 1)],
)
def test_a_number_that_cannot_be_a_page_is_the_first_one(app: Flask, address: str, number: int):
    with app.test_request_context(address):
        assert asked_page() == number
