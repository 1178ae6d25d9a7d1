"""Whether an entry fits its model, and if not, in words for the person who wrote it."""

from __future__ import annotations

import datetime as dt
import re
import types
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from stackways.rules.base import CODE_PATTERN, SLUG_PATTERN
from stackways.rules.kinds import RULE_KINDS
from stackways.rules.meanings import meanings
from stackways.rules.periods import Period
from stackways.rules.requirements import REQUIREMENT_KINDS
from stackways.seed.problems import nearest, one_of
from stackways.seed.shape import (
    AnyRequirement,
    AnyRule,
    ListOf,
    MapOf,
    Node,
    Path,
    Scalar,
    Shape,
    fields_of,
    locate,
    record_for,
    walk,
)
from stackways.words.message import Argument, Code, Message, MisfitError, as_message, in_english, listed


@dataclass(frozen=True, slots=True)
class Misfit:
    """A part that does not fit: its path in the entry, what is wrong, what would be right."""

    path: Path
    what: Message
    remedy: Message
    at_key: bool = False
    """True when the key is wrong, not what it holds."""


def fit(nodes: Sequence[Node], model: TypeAdapter[Any]) -> tuple[Any, list[Misfit]]:
    """Return an entry, given by all its parts, as an object, or None and every misfit, at most one a place."""
    root = nodes[0]
    misfits = {misfit.path: misfit for misfit in _loose_scalars(nodes)}
    entry = None
    try:
        entry = model.validate_python(root.value)
    except ValidationError as error:
        by_path: dict[Path, list[ErrorDetails]] = {}
        for detail in error.errors(include_url=False):
            by_path.setdefault(_path_of(root, detail), []).append(detail)
        for path, details in by_path.items():
            misfits.setdefault(path, _explain(root, path, details))
        for misfit in [*_hidden(nodes), *_as_meant(root, model)]:
            misfits.setdefault(misfit.path, misfit)
    return (None, list(misfits.values())) if misfits else (entry, [])


def _path_of(root: Node, detail: ErrorDetails) -> Path:
    """Return the path of an error; for a missing or unknown field that of the field."""
    loc = detail["loc"]
    if detail["type"] in ("missing", "extra_forbidden"):
        return (*locate(root, loc[:-1]).path, loc[-1])
    node = locate(root, loc)
    if detail["type"] == "rule_kind":
        return (*node.path, "kind")
    if loc[-1:] == ("[key]",) and len(loc) > 1:
        return (*node.path, loc[-2]) if node.path[-1:] != loc[-2:-1] else node.path
    if detail["type"] == "value_error" and isinstance(node.value, dict):
        named = [key for key in re.findall(r"\w+", detail["msg"]) if key in node.value]
        return (*node.path, named[0]) if named else node.path
    return node.path


def _explain(root: Node, path: Path, details: list[ErrorDetails]) -> Misfit:
    detail = details[0]
    around = locate(root, detail["loc"][:-1])
    if detail["loc"][-1:] == ("[key]",):
        return Misfit(path, *_bad_key(detail, around.value), at_key=True)
    if detail["type"] == "missing":
        return Misfit(path, *_missing(around, str(path[-1])))
    if detail["type"] == "extra_forbidden":
        return Misfit(path, *_unknown(around, str(path[-1])), at_key=True)
    node = locate(root, detail["loc"])
    explain = _EXPLANATIONS.get(detail["type"])
    if explain is not None and len(details) == 1:
        return Misfit(path, *explain(node, detail))
    wanted, remedy = _wanted(node.shape)
    return Misfit(path, Message("check.belongs-here", shown=_shown(node.value), wanted=wanted), remedy)


SAID = frozenset(
    {"sources", "source", "title", "published_by", "offered_by", "says", "requested_by", "approved_by", "within"}
)
"""Fields that are missing most often, whose meaning is said in both languages; the model's own words are English."""


