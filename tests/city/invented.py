"""A city of two invented wards, to show that nothing of Hội An is built into the portal."""

from pathlib import Path

CITY = """
zone = "Asia/Tokyo"
known_as = ["Tỉnh Mơ"]
name = { vi = "Bến Mơ Sáng tạo", en = "Creative Bến Mơ", fr = "Bến Mơ créative" }
brand = { first = "Bến Mơ", second = { vi = "Sáng tạo", en = "Creative", fr = "Créative" } }
partners = { vi = "Cùng làm", en = "With friends", fr = "Ensemble" }
licence = { name = "CC0", url = "https://creativecommons.org/publicdomain/zero/1.0/" }

[kinds]
"phường" = { vi = "phường", en = "ward", fr = "quartier" }

[areas.ben-mo]
name = "Bến Mơ"
known_as = ["Thị xã Bến Mơ"]
box = [10.0, 106.0, 10.2, 106.4]

[areas.ben-mo.sketch]
frame = [10.0, 106.0, 10.2, 106.2]
insets = [{ window = [10.0, 106.3, 10.1, 106.4], x = 600, y = 20, width = 180 }]
"""

GROUPS = """key,vi,en,fr,chip_vi,chip_en,chip_fr,one_vi,one_en,one_fr,symbol
boats,Thuyền và bè,Boats and rafts,Bateaux et radeaux,Thuyền,Boats,Bateaux,Thuyền,Boat,Bateau,"<path d=""M0 0h9z""/>"
"""

FIELDS = """key,vi,en,fr
rowing,Chèo,Rowing,Aviron
"""

WARDS = """old_key,old_unit,old_kind,new_key,new_unit,kind,area,status,old_lat,old_lon,lat,lon
cu-tren,Bến Trên,phường,ben-tren,Bến Trên Mới,phường,ben-mo,reported,10.15,106.05,10.15,106.06
cu-duoi,Bến Dưới,phường,ben-duoi,Bến Dưới Mới,phường,ben-mo,reported,10.05,106.15,10.05,106.16
"""

ALIASES = """name,key,status
Xóm Chài,cu-duoi,village
"""

LANDMARKS = """key,vi,en,fr,area,lat,lon,precision_m
hai-dang,hải đăng,the lighthouse,le phare,ben-mo,10.02,106.02,50
"""

OUTLINE = """{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"kind":"land","area":"ben-mo"},"geometry":{"type":"MultiPolygon","coordinates":[
 [[[106.0,10.0],[106.1,10.0],[106.1,10.1],[106.1,10.2],[106.0,10.2],[106.0,10.1],[106.0,10.0]]],
 [[[106.32,10.02],[106.38,10.02],[106.35,10.08],[106.32,10.02]]]]}},
{"type":"Feature","properties":{"kind":"river","area":"ben-mo","width":500},"geometry":
 {"type":"LineString","coordinates":[[106.0,10.1],[106.04,10.12],[106.08,10.09],[106.1,10.1]]}},
{"type":"Feature","properties":{"kind":"ward","area":"ben-mo","key":"cu-tren"},"geometry":
 {"type":"Polygon","coordinates":[[[106.0,10.1],[106.1,10.1],[106.1,10.2],[106.0,10.2],[106.0,10.1]]]}},
{"type":"Feature","properties":{"kind":"ward","area":"ben-mo","key":"cu-duoi"},"geometry":
 {"type":"Polygon","coordinates":[[[106.0,10.0],[106.1,10.0],[106.1,10.1],[106.0,10.1],[106.0,10.0]]]}},
{"type":"Feature","properties":{"kind":"label","area":"ben-mo",
 "name":{"vi":"Cá & Cua","en":"Fish & Crab","fr":"Poisson"}},"geometry":{"type":"Point","coordinates":[106.05,10.05]}},
{"type":"Feature","properties":{"kind":"label","area":"ben-mo","name":"Ngõ nhỏ","zoom":15},
 "geometry":{"type":"Point","coordinates":[106.05,10.06]}}]}
"""

FILES = {
    "city.toml": CITY,
    "groups.csv": GROUPS,
    "fields.csv": FIELDS,
    "wards.csv": WARDS,
    "aliases.csv": ALIASES,
    "landmarks.csv": LANDMARKS,
    "outline.geojson": OUTLINE,
}


def invented(folder: Path, *, but: tuple[str, str, str] | None = None) -> Path:
    """The city's folder. `but` is (file, what stands there, what shall stand there): one slip to be found."""
    folder.mkdir(exist_ok=True)
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    if but:
        name, right, wrong = but
        assert FILES[name].count(right) == 1
        (folder / name).write_text(FILES[name].replace(right, wrong), encoding="utf-8")
    return folder
