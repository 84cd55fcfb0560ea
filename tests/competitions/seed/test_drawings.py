"""The demo's panels: the same each time, light, of several sizes, and naming their maker only where it is planned."""

from __future__ import annotations

import time
from io import BytesIO

from portal.competitions.seed import drawings
from portal.kit.names_found import Known
from portal.media.panels import inspection, scanner

MAKER = "Nguyễn Thị Hồng Ngọc"
KNOWN = Known(people=(MAKER,), places=("Hội An",))


def entry(number: int) -> tuple[drawings.Panel, ...]:
    return drawings.panels(number, code="HT4827", title="Mái hiên chung", maker=MAKER)


def test_the_panels_of_24_entries_are_made_at_once_and_are_light() -> None:
    began = time.process_time()
    made = [entry(number) for number in range(24)]
    assert time.process_time() - began < 3
    assert [len(panels) for panels in made] == [3, 2, 2, 2] * 6
    assert max(len(panel.body) for panels in made for panel in panels) < 300_000
    assert len({panel.body for panels in made for panel in panels}) == 54
    assert entry(3) == made[3]


def test_they_pass_the_inspection_in_their_several_sizes() -> None:
    looked = [inspection.look(BytesIO(entry(number)[0].body)) for number in (1, 5, 7)]
    assert [facts.papers for facts in looked] == [("A1",), ("A0",), ("A3",)]
    photograph = entry(2)[1]
    facts = inspection.look(BytesIO(photograph.body))
    assert (photograph.media_type, facts.media_type) == (drawings.JPEG, "image/jpeg")
    assert facts.resolution("A1") == 46


def test_the_maker_is_named_where_it_is_planned() -> None:
    found = {}
    for number, where in {**drawings.PLANTED, 3: "nowhere"}.items():
        panels = entry(number)
        panel = panels[1] if where == "artist" else panels[0]
        found[where] = [one.kind for one in scanner.scan(BytesIO(panel.body), KNOWN, name=panel.name)]
    assert found == {
        "author": ["info"], "artist": ["exif"], "sheet": ["text"], "layer": ["layer"], "file": ["file_name"],
        "nowhere": [],
    }  # fmt: skip