def _missing(node: Node, field: str) -> tuple[Message, Message]:
    record = record_for(node.shape, node.value)
    described = meanings(record.model).get(field) if record else None
    missing = Message("check.missing", field=field)
    if field in SAID:
        return missing, Message(f"check.add.{field}", field=field)
    if not described:
        return missing, Message("check.add", field=field)
    return missing, Message("check.add-meaning", field=field, meaning=in_english(_first_sentence(described)))


def _unknown(node: Node, field: str) -> tuple[Message, Message]:
    record = record_for(node.shape, node.value)
    fields = [name for name in fields_of(record.model) if name not in node.value] if record else []
    near = nearest(field, fields, limit=1, least=60)
    if record:
        known = Message("check.fields", fields=listed(map(Code, fields_of(record.model)), "comma"))
    else:
        known = Message("check.delete")
    what = Message("check.no-field", field=_short(field))
    return what, Message("check.did-you-mean", near=one_of(near)) if near else known


def _bad_key(detail: ErrorDetails, value: Any) -> tuple[Message, Message]:  # noqa: ANN401
    key = _short(detail["loc"][-2])
    if value is None and " " in key:
        return Message("check.no-value", key=key), Message("check.quote-comma")
    if detail["type"] == "literal_error":
        allowed = re.findall(r"'([^']*)'", detail["ctx"]["expected"])
        return Message("check.no-such-word", word=key), Message("check.write", what=one_of(allowed))
    return Message("check.no-name", name=key), Message("check.write.slug")


def _not_allowed(node: Node, detail: ErrorDetails) -> tuple[Message, Message]:
    allowed = [_printed(value) for value in _allowed(_annotation(node))]
    value = detail["input"]
    if not isinstance(value, str | int | float):
        what = Message("check.belongs-here", shown=_shown(value), wanted=Message("check.wanted.word"))
        return what, Message("check.write", what=one_of(allowed))
    near = nearest(str(value), allowed, limit=1) if len(allowed) > 1 else []
    return Message("check.no-such-value", value=_short(_printed(value))), _meant(near, allowed)


def _meant(near: Sequence[str], allowed: Iterable[str]) -> Message:
    """Return what to write: one of those that are allowed, maybe the one that is like what stands there."""
    if near:
        return Message("check.did-you-mean-of", near=one_of(near[:1]), allowed=one_of(allowed))
    return Message("check.write", what=one_of(allowed))


def _no_rule(node: Node, detail: ErrorDetails) -> tuple[Message, Message]:  # noqa: ARG001 - one shape for all explanations
    kind = node.value.get("kind")
    if kind is None:
        return Message("check.missing", field="kind"), Message("check.add-kind", kinds=one_of(RULE_KINDS))
    near = nearest(str(kind), RULE_KINDS, limit=1)
    return Message("check.no-kind-of-rule", kind=_short(kind)), _meant(near, RULE_KINDS)


def _no_requirement(node: Node, detail: ErrorDetails) -> tuple[Message, Message]:  # noqa: ARG001
    _, remedy = _wanted(node.shape)
    if not isinstance(node.value, dict):
        wanted = Message("check.wanted.requirement")
        return Message("check.belongs-here", shown=_shown(node.value), wanted=wanted), remedy
    for key in node.value:
        if near := nearest(key, REQUIREMENT_KINDS, limit=1, least=60):
            meant = Message("check.did-you-mean", near=one_of(near))
            what = Message("check.no-requirement", requirement=_short(key))
            return what, as_message(listed((meant, remedy), "sentences"))
    return Message("check.no-kind-of-requirement"), remedy


def _no_match(node: Node, detail: ErrorDetails) -> tuple[Message, Message]:
    pattern = detail["ctx"]["pattern"]
    value = str(detail["input"])
    known = _PATTERNS.get(pattern) or _PATTERNS.get(node.field)
    if known is None:
        return Message("check.no-match", value=_short(value)), Message("check.must.match", pattern=pattern)
    remedy = Message(f"check.write.{known}")
    if pattern in (CODE_PATTERN, SLUG_PATTERN) and (mended := _mended(value)) and re.fullmatch(pattern, mended):
        remedy = Message("check.maybe", write=remedy, mended=mended)
    return Message("check.is-not", value=_short(value), wanted=Message(f"check.wanted.{known}")), remedy


