"""The seal of a ballot: SHA-256 of its canonical JSON followed by a salt of 256 bits, published when it is locked."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any


def seal(record: Mapping[str, Any], salt: str) -> str:
    text = json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode() + bytes.fromhex(salt)).hexdigest()
