"""The columns that a table may have, for each of the three kinds of table: what each means and how it is headed.

The one place for them: the template, the proposal of a mapping, reading and writing all follow from here. Headings and
help are messages (`table.heading.…`, `table.help.…`), so a template may be had in any language that is spoken.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final, Literal, get_args

from stackways.rules.base import Confidence
from stackways.rules.kinds.recognition import Grant, Recognition
from stackways.words.message import LANGUAGES, Message
from stackways.words.render import say

TableKind = Literal["recognition", "entries", "curriculum"]
KINDS: Final[tuple[TableKind, ...]] = get_args(TableKind)


@dataclass(frozen=True, slots=True)
class Column:
    """A column that a table may have."""

    id: str
    aliases: tuple[str, ...] = ()
    """How else offices head it, in lower case."""
    choices: tuple[str, ...] = ()
    """The values it may have, where they are few: catalogue words."""
    example: str = ""
    """What the template shows in it."""

    @property
    def heading(self) -> str:
        """Return how it is headed in the language that is spoken."""
        return str(Message(f"table.heading.{self.id}"))

    @property
    def help(self) -> str:
        """Return what belongs in it, in the language that is spoken."""
        return str(Message(f"table.help.{self.id}"))

    def headings(self) -> list[str]:
        """Return how it may be headed in any language, in lower case."""
        own = [say(Message(f"table.heading.{self.id}"), language).casefold() for language in LANGUAGES]
        return [*own, *self.aliases, self.id.replace("_", " ")]

    def shown(self) -> list[str]:
        """Return the choices as they are written in a table, in the language that is spoken."""
        return [self.shown_choice(choice) for choice in self.choices]

    def shown_choice(self, choice: str) -> str:
        """Return a choice as it is written in a table, in the language that is spoken."""
        return str(Message(f"table.choice.{choice}"))

    @cache  # noqa: B019 - columns are few and never go
    def choices_read(self) -> dict[str, str]:
        """Return what may stand in the column, in any language and as the catalogue has it, and what each means."""
        said = {
            say(Message(f"table.choice.{choice}"), language): choice
            for language in LANGUAGES
            for choice in self.choices
        }
        return said | {choice: choice for choice in self.choices}


def _choices(model: type[Grant | Recognition], field: str) -> tuple[str, ...]:
    return get_args(model.model_fields[field].annotation)


OUTCOMES: Final = _choices(Grant, "outcome")
CERTAINTIES: Final = _choices(Recognition, "certainty")
CONFIDENCES: Final = tuple(str(one) for one in Confidence)
KINDS_OF_COURSE: Final = ("module", "micro-credential", "industry-certification", "short-course", "exam", "programme")
ENDS: Final = ("claim", "application", "admission", "start")

_DATED = (
    Column("from", ("effective from", "valid from", "start date", "effective date", "生效日期"), example="2026-09-01"),
    Column("until", ("effective until", "valid until", "valid to", "end date", "expiry", "expiry date", "到期日")),
    Column("observed", ("last checked", "checked on", "date checked", "as at", "查核日期"), example="2026-11-21"),
)
_SOURCED = (
    Column(
        "source", ("source title", "document", "reference document", "出處"), example="Credit transfer list 2026/27"
    ),
    Column("source_url", ("url", "link", "web address", "website"), example="https://www.example.edu/credit-transfer"),
    Column("confidence", choices=CONFIDENCES),
    Column("sentence", ("published sentence", "wording", "description of rule")),
    Column("remark", ("remarks", "note", "notes", "comment", "comments", "備註")),
)
_CONDITIONS = (
    Column("grade", ("minimum grade", "min grade", "grade required", "grade", "minimum score", "score"), example="C"),
    Column("scale", ("grading scale", "scale"), example="letter"),
    Column("condition", ("other conditions", "conditions", "condition", "special conditions", "條件")),
)
_REFERENCE = Column("reference", ("ref", "ref.", "row id", "id", "no", "no.", "rule id", "編號"))
_TOGETHER = Column("together", ("group id", "set", "bundle", "combination"))

RECOGNITION: Final = (
    _REFERENCE,
    Column(
        "sender",
        (
            "institution",
            "university",
            "sending institution",
            "home institution",
            "host institution",
            "provider",
            "issuer",
            "issued by",
            "partner",
            "partner institution",
            "from school",
            "college",
            "school",
            "awarding body",
            "院校",
            "頒發機構",
        ),
        example="Cisco",
    ),
    Column("sender_country", ("country", "university country", "country/region", "country / region", "國家")),
    Column(
        "course",
        (
            "course code",
            "sending course code",
            "exchange course code",
            "external course code",
            "credential code",
            "module code",
            "external code",
            "their code",
            "from course",
            "課程編號",
        ),
        example="CCNA",
    ),
    Column(
        "course_title",
        (
            "course title",
            "sending course title",
            "exchange course title",
            "course name",
            "external course title",
            "credential",
            "certificate",
            "qualification",
            "certification",
            "what is held",
            "課程名稱",
        ),
        example="Cisco Certified Network Associate (CCNA)",
    ),
    Column(
        "course_kind",
        ("course type", "credential type", "type"),
        choices=KINDS_OF_COURSE,
        example="industry-certification",
    ),
    Column("course_credits", ("sending credits", "course credits", "external credits", "ects")),
    Column("course_unit", ("sending unit", "unit of course credits")),
    *_CONDITIONS,
    Column("counts_for", ("validity", "valid for", "window", "validity period", "time limit"), example="3 years"),
    Column("counts_until", ("counted until", "time limit ends"), choices=ENDS, example="application"),
    Column(
        "receiver",
        ("receiving institution", "our institution", "recognised by", "to institution"),
        example="Our College",
    ),
    Column(
        "target",
        (
            "equivalent code",
            "equivalent course code",
            "our code",
            "our course code",
            "receiving course code",
            "local course code",
            "internal code",
            "exempted module code",
            "target code",
            "獲豁免單元編號",
        ),
        example="NET101",
    ),
    Column(
        "target_title",
        (
            "equivalent title",
            "equivalent course title",
            "equivalent course",
            "our course",
            "our course title",
            "receiving course title",
            "local course title",
            "exempted module",
            "our module",
            "our module title",
            "module exempted",
            "target",
            "recognised as",
            "獲豁免單元",
        ),
        example="Network Fundamentals",
    ),
    Column(
        "programme", ("within programme", "programme", "program", "our programme", "in programme", "課程"), example=""
    ),
    Column(
        "outcome",
        ("outcome", "result", "what is granted", "exemption or credit"),
        choices=OUTCOMES,
        example="exemption",
    ),
    Column(
        "amount", ("credits", "credits granted", "credit granted", "credits awarded", "credit", "學分"), example="4"
    ),
    Column("unit", ("unit", "credit unit", "unit of credits"), example="credit"),
    Column("towards", ("counts towards", "towards", "requirement area")),
    Column("certainty", ("certainty",), choices=CERTAINTIES, example="entitled"),
    _TOGETHER,
    *_DATED,
    *_SOURCED,
)

ENTRIES: Final = (
    _REFERENCE,
    Column("receiver", ("institution", "our institution", "offered by"), example="Our College"),
    Column("programme", ("programme code", "program code", "course code", "code"), example="DIP-IT"),
    Column(
        "programme_title",
        ("programme title", "programme", "program", "programme name", "course title", "course"),
        example="Diploma in Information Technology",
    ),
    Column("programme_kind", ("programme type", "award type", "type"), example="diploma"),
    Column("sender", ("awarding body", "issued by", "from institution", "qualification from"), example="ITE"),
    Column("course", ("qualification code", "entry code"), example=""),
    Column(
        "course_title",
        ("qualification", "entry qualification", "entry requirement", "admission requirement"),
        example="Higher Nitec in IT",
    ),
    Column("course_kind", ("qualification type",), choices=KINDS_OF_COURSE, example="programme"),
    *_CONDITIONS,
    Column("minimum_age", ("age", "minimum age"), example="18"),
    Column("work_years", ("work experience", "years of work", "working experience"), example="2"),
    Column("residency", ("residency", "residence", "resident status"), example=""),
    Column("counts_for", ("validity", "valid for", "time limit")),
    _TOGETHER,
    *_DATED,
    *_SOURCED,
)

CURRICULUM: Final = (
    Column("receiver", ("institution", "our institution", "offered by"), example="Our College"),
    Column("programme", ("programme code", "program code"), example="DIP-IT"),
    Column(
        "programme_title",
        ("programme title", "programme", "program", "programme name"),
        example="Diploma in Information Technology",
    ),
    Column("programme_kind", ("programme type", "award type"), example="diploma"),
    Column("programme_credits", ("total credits", "programme credits"), example="24"),
    Column("part", ("group", "part", "area", "category", "core or elective"), example="Core"),
    Column("part_needs", ("how many", "group needs", "required from group", "choose", "needed"), example="all"),
    Column("module", ("module code", "course code", "code", "unit code"), example="NET101"),
    Column(
        "module_title",
        ("module title", "module", "course title", "title", "module name", "course"),
        example="Network Fundamentals",
    ),
    Column("credits", ("credits", "credit", "credit units", "credit points"), example="4"),
    Column("unit", ("unit", "credit unit"), example="credit"),
    Column("level", ("level", "qf level", "year level"), example="HKQF 4"),
    Column("prerequisite", ("prerequisites", "pre-requisite", "requires")),
    *_DATED,
    *_SOURCED,
)

COLUMNS: Final[dict[TableKind, tuple[Column, ...]]] = {
    "recognition": RECOGNITION,
    "entries": ENTRIES,
    "curriculum": CURRICULUM,
}
NEEDED: Final[dict[TableKind, tuple[tuple[str, ...], ...]]] = {
    "recognition": (("sender",), ("course", "course_title"), ("receiver",), ("target", "target_title"), ("outcome",)),
    "entries": (("receiver",), ("programme", "programme_title")),
    "curriculum": (("receiver",), ("programme", "programme_title"), ("module", "module_title"), ("part_needs",)),
}
"""Of each group at least one column (or what holds in every row) a table of the kind cannot do without."""


def column(kind: TableKind, id: str) -> Column:  # noqa: A002 - that is what it is
    """Return the column of that id."""
    return next(one for one in COLUMNS[kind] if one.id == id)
