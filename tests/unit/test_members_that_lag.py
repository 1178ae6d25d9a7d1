"""No reader sees half of a load on any member of a cluster, however far each is behind.

A cluster is simulated: the leader's commits reach each member in order, at any time later, and each change of a commit
becomes visible on its own, as it does for Neo4j's readers (read-committed). What reads is the product's own `Reading`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stackways.graph import driver
from stackways.graph.driver import Graph, Reading
from stackways.graph.errors import CatalogueLoading
from stackways.graph.queries import NamedQuery
from stackways.graph.shape import SCHEMA_VERSION
from stackways.graph.state import CatalogueState

PARTS = 4
Change = tuple[str, Any]


def commits_of_loads(loads: int, in_order: Callable[[list[Change]], list[Change]] = list) -> list[list[Change]]:
    """Return what loads commit, each commit as the changes that become visible one by one, in whatever order."""
    commits: list[list[Change]] = [[("mark", None), ("loads", 0), *((f"part {n}", 0) for n in range(PARTS))]]
    for load in range(1, loads + 1):
        written: list[Change] = [(f"part {n}", load) for n in range(PARTS)]
        commits += [
            [("mark", "announced")],
            [("mark", "writing")],
            in_order([("loads", load), *written]),
            [("mark", None)],
        ]
    return commits


@dataclass
class Member:
    """One member of the cluster, as far as it has caught up."""

    changes: list[Change]
    data: dict[str, Any] = field(default_factory=dict)
    applied: int = 0

    def catch_up(self, changes: int) -> None:
        for name, value in self.changes[self.applied : self.applied + changes]:
            self.data[name] = value
        self.applied = min(len(self.changes), self.applied + changes)

    def state(self) -> CatalogueState:
        return CatalogueState(
            version="v", schema_version=SCHEMA_VERSION, loads=self.data["loads"], loading=self.data["mark"], alive=True
        )


class Cluster:
    """Stands where a graph would, with members that lag; `dice` decides everything that can happen."""

    def __init__(self, dice: st.DataObject, loads: int, members: int) -> None:
        commits = commits_of_loads(loads, lambda changes: dice.draw(st.permutations(changes)))
        changes = [change for commit in commits for change in commit]
        self._dice = dice
        self._members = [Member(changes) for _ in range(members)]
        for member in self._members:
            member.catch_up(2 + PARTS)

    async def answer(
        self, _named: NamedQuery, _parameters: Mapping[str, Any], bookmarks: Iterable[str]
    ) -> tuple[CatalogueState, list[dict[str, Any]], CatalogueState, Iterable[str]]:
        """Read part after part on some member that is as new as the bookmarks, while it catches up."""
        member = self._dice.draw(st.sampled_from(self._members))
        for bookmark in bookmarks:
            member.catch_up(max(0, int(bookmark) - member.applied))
        before = member.state()
        rows = []
        for part in range(PARTS):
            self._time_passes()
            rows.append({"load": member.data[f"part {part}"]})
        self._time_passes()
        return before, rows, member.state(), [str(member.applied)]

    def readable(self, state: CatalogueState) -> CatalogueState:
        return state

    def _time_passes(self) -> None:
        for member in self._members:
            member.catch_up(self._dice.draw(st.integers(0, 3)))


@pytest.fixture(autouse=True)
def no_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(driver, "PATIENCE_SECONDS", 0.0)


@settings(max_examples=60, deadline=None)
@given(dice=st.data(), loads=st.integers(1, 3), members=st.integers(1, 3))
def test_every_answer_is_of_one_whole_catalogue(dice: st.DataObject, loads: int, members: int) -> None:
    cluster = Cluster(dice, loads, members)

    async def answer() -> set[int]:
        reading = Reading(cast("Graph", cluster))
        rows = [*await reading.read("doubts", illustrative=False), *await reading.read("doubts", illustrative=True)]
        return {row["load"] for row in rows}

    for _ in range(4):
        try:
            seen = asyncio.run(answer())
        except CatalogueLoading:
            continue
        assert len(seen) == 1


def test_the_simulation_would_find_a_reader_that_looks_at_no_marks() -> None:
    changes = [change for commit in commits_of_loads(1) for change in commit]
    member = Member(changes)
    member.catch_up(2 + PARTS + 2 + 2)  # into the middle of the load
    assert len({member.data[f"part {n}"] for n in range(PARTS)}) == 2
    assert member.state().being_written
