"""The map as files for people and programs: CSV, GeoJSON, JSON-LD and Atom, of listings that anybody may see.

    found = entries(ids)
    csv_rows(found, Edition(lang="vi", home=…, address=…, changed_at=…))

A file tells the day of its data and never that of the request, so that an unchanged map gives the same bytes. Only
what is public leaves: contacts whose switch is on, and no name but those that a listing itself tells.
"""

from portal.listings.exports.atom import atom
from portal.listings.exports.entries import Edition, Entry, entries, entry
from portal.listings.exports.geojson import geojson
from portal.listings.exports.linked_data import jsonld, listing_jsonld
from portal.listings.exports.table import csv_rows

__all__ = ["Edition", "Entry", "atom", "csv_rows", "entries", "entry", "geojson", "jsonld", "listing_jsonld"]
