"""A form of many rows: each row has its fields under a prefix of its own, an empty one is not there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from flask_babel import gettext
from wtforms import Field

from portal.kit.say import Refused
from portal.listings.models import Worded, worded
from portal.web.fields import HiddenNumberField
from portal.web.form import Form

MOST_ROWS = 40
_PREFIX = re.compile(r"row([0-9]{1,2})_")


class Row(Form):
    """One row; `number` is the id of the row of the table, none for a new one. `named` is the field that makes it."""

    named = "name_vi"
    number = HiddenNumberField()

    def is_blank(self) -> bool:
        """A row without its name is not there: it was never written, or is to go."""
        return not (self[self.named].data or "").strip()

    def called(self, lang: str, by: str = "name") -> Worded:
        """Its name, or its hint, as a reader of this language is told it."""
        return worded(lambda code: self[f"{by}_{code}"].data or "", lang)

    def given(self) -> dict[str, Any]:
        """The row as the rules take it."""
        values = {name: field.data for name, field in self._fields.items() if name != "number"}
        return {"id": self.number.data, **values}


class Rows:
    """The rows of a list, and some empty ones below them. To a template it looks like a form."""

    def __init__(
        self, kind: type[Row], rows: Sequence[Mapping[str, Any]], formdata: Any = None, *, blank: int = 2, **more: Any
    ) -> None:
        self.form_errors: list[str] = []
        if formdata is None:
            values: list[Mapping[str, Any]] = [*rows, *({} for _ in range(blank))]
            self.rows = [
                kind(prefix=f"row{n}_", data={**one, "number": one.get("id")}, **more) for n, one in enumerate(values)
            ]
        else:
            sent = sorted({int(found[1]) for name in formdata if (found := _PREFIX.match(name))})
            self.rows = [kind(formdata, prefix=f"row{n}_", **more) for n in sent[:MOST_ROWS]]

    def validate(self) -> bool:
        """Every row that is there is looked at, also after one that is wrong."""
        return not [row for row in self.there() if not row.validate()]

    def there(self) -> list[Row]:
        return [row for row in self.rows if not row.is_blank()]

    def given(self) -> list[dict[str, Any]]:
        return [row.given() for row in self.there()]

    def refuse(self, refused: Refused) -> None:
        self.form_errors.append(gettext(refused.sentence, **refused.values))

    @property
    def errors(self) -> dict[str, Any]:
        found = {field.name: field.errors for field in self if field.errors}
        return {**found, **({"": self.form_errors} if self.form_errors else {})}

    def __iter__(self) -> Iterator[Field]:
        return (field for row in self.rows for field in row)
