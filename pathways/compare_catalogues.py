"""What differs between two catalogues, as an institution says it: rule by rule, field by field, with sources."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Annotated, Any, Literal, get_args

from pydantic import Field

from stackways.pathways.browse_catalogue import in_own_fields
from stackways.pathways.found import kind_of
from stackways.pathways.measure_impact import Impact
from stackways.pathways.printed import printed_page, printed_table
from stackways.pathways.question import UnknownCodeError
from stackways.pathways.settings import Settings
from stackways.pathways.two_catalogues import Both, NoSuchRevisionError, both
from stackways.rules.base import Code, Model, Said, Titles, title_in
from stackways.rules.catalogue import Item, Source
from stackways.rules.collection import Catalogue
from stackways.rules.decision import Named, SourceShown, shown
from stackways.rules.kinds import Rule
from stackways.rules.kinds.recognition import Grant
from stackways.rules.versions import versions_by_code
from stackways.seed.problems import nearest
from stackways.words.message import Argument, Message, Published, Quantity, as_message, listed
from stackways.words.message import Code as CodeShown

__all__ = [
    "CatalogueDiff", "Change", "NoSuchRevisionError", "as_page", "both", "change_said", "compare", "compare_catalogues",
    "of", "said_or_not",
]  # fmt: skip

Change = Literal["added", "new_version", "corrected", "removed"]

LABELS = {
    "says": "table.heading.sentence",
    "effective_from": "table.heading.from",
    "effective_until": "table.heading.until",
    "observed_on": "table.heading.observed",
    "sources": "table.heading.source",
    "window": "table.heading.counts_for",
    "within": "table.heading.programme",
    "certainty": "table.heading.certainty",
    "remarks": "table.heading.remark",
    "needs": "diff.field.needs",
    "grants": "diff.field.grants",
    "title": "diff.field.title",
    "credits": "table.heading.amount",
    "unit": "table.heading.unit",
}
"""How the fields of a catalogue are called; others are shown as a file has them."""
SILENT = frozenset({"code", "version", "kind", "facts"})
"""Fields of which a change says nothing to an institution."""


class FieldChanged(Model):
    """A field that says something else."""

    field: str
    """As the catalogue calls it."""
    name: Said
    """As people call it."""
    before: Said | None
    """What it said; none where it said nothing."""
    after: Said | None
    """What it says now; none where it says nothing."""


class RuleChanged(Model):
    """A rule that is new, says something else, or is gone."""

    change: Change
    """`added`, `new_version` (the old one stays as history), `corrected` (the same version says something else) or
    `removed`."""
    rule: str
    """`code@version`."""
    institution: Named
    """Who publishes it."""
    says: Titles
    """Its sentence; of what is gone, the last."""
    fields: list[FieldChanged] = []
    """What is otherwise than before."""
    sources: list[SourceShown]
    """Where it stands."""


class EntryChanged(Model):
    """An institution, course, programme or source that is new, says something else, or is gone."""

    change: Literal["added", "corrected", "removed"]
    kind: str
    code: Code
    title: Titles
    fields: list[FieldChanged] = []


class CatalogueDiff(Model):
    """What differs between two catalogues."""

    old: str
    new: str
    rules: list[RuleChanged]
    """By institution and code."""
    entries: list[EntryChanged]
    summary: Annotated[list[Said], Field(max_length=5)]
    impact: Impact | None = None
    """Whom of a cohort it touches, where one was given."""

    def __bool__(self) -> bool:
        """Tell whether anything differs."""
        return bool(self.rules or self.entries)


def compare_catalogues(old: str, new: str, settings: Settings, place: Path | None = None) -> CatalogueDiff:
    """Return what differs between two catalogues; no database is needed. Raises as `both` does."""
    return compare(both(old, new, settings, place))


def compare(catalogues: Both) -> CatalogueDiff:
    """Return what differs between two catalogues."""
    old, new, names = catalogues
    titles = {item.code: item.title for item in (*old.coded(), *new.coded())}
    saying = Saying(titles, {source.code: source for source in (*old.sources, *new.sources)})
    rules = sorted(saying.rules(old, new), key=lambda one: (one.institution.code, one.rule))
    entries = sorted(saying.entries(old, new), key=lambda one: (one.kind, one.code))
    return CatalogueDiff(old=names[0], new=names[1], rules=rules, entries=entries, summary=_summary(rules, entries))


def of(found: CatalogueDiff, code: Code) -> CatalogueDiff:
    """Return what of a difference is about one institution or one rule.

    Raises:
        UnknownCodeError: nothing of it changed.
    """
    rules = [one for one in found.rules if code in {one.institution.code, one.rule.partition("@")[0]}]
    entries = [one for one in found.entries if code == one.code.partition(":")[0]]
    if not rules and not entries:
        known = {name for one in found.rules for name in (one.institution.code, one.rule.partition("@")[0])}
        raise UnknownCodeError(code, "institution", nearest(code, known, least=60))
    return found.model_copy(update={"rules": rules, "entries": entries, "summary": _summary(rules, entries)})


def _coded(catalogue: Catalogue) -> dict[Code, Item | Source]:
    every: list[Item | Source] = [*catalogue.coded(), *catalogue.sources]
    return {one.code: one for one in every}


def _summary(rules: Sequence[RuleChanged], entries: Sequence[EntryChanged]) -> list[Said]:
    counts = Counter(one.change for one in rules)
    said: list[Said] = [
        Message(f"diff.rules-{change.replace('_', '-')}", count=counts[change])
        for change in get_args(Change)
        if counts[change]
    ]
    if entries:
        said.append(Message("diff.entries", count=len(entries)))
    return said or [Message("diff.nothing")]


class Saying:
    """Says what differs, with names and sources at hand."""

    def __init__(self, names: Mapping[Code, Titles], sources: Mapping[Code, Source]) -> None:
        """Take the titles of everything that is named, and the sources."""
        self._names, self._sources = names, dict(sources)

    def rules(self, old: Catalogue, new: Catalogue) -> Iterator[RuleChanged]:
        """Yield every rule that differs."""
        before, after = versions_by_code(old.rules), versions_by_code(new.rules)
        for code in before.keys() | after.keys():
            were = {rule.version: rule for rule in before.get(code, ())}
            are = {rule.version: rule for rule in after.get(code, ())}
            for version in were.keys() | are.keys():
                was, is_ = were.get(version), are.get(version)
                if is_ is None and was is not None:
                    yield self._rule("removed", was, [])
                elif is_ is not None and was is None:
                    earlier = max((one for one in were.values() if one.version < version), key=_version, default=None)
                    fields = list(self.fields(earlier, is_)) if earlier else []
                    yield self._rule("new_version" if earlier else "added", is_, fields)
                elif is_ is not None and is_ != was and (fields := list(self.fields(was, is_))):
                    yield self._rule("corrected", is_, fields)

    def _rule(self, change: Change, rule: Rule, fields: list[FieldChanged]) -> RuleChanged:
        publisher = Named(code=rule.published_by, title=self.titles(rule.published_by))
        return RuleChanged(
            change=change,
            rule=rule.name,
            institution=publisher,
            says=rule.says,
            fields=fields,
            sources=shown(rule.sources, self._sources),
        )

    def entries(self, old: Catalogue, new: Catalogue) -> Iterator[EntryChanged]:
        """Yield every entry and source that differs."""
        before, after = _coded(old), _coded(new)
        for code in before.keys() | after.keys():
            was, is_ = before.get(code), after.get(code)
            if was == is_:
                continue
            entry = is_ or was
            assert entry is not None  # noqa: S101 - the code is one of either
            fields = list(self.fields(was, is_)) if was and is_ else []
            if was is None or is_ is None or fields:
                yield EntryChanged(
                    change="added" if was is None else "removed" if is_ is None else "corrected",
                    kind="source" if isinstance(entry, Source) else kind_of(entry).value,
                    code=code,
                    title={"en": entry.title} if isinstance(entry, Source) else entry.title,
                    fields=fields,
                )

    def titles(self, code: Code) -> Titles:
        """Return the titles of an entry; its code where it has none."""
        return self._names.get(code) or {"en": code}

    def _name(self, code: Code) -> Argument:
        return Published.of(self._names[code]) if code in self._names else CodeShown(code)

    def fields(self, was: Model | None, is_: Model) -> Iterator[FieldChanged]:
        """Yield each field that says something else, those that people read first."""
        old, new = in_own_fields(was) if was else {}, in_own_fields(is_)
        known = list(LABELS)
        names = {name for name in old.keys() | new.keys() if old.get(name) != new.get(name)} - SILENT
        if "observed_on" not in new:  # follows from the sources of what has no date, and here it has one now
            names -= {"observed_on"}
        for name in sorted(names, key=lambda one: (known.index(one) if one in LABELS else len(known), one)):
            yield FieldChanged(
                field=name,
                name=Message(LABELS[name]) if name in LABELS else Message("diff.field.other", field=CodeShown(name)),
                before=self._said(was, name, old.get(name)),
                after=self._said(is_, name, new.get(name)),
            )

    def _said(self, entry: Model | None, name: str, written: Any) -> Said | None:  # noqa: ANN401 - any field
        """Return what a field says, in plain words where it has some."""
        if written is None:
            return None
        in_words = self._in_words(name, getattr(entry, name))
        if in_words is not None:
            return as_message(in_words)
        if isinstance(written, list) and all(isinstance(one, str) for one in written):
            return "; ".join(written)
        return written if isinstance(written, str) else json.dumps(written, ensure_ascii=False)

    def _in_words(self, name: str, value: Any) -> Argument | None:  # noqa: ANN401 - any field
        said: dict[str, Callable[[], Argument]] = {
            "needs": lambda: value.in_words(self._name),
            "window": lambda: value.in_words(),  # noqa: PLW0108 - only a window has it
            "grants": lambda: listed([self._granted(grant) for grant in value], "semicolon"),
            "says": lambda: Published.of(value),
            "sources": lambda: listed([self._source(one.source) for one in value], "semicolon"),
            "within": lambda: self._name(value),
            "certainty": lambda: Message(f"table.choice.{value}"),
        }
        if name == "title" and isinstance(value, Mapping):  # a source's is one text
            return Published.of(value)
        return said[name]() if name in said else None

    def _granted(self, grant: Grant) -> Message:
        said = grant.in_words(self._name)
        if grant.amount is None:
            return said
        return Message("diff.amount", what=said, amount=Quantity(grant.amount, grant.unit or ""))

    def _source(self, code: Code) -> str:
        return self._sources[code].title if code in self._sources else code


def _version(rule: Rule) -> int:
    return rule.version


def as_page(found: CatalogueDiff) -> str:
    """Return a difference as an HTML page to print or to send."""
    parts = [f"<p>{escape(' '.join(map(str, found.summary)))}</p>"]
    institution = None
    for one in found.rules:
        if one.institution.code != institution:
            institution = one.institution.code
            parts.append(f"<h2>{escape(title_in(one.institution.title))}</h2>")
        parts.append(f"<h3>{escape(str(change_said(one)))}</h3><p>{escape(title_in(one.says))}</p>")
        parts.append(_fields_table(one.fields))
        named = "; ".join(dict.fromkeys(source.title for source in one.sources))
        parts.append(f"<p>{escape(str(Message('diff.source', titles=named)))}</p>")
    if found.entries:
        parts.append(f"<h2>{escape(str(Message('diff.also')))}</h2>")
        parts += [f"<h3>{escape(str(change_said(one)))}</h3>{_fields_table(one.fields)}" for one in found.entries]
    title = str(Message("diff.title", old=found.old, new=found.new))
    return printed_page(title, str(Message("diff.note")), "\n".join(parts))


def change_said(one: RuleChanged | EntryChanged) -> Message:
    """Return the line that says what became of a rule or an entry."""
    what = one.rule if isinstance(one, RuleChanged) else f"{title_in(one.title)} ({one.code})"
    return Message(f"diff.change.{one.change}", what=what)


def _fields_table(fields: Sequence[FieldChanged]) -> str:
    if not fields:
        return ""
    headings = [str(Message(f"diff.heading.{name}")) for name in ("field", "before", "after")]
    return printed_table(
        headings, [[str(one.name), *(said_or_not(x) for x in (one.before, one.after))] for one in fields]
    )


def said_or_not(said: Said | None) -> str:
    """Return what a field says; that it says nothing where it does not."""
    return str(Message("diff.not-stated")) if said is None else str(said)
