"""Everything that makes the portal this city's, as data: its names, areas, wards, groups, fields, landmarks, drawing.

`load("hoi-an")` reads the folder beside this file; another city, or a test, brings a folder of its own. Nothing
elsewhere in the portal names a ward, a group or a coordinate.
"""

from portal.city.model import (
    LANGUAGES,
    Alias,
    Area,
    Box,
    Brand,
    City,
    Field,
    Group,
    Landmark,
    Licence,
    Names,
    OldWard,
    Shape,
    Ward,
)
from portal.city.reading import load
from portal.city.source import CityError

__all__ = [
    "LANGUAGES",
    "Alias",
    "Area",
    "Box",
    "Brand",
    "City",
    "CityError",
    "Field",
    "Group",
    "Landmark",
    "Licence",
    "Names",
    "OldWard",
    "Shape",
    "Ward",
    "load",
]