def _mended(value: str) -> str:
    parts = [re.sub(r"[^a-z0-9]+", "-", part.lower()).strip("-") for part in value.split(":")]
    return ":".join(part for part in parts if part)


def _value_error(_: Node, detail: ErrorDetails) -> tuple[Message, Message]:
    """Return what a validator of the model says, parted where it passes from the fault to the remedy."""
    error = detail.get("ctx", {}).get("error")
    if isinstance(error, MisfitError):
        return error.message, error.remedy
    said = detail["msg"].removeprefix("Value error, ")
    fault, *remedy = re.split(
        r"(?:: |\uff1a)(?=(?:[^`]*`[^`]*`)*[^`]*$)", said, maxsplit=1
    )  # a colon outside backticks
    if remedy:
        return as_message(in_english(fault)), as_message(in_english(remedy[0]))
    if said.startswith("give "):
        return Message("check.do-not-fit"), as_message(in_english(said))
    return as_message(in_english(said)), Message("check.change-one")


def _date(node: Node, detail: ErrorDetails) -> tuple[Message, Message]:  # noqa: ARG001 - one shape for all explanations
    return Message("check.no-day", value=_short(detail["input"])), Message("check.write.day")


def _number(_: Node, detail: ErrorDetails) -> tuple[Message, Message]:
    out = Message("check.out-of-range", value=_short(detail["input"]))
    for name, limit in detail.get("ctx", {}).items():
        if name in _LIMITS:
            return out, Message(f"check.must.{_LIMITS[name]}", limit=str(limit))
    return out, Message("check.write.number")


def _length(_: Node, detail: ErrorDetails) -> tuple[Message, Message]:
    limits = detail["ctx"]
    few = "min_length" in limits
    limit = limits["min_length" if few else "max_length"]
    text = isinstance(detail["input"], str)
    if few and limit == 1:
        return Message("check.empty"), Message("check.say-it" if text else "check.say-one")
    much = (
        ("check.few-signs" if few else "check.many-signs")
        if text
        else "check.few-entries"
        if few
        else "check.many-entries"
    )
    return Message(much), Message("check.give-least" if few else "check.give-most", limit=limit)


_LIMITS = {"gt": "gt", "ge": "ge", "lt": "lt", "le": "le", "max_digits": "digits", "decimal_places": "decimals"}
"""The limits of numbers as pydantic names them, and the messages that say them."""


_EXPLANATIONS: dict[str, Callable[[Node, ErrorDetails], tuple[Message, Message]]] = {
    "literal_error": _not_allowed,
    "enum": _not_allowed,
    "rule_kind": _no_rule,
    "requirement_kind": _no_requirement,
    "string_pattern_mismatch": _no_match,
    "value_error": _value_error,
    "date_parsing": _date,
    "date_from_datetime_parsing": _date,
    "date_from_datetime_inexact": _date,
    "greater_than": _number,
    "greater_than_equal": _number,
    "less_than": _number,
    "less_than_equal": _number,
    "decimal_max_places": _number,
    "decimal_max_digits": _number,
    "finite_number": _number,
    "too_short": _length,
    "too_long": _length,
    "string_too_short": _length,
    "string_too_long": _length,
}
"""How each type of pydantic error reads; any other says what stands there and what belongs there."""


def _hidden(nodes: Sequence[Node]) -> Iterator[Misfit]:
    """Yield what a model's own validators find where pydantic, stopped by a bad field, has not asked them."""
    for node in nodes:
        record = record_for(node.shape, node.value)
        if record is None:
            continue
        built, whole = _built_from_good_fields(record.model, node.value)
        if whole:
            continue  # pydantic has asked
        for name, decorator in record.model.__pydantic_decorators__.model_validators.items():
            if decorator.info.mode != "after":
                continue
            try:
                getattr(built, name)()
            except AttributeError:
                continue  # it looks at a field that is bad: nothing can be said
            except ValueError as error:
                detail = ErrorDetails(
                    type="value_error", loc=(), msg=str(error), input=node.value, ctx={"error": error}
                )
                yield Misfit((*node.path, *_path_of(Node((), node.value, record), detail)), *_value_error(node, detail))


