"""Where a row says its listing is: a point on the city's ground or none, its ward and its area, told as one whole."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from portal.city import OldWard, Ward
from portal.city.chosen import here
from portal.kit.say import N_, Refused
from portal.listings.importer.terms import Terms
from portal.listings.models import LocationMode

POINT = frozenset({"lat", "lon", "location_mode", "precision_m", "point_source"})
WHOLE = POINT | {"area", "ward_new", "ward_old"}
"""The fields of the place. They are changed together or not at all: half a move would be a wrong place."""

_HALF = N_("A point needs both its latitude and its longitude.")
_NULL_ISLAND = N_("The point 0, 0 lies in the sea off Africa. Leave both cells empty where the place is not known.")
_SWAPPED = N_("Swap lat and lon? The point %(lat)s, %(lon)s lies outside the city, the other way round it lies inside.")
_OUTSIDE = N_("The point %(lat)s, %(lon)s lies outside the city.")
_OTHER_AREA = N_("The point %(lat)s, %(lon)s does not lie in the area “%(area)s”.")
_NO_AREA = N_("The area is missing, and neither a ward nor a point tells it.")
_WARD_ELSEWHERE = N_("The ward “%(ward)s” does not lie in the area “%(area)s”.")
_TWO_WARDS = N_("The column “ward” says “%(ward)s”, the columns ward_new and ward_old say otherwise.")
_AREA_WITH_POINT = N_("A listing shown by its area has no point. Leave lat and lon empty, or change location_mode.")


def settled(given: Mapping[str, Any], old: Mapping[str, Any], terms: Terms) -> dict[str, Any]:
    """The place as the row leaves it, every field of it; `old` is the listing's, empty for a new one.

    Raises Refused at a column. What stands already is not judged again.
    """
    point = _point(given, old, terms)
    wards = _wards(given, old)
    area = given.get("area") or _area_of(given, wards, point) or old.get("area")
    if not area:
        raise Refused(_NO_AREA, field="area")
    place = {**point, **wards, "area": area}
    if any(place[name] != old.get(name) for name in place):
        _check(place)
    return place


def _point(given: Mapping[str, Any], old: Mapping[str, Any], terms: Terms) -> dict[str, Any]:
    stood = old.get("lat"), old.get("lon")
    point = given.get("lat", stood[0]), given.get("lon", stood[1])
    lat, lon = point if point == stood else _on_the_ground(*point, swap=terms.swap)
    stands = (lat, lon) == stood
    source = old.get("point_source", "") if stands else ""
    if lat is None:
        return {**dict.fromkeys(POINT), "location_mode": LocationMode.AREA, "point_source": source}
    if given.get("location_mode") == LocationMode.AREA:
        raise Refused(_AREA_WITH_POINT, field="location_mode")
    mode, source = (old["location_mode"], source) if stands else (LocationMode.APPROXIMATE, terms.point_source)
    return {
        "lat": lat,
        "lon": lon,
        "location_mode": given.get("location_mode") or mode,
        "precision_m": given.get("precision_m", old.get("precision_m")),
        "point_source": given.get("point_source") or source,
    }


def _on_the_ground(lat: float | None, lon: float | None, *, swap: bool) -> tuple[float | None, float | None]:
    if lat is None and lon is None:
        return None, None
    if lat is None or lon is None:
        raise Refused(_HALF, field="lat" if lat is None else "lon")
    said = {"lat": lat, "lon": lon}
    if lat == lon == 0:
        raise Refused(_NULL_ISLAND, field="lat")
    if here().area_of(lat, lon):
        return round(lat, 6), round(lon, 6)
    if not here().area_of(lon, lat):
        raise Refused(_OUTSIDE, field="lat", values=said)
    if not swap:
        raise Refused(_SWAPPED, field="lat", values=said)
    return round(lon, 6), round(lat, 6)


def _wards(given: Mapping[str, Any], old: Mapping[str, Any]) -> dict[str, str | None]:
    """The ward of today and the old one. `ward` names either; where a file names an old one only, today's follows."""
    said: Ward | OldWard | None = given.get("ward")
    stood = old.get("ward_old")
    new = given.get("ward_new", said.key if isinstance(said, Ward) else old.get("ward_new"))
    before = given.get("ward_old", said.key if isinstance(said, OldWard) else stood)
    if said and said.key not in (new, before):
        raise Refused(_TWO_WARDS, field="ward", values={"ward": said.name})
    if before and before != stood and "ward_new" not in given and not isinstance(said, Ward):
        new = here().old_wards[before].new_key
    return {"ward_new": new, "ward_old": before}


def _area_of(given: Mapping[str, Any], wards: Mapping[str, str | None], point: Mapping[str, Any]) -> str | None:
    """The area that a ward or the point tells, where the row says something of either."""
    if not given.keys() & {*WHOLE, "ward"}:
        return None
    units = [unit for key in wards.values() if key and (unit := here().ward(key))]
    area = here().area_of(point["lat"], point["lon"]) if point["lat"] is not None else None
    return units[0].area if units else area.key if area else None


def _check(place: Mapping[str, Any]) -> None:
    area = here().areas[place["area"]]
    for key in (place["ward_new"], place["ward_old"]):
        unit = here().ward(key or "")
        if unit and unit.area != area.key:
            raise Refused(_WARD_ELSEWHERE, field="area", values={"ward": unit.name, "area": area.name})
    if place["lat"] is not None and here().area_of(place["lat"], place["lon"]) is not area:
        raise Refused(_OTHER_AREA, field="lat", values={"lat": place["lat"], "lon": place["lon"], "area": area.name})
