"""Entries of a catalogue as the plain data that a file holds: the fields that differ from what stands unless given."""

from __future__ import annotations

from typing import Any

from stackways.rules.base import Model
from stackways.rules.kinds.base import RuleBase
from stackways.rules.requirements.base import RequirementBase


def written(entry: Model) -> dict[str, Any]:
    """Return an entry, or a part of one, as it is written in a file."""
    dumped = entry.model_dump(mode="json", by_alias=True)
    fields = type(entry).model_fields
    needed = {entry.key} if isinstance(entry, RequirementBase) else {"kind"} if isinstance(entry, RuleBase) else set()
    said: dict[str, Any] = {}
    for name, info in fields.items():
        value, called = getattr(entry, name), info.alias or name
        if name in needed or value != info.get_default(call_default_factory=True):
            said[called] = _plain(value, dumped[called])
    return said


def _plain(value: Any, dumped: Any) -> Any:  # noqa: ANN401 - whatever a field holds
    """Return a field's value, what is inside as it is written, all else as it was dumped."""
    if isinstance(value, Model):
        return written(value)
    if isinstance(value, list):
        return [_plain(one, plain) for one, plain in zip(value, dumped, strict=True)]
    if isinstance(value, dict):
        return {key: _plain(one, plain) for (key, one), plain in zip(value.items(), dumped.values(), strict=True)}
    return dumped