def _as_meant(root: Node, model: TypeAdapter[Any]) -> list[Misfit]:
    """Return what else is wrong with a rule whose kind is misspelt, read as the kind that was meant."""
    kind = root.value.get("kind") if isinstance(root.shape, AnyRule) and isinstance(root.value, dict) else None
    if not isinstance(kind, str) or kind in RULE_KINDS:
        return []
    near = nearest(kind, RULE_KINDS, limit=1)
    meant = replace(root, value={**root.value, "kind": near[0]}) if near else None
    return fit(list(walk(meant)), model)[1] if meant else []


def _built_from_good_fields(model: type[BaseModel], data: dict[str, Any]) -> tuple[BaseModel, bool]:
    """Return an object that has the fields that are good and lacks the others, and whether all are good."""
    good: dict[str, Any] = {}
    bad: set[str] = set()
    for name, info in model.model_fields.items():
        if name not in data:
            if info.is_required():
                bad.add(name)
            continue
        try:
            good[name] = _field_adapter(model, name).validate_python(data[name])
        except ValidationError:
            bad.add(name)
    built = model.model_construct(**good)
    for name in bad:
        built.__dict__.pop(name, None)
    return built, not bad and set(data) <= set(model.model_fields)


@cache
def _field_adapter(model: type[BaseModel], field: str) -> TypeAdapter[Any]:
    info = model.model_fields[field]
    annotated: Any = Annotated[info.annotation, info]
    return TypeAdapter(annotated)


def _loose_scalars(nodes: Sequence[Node]) -> Iterator[Misfit]:
    """Yield values that pydantic would convert and the published schema refuses, such as `yes` for true."""
    for node in nodes:
        if isinstance(node.shape, Scalar) and _is_loose(node.value, _types_in(node.shape.annotation)):
            wanted, remedy = _wanted(node.shape)
            is_date = isinstance(node.value, str) and _types_in(node.shape.annotation) == _DATE
            no_day = Message("check.no-day", value=_short(node.value))
            other = Message("check.belongs-here", shown=_shown(node.value), wanted=wanted)
            yield Misfit(node.path, no_day if is_date else other, remedy)


def _is_loose(value: Any, wanted: frozenset[Any]) -> bool:  # noqa: ANN401
    if isinstance(value, bool):
        return not wanted & {bool, True, False}
    if isinstance(value, int | float):
        return wanted in _NO_NUMBERS or (isinstance(value, float) and wanted == _INTEGER)
    if isinstance(value, str):
        return wanted in _NO_TEXT or (wanted == _DATE and not re.fullmatch(r"\d{4}-\d\d-\d\d", value))
    return False


_BOOLEAN, _INTEGER, _FLOAT, _DATE = (frozenset[Any]({kind}) for kind in (bool, int, float, dt.date))
_NO_NUMBERS = (_BOOLEAN, _DATE, frozenset[Any]({True}))
_NO_TEXT = (_BOOLEAN, _INTEGER, _FLOAT)


def _annotation(node: Node) -> Any:  # noqa: ANN401
    return node.shape.annotation if isinstance(node.shape, Scalar) else None


@cache
def _types_in(annotation: Any) -> frozenset[Any]:  # noqa: ANN401
    """Return the plain types and literal values that a scalar may be, None left out."""
    annotation, arguments = _bare(annotation), get_args(_bare(annotation))
    if get_origin(annotation) in (Union, types.UnionType):
        return frozenset().union(*(_types_in(option) for option in arguments)) - {type(None)}
    if get_origin(annotation) is Literal:
        return frozenset(arguments)
    return frozenset({get_origin(annotation) or annotation})


