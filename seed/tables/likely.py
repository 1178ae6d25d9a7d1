"""The likeliest equivalents of an outside course: by its own title, and by what is recognised of others already.

Words and pieces of words are weighed by how rare they are (tf-idf). A course is compared with the titles of what the
institution teaches, and with the outside courses it has recognised: whose neighbours agree, that is the likelier. No
model is needed, and nothing here is a rule: a person accepts or drops each proposal.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from stackways.rules.base import Code
from stackways.seed.tables.cells import key_of
from stackways.seed.tables.register import plain_of
from stackways.words.message import Message

NEIGHBOURS = 25
"""So many outside courses that are most like it are looked at."""
SHARPNESS = 3
"""How much more a course counts that is more like it."""
OWN_TITLE = 1.0
SUBJECT = 0.15
"""What the titles of the targets, and the subject in the course's code, count beside the neighbours."""
IDLE = frozenset(
    {
        "a", "an", "and", "at", "for", "from", "in", "introduction", "introductory", "of", "on", "the", "to", "with",
        "i", "ii", "iii", "iv", "course",
    }
)  # fmt: skip
"""Words that say little of what a course is about; they count a part."""


@dataclass(frozen=True, slots=True)
class Precedent:
    """An outside course that is recognised already, and what as."""

    sender: str
    code: str
    title: str
    target: Code


@dataclass(frozen=True, slots=True)
class Likely:
    """A likely equivalent, how likely (0 to 100), and why."""

    target: Code
    score: int
    why: Message


class Equivalents:
    """What an institution teaches and has recognised, to find equivalents in."""

    def __init__(self, titles: Mapping[Code, str], precedents: Iterable[Precedent] = ()) -> None:
        """Take the titles of what may be recognised towards, and what is recognised already."""
        self._titles = dict(titles)
        self._precedents = [one for one in precedents if one.target in self._titles]
        targets = list(self._titles)
        self._targets = targets
        documents = [*self._titles.values(), *(one.title for one in self._precedents)]
        self._rarity = _rarity(documents)
        self._own = _Index([self._vector(self._titles[code]) for code in targets])
        self._others = _Index([self._vector(one.title) for one in self._precedents])
        self._subjects: dict[str, Counter[str]] = defaultdict(Counter)
        for one in self._precedents:
            self._subjects[subject_of(one.code)][subject_of(one.target.partition(":")[2])] += 1

    def likeliest(self, title: str, code: str = "", about: str = "", most: int = 5) -> list[Likely]:
        """Return the likeliest equivalents of a course, best first.

        Args:
            title: Its title.
            code: Its code, of which the subject tells something.
            about: What it teaches, where that is known.
            most: How many.
        """
        vector = self._vector(f"{title} {about}".strip())
        scores: dict[Code, float] = defaultdict(float)
        best: dict[Code, tuple[float, Precedent]] = {}
        for position, likeness in self._others.most_like(vector, NEIGHBOURS):
            one = self._precedents[position]
            weight = likeness**SHARPNESS
            scores[one.target] += weight
            if likeness > best.get(one.target, (0.0, one))[0]:
                best[one.target] = (likeness, one)
        own = {self._targets[position]: likeness for position, likeness in self._own.most_like(vector, NEIGHBOURS)}
        for target, likeness in own.items():
            scores[target] += OWN_TITLE * likeness**SHARPNESS
        said = self._subjects.get(subject_of(code), Counter())
        for target in scores:
            share = said[subject_of(target.partition(":")[2])] / said.total() if said else 0.0
            scores[target] *= 1 + SUBJECT * share
        ranked = sorted(scores, key=lambda target: (-scores[target], target))[:most]
        return [Likely(target, _shown(scores[target]), self._why(target, own, best)) for target in ranked]

    def _why(self, target: Code, own: Mapping[Code, float], best: Mapping[Code, tuple[float, Precedent]]) -> Message:
        likeness, precedent = best.get(target, (0.0, None))
        if precedent is None or own.get(target, 0.0) >= likeness:
            return Message("table.likely.title", title=self._titles[target])
        return Message("table.likely.precedent", title=precedent.title, sender=precedent.sender)

    def _vector(self, text: str) -> dict[str, float]:
        counts = Counter(_features(text))
        weights = {feature: count * self._rarity.get(feature, 0.0) for feature, count in counts.items()}
        length = math.sqrt(sum(weight * weight for weight in weights.values()))
        return {feature: weight / length for feature, weight in weights.items()} if length else {}


class _Index:
    """Vectors by what they have in common."""

    def __init__(self, vectors: Sequence[Mapping[str, float]]) -> None:
        self._by_feature: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for position, vector in enumerate(vectors):
            for feature, weight in vector.items():
                self._by_feature[feature].append((position, weight))

    def most_like(self, vector: Mapping[str, float], most: int) -> list[tuple[int, float]]:
        """Return the vectors most like another, and how like each is, 0 to 1."""
        found: dict[int, float] = defaultdict(float)
        for feature, weight in vector.items():
            for position, other in self._by_feature.get(feature, ()):
                found[position] += weight * other
        return sorted(found.items(), key=lambda one: (-one[1], one[0]))[:most]


def subject_of(code: str) -> str:
    """Return the letters that a code begins with: its subject."""
    return re.match(r"[a-z]*", key_of(code))[0]  # type: ignore[index]


def _features(text: str) -> Iterator[str]:
    """Yield the words of a text and their pieces of four letters, so that `statistics` is like `statistical`."""
    for word in plain_of(text).split():
        yield word
        yield from (f"~{word[start : start + 4]}" for start in range(len(word) - 3) if len(word) > 4)  # noqa: PLR2004


def _rarity(documents: Sequence[str]) -> dict[str, float]:
    seen: Counter[str] = Counter(feature for text in documents for feature in set(_features(text)))
    count = len(documents)
    return {
        feature: math.log((1 + count) / (1 + times)) * (0.3 if feature in IDLE else 0.5 if feature[0] == "~" else 1.0)
        for feature, times in seen.items()
    }


def _shown(score: float) -> int:
    return round(100 * score / (1 + score))
