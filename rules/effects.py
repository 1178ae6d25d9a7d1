"""Effects: what an exemption or credit does besides, as far as it is stated."""

from __future__ import annotations

from typing import Literal

from stackways.rules.base import Model, Text

Stated = Literal["yes", "no", "not-stated"]


class Effects(Model):
    """What an exemption or credit does besides, as far as it is stated."""

    earns_credit: Stated = "not-stated"
    """Whether credit is given for it."""
    lowers_requirement: Stated = "not-stated"
    """Whether the credits needed for the award shrink."""
    must_be_replaced: Stated = "not-stated"
    """Whether another module must be taken instead."""
    graded: Stated = "not-stated"
    """Whether it enters the average."""
    label: Text | None = None
    """The printed label, for example "Module exempted" or "EXE"."""
