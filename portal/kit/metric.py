"""Whether a size is written in metric units."""

import re

_MEASURE = re.compile(r"[0-9]\s*(?:mm|cm|dm|m|km|ml|cl|dl|l|lít|g|gr|kg|m2|m²|m3|m³)(?![^\W\d_])", re.IGNORECASE)


def measured(text: str) -> bool:
    """A number with a metric unit stands in it: "cao 24 cm", "350ml", "1,2 kg"."""
    return _MEASURE.search(text) is not None