def _bare(annotation: Any) -> Any:  # noqa: ANN401
    while get_origin(annotation) is Annotated:
        annotation = get_args(annotation)[0]
    return annotation


def _allowed(annotation: Any) -> list[Any]:  # noqa: ANN401
    """Return the values of a literal or enumeration, in the order given."""
    annotation = _bare(annotation)
    if get_origin(annotation) in (Union, types.UnionType):
        return [value for option in get_args(annotation) for value in _allowed(option)]
    if get_origin(annotation) is Literal:
        return list(get_args(annotation))
    return list(annotation) if isinstance(annotation, type) and issubclass(annotation, StrEnum) else []


_WORDS: dict[Any, tuple[str, str]] = {
    str: ("text", "text"),
    bool: ("boolean", "boolean"),
    int: ("integer", "integer"),
    float: ("number", "number"),
    Decimal: ("number", "decimal"),
    dt.date: ("day", "day"),
    Period: ("period", "period"),
    list: ("texts", "texts"),
}
"""How the types of the format are called (`check.wanted.…`), and how one is told to write them (`check.write.…`)."""


def _wanted(shape: Shape) -> tuple[Argument, Message]:
    """Return what belongs in a place, and how to write it."""
    if isinstance(shape, Scalar):
        return _wanted_scalar(shape.annotation)
    if isinstance(shape, ListOf):
        return Message("check.wanted.list"), Message("check.write.list")
    if isinstance(shape, MapOf):
        return Message("check.wanted.mapping"), Message("check.write.mapping")
    if isinstance(shape, AnyRequirement):
        kinds = listed(map(Code, REQUIREMENT_KINDS), "comma")
        return Message("check.wanted.requirement"), Message("check.write.requirement", kinds=kinds)
    if isinstance(shape, AnyRule):
        return Message("check.wanted.rule"), Message("check.write.rule", kinds=one_of(RULE_KINDS))
    fields = listed(map(Code, fields_of(shape.model)), "comma")
    return Message("check.wanted.mapping"), Message("check.write.fields", fields=fields)


def _wanted_scalar(annotation: Any) -> tuple[Argument, Message]:  # noqa: ANN401
    if allowed := [_printed(value) for value in _allowed(annotation)]:
        wanted: Argument = Message("check.wanted.few") if len(allowed) > 1 else Code(allowed[0])
        return wanted, Message("check.write", what=one_of(allowed))
    words = [_WORDS[option] for option in sorted(_types_in(annotation), key=str) if option in _WORDS]
    said = [Message(f"check.wanted.{word}") for word in dict.fromkeys(word for word, _ in words)]
    write = Message(f"check.write.{words[0][1]}") if len(words) == 1 else Message("check.write-one")
    return listed(said, "or") if said else Message("check.wanted.other"), write


def _shown(value: Any) -> Message:  # noqa: ANN401
    if value is None:
        return Message("check.nothing-here")
    if isinstance(value, dict | list):
        return Message("check.mapping-here" if isinstance(value, dict) else "check.list-here")
    word = "boolean" if isinstance(value, bool) else "text" if isinstance(value, str) else "number"
    return Message("check.is", value=_short(_printed(value)), what=Message(f"check.wanted.{word}"))


def _printed(value: Any) -> str:  # noqa: ANN401
    return str(value).lower() if isinstance(value, bool) else str(value)


def _short(value: Any) -> str:  # noqa: ANN401
    text = " ".join(str(value).split())
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


_LONGEST = 80
"""Signs of a value that a message repeats."""


def _first_sentence(text: str | None) -> str:
    sentence = re.split(r"[.;](?:\s|$)", " ".join((text or "").split()), maxsplit=1)[0]
    return sentence[:1].lower() + sentence[1:]


_PATTERNS = {
    CODE_PATTERN: "code",
    SLUG_PATTERN: "slug",
    "url": "address",
    "published": "date",
    "country": "country",
    "currency": "currency",
    "first": "intake",
    "last": "intake",
}
"""What each pattern of the format is called, by pattern or by field: `check.wanted.…`, written as `check.write.…`."""
