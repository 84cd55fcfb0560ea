"""What a browser would send of a form on a page, without anybody touching it."""

from __future__ import annotations

from typing import Any

from tests import markup


def filled(html: str, action: str) -> dict[str, list[str]]:
    """The fields of the form that leads to `action`, with their values; files and buttons are left out."""
    tree, _errors = markup.read(html, whole=html.startswith("<!doctype"))
    [form] = [one for one in tree.iter("form") if one.attrib.get("action") == action and "post" in one.attrib["method"]]
    sent: dict[str, list[str]] = {}
    for control in form.iter():
        name = control.attrib.get("name") if isinstance(control.tag, str) else None
        if name and (values := list(_values(control))):
            sent.setdefault(name, []).extend(values)
    return sent


def _values(control: Any) -> list[str]:
    kind = control.attrib.get("type", "text")
    if control.tag == "textarea":
        return ["".join(control.itertext()).removeprefix("\n").replace("\n", "\r\n")]
    if control.tag == "select":
        options = list(control.iter("option"))
        chosen = [one for one in options if "selected" in one.attrib] or options[:1]
        return [one.attrib.get("value", "".join(one.itertext())) for one in chosen]
    if control.tag != "input" or kind in {"file", "submit"}:
        return []
    if kind in {"checkbox", "radio"}:
        return [control.attrib.get("value", "on")] if "checked" in control.attrib else []
    return [control.attrib.get("value", "")]
