"""Which of what was found fits the words best?

The full-text index finds what has some of the words; what people mean by them decides the order. Whatever has all the
words goes before what has some. Then an exact name, then the words as a phrase in a name, then as a phrase of what it
is about, then each by itself; what is spelt as asked before what is only begun or misspelt so; what people hold or aim
for before single modules, and those before published classes.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from stackways.pathways.full_text import LONG
from stackways.rules.catalogue import Kind

STOP_WORDS = frozenset({"a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with"})
"""Words that say nothing about what is looked for."""
SHORTEST_BEGINNING = 2
SHORTEST_MISSPELT = 4
SHORTEST_PHRASE_END = 4
"""A last word that is at least so long may be the beginning of a longer one, within a phrase: people type it."""

EXACT, BEGUN, MISSPELT, MISSING = range(4)


@dataclass(frozen=True)
class Candidate:
    """Something that was found, with all that people may mean it by."""

    kind: Kind
    code: str
    names: tuple[str, ...]
    """Its titles and aliases, and the publisher's own code."""
    about: tuple[str, ...] = ()
    """Its topics, theme, subject and kind, and the words of its code."""
    sort: str = ""
    """What sort of credential it is, in words."""
    offered_by: tuple[str, ...] = ()
    """Names, aliases and code of who offers it."""
    also_by: tuple[str, ...] = ()
    """The same of those who offer it jointly."""
    is_class: bool = False
    illustrative: bool = False


class Rank(NamedTuple):
    """How well something fits; less is better, the first difference decides."""

    missing: int
    """How many words it has nowhere."""
    is_class: bool
    """A published class goes last, unless it is called just that."""
    tier: int
    """0 it is called just that, 1 the words are a phrase in a name, 2 in what it is about, 3 they stand apart."""
    spelling: int
    """How far its words are from those asked for, in all."""
    place: int
    """The farthest place a word was found in: a name, what it is about, who offers it, who does jointly."""
    is_module: bool
    """What people hold or aim for goes before single modules."""
    illustrative: bool
    length: int
    """How many words its title has: the shorter says little else."""
    code: str


@lru_cache(maxsize=20_000)
def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a text, in small letters; `A+` and `C#` are words."""
    return tuple(re.findall(r"[\w+#]+", unicodedata.normalize("NFKC", text).casefold().replace("_", " ")))


@lru_cache(maxsize=20_000)
def asked_words(text: str) -> tuple[str, ...]:
    """Return the words that are looked for; those that say nothing only where there are no others."""
    words = words_of(text)
    return tuple(word for word in words if word not in STOP_WORDS) or words


def best_first(candidates: Iterable[Candidate], text: str) -> list[Candidate]:
    """Return what fits, best first: what has all the words; where nothing has, what has more than half of them."""
    words = asked_words(text)
    ranked = [(rank, one) for one in candidates if (rank := _rank(one, words)) is not None]
    fewest = min((rank.missing for rank, _ in ranked), default=0)
    return [one for rank, one in sorted(ranked, key=lambda pair: pair[0]) if rank.missing == fewest]


def _rank(one: Candidate, words: Sequence[str]) -> Rank | None:
    """Return how well something fits; None where it has no more than half of the words."""
    fields = [list(map(asked_words, texts)) for texts in (one.names, one.about, one.offered_by, one.also_by)]
    found = _found(words, [_with_joined(texts) for texts in fields])
    missing = sum(spelling == MISSING for spelling, _ in found)
    if not found or 2 * missing >= len(words):
        return None
    names, about, *_ = fields
    called = one.code.replace(":", " ")
    if any(name == words for name in names) or words_of(called) == words:
        tier = 0
    else:
        tier = 1 if _has_phrase(names, words) else 2 if _has_phrase(about, words) else 3
    spelling = sum(spelling for spelling, _ in found)
    place = max(place for spelling, place in found if spelling != MISSING)
    is_class, is_module = one.is_class and tier > 0, one.kind is Kind.MODULE
    return Rank(
        missing, is_class, tier, spelling, place, is_module, one.illustrative, len(words_of(one.names[0])), one.code
    )


def _found(words: Sequence[str], fields: Sequence[frozenset[str]]) -> list[tuple[int, int]]:
    """Return for each word how it is spelt where it fits best, and in which field."""
    found = [min((_spelling(word, tokens), place) for place, tokens in enumerate(fields)) for word in words]
    for position in range(len(words) - 1):
        joined = words[position] + words[position + 1]
        best = min((_spelling(joined, tokens), place) for place, tokens in enumerate(fields))
        if best[0] <= BEGUN:
            found[position : position + 2] = [min(found[position], best), min(found[position + 1], best)]
    return found


@lru_cache(maxsize=20_000)
def _spelling(word: str, tokens: frozenset[str]) -> int:
    """Return how a word is spelt in a text, at best."""
    if word in tokens or (not word.isascii() and any(word in token for token in tokens)):
        return EXACT
    if len(word) >= SHORTEST_BEGINNING and any(token.startswith(word) for token in tokens):
        return BEGUN
    if len(word) >= SHORTEST_MISSPELT:
        from rapidfuzz.distance import OSA  # noqa: PLC0415 - only a search needs it

        wrong = 2 if len(word) >= LONG else 1
        near = (token for token in tokens if abs(len(token) - len(word)) <= wrong)
        if any(OSA.distance(word, token, score_cutoff=wrong) <= wrong for token in near):
            return MISSPELT
    return MISSING


def _with_joined(texts: Iterable[tuple[str, ...]]) -> frozenset[str]:
    """Return the words of some texts, and each two that follow each other as one: `micro-credential` in one word."""
    return frozenset(word for text in texts for word in _joined(text))


def _joined(text: tuple[str, ...]) -> Iterator[str]:
    yield from text
    yield from (first + second for first, second in pairwise(text))


def _has_phrase(texts: Iterable[tuple[str, ...]], words: Sequence[str]) -> bool:
    """Tell whether the words follow each other in one of the texts, the last of them perhaps begun only."""
    return any(_is_phrase(text[start:], words) for text in texts for start in range(len(text) - len(words) + 1))


def _is_phrase(text: Sequence[str], words: Sequence[str]) -> bool:
    *first, last = words
    end = text[len(first)]
    begun = len(last) >= SHORTEST_PHRASE_END and end.startswith(last)
    return list(text[: len(first)]) == first and (end == last or begun or (not last.isascii() and last in end))
