"""What of ours are these outside courses likeliest equal to? Proposals for a person, never rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from stackways.pathways.import_table import main_sheet, mapping_beside
from stackways.pathways.keep_catalogue import paths_of
from stackways.pathways.question import UnknownCodeError
from stackways.pathways.settings import Settings
from stackways.rules.base import Code, title_in
from stackways.rules.catalogue import StudyItem
from stackways.rules.collection import Catalogue
from stackways.rules.kinds.recognition import Recognition
from stackways.seed.problems import nearest
from stackways.seed.reading import read_catalogue
from stackways.seed.tables.likely import Equivalents, Likely, Precedent
from stackways.seed.tables.mapping import Mapping as TableMapping
from stackways.seed.tables.mapping import propose, read_mapping
from stackways.seed.tables.rows import HELP_MARK, Row, rows_of
from stackways.words.message import Message

__all__ = ["Suggested", "suggest_equivalents"]


@dataclass(frozen=True, slots=True)
class CourseSuggested:
    """An outside course, and its likeliest equivalents, best first."""

    cells: Mapping[str, str]
    """What its table says of it, by column."""
    likely: Sequence[Likely]


@dataclass(frozen=True, slots=True)
class Suggested:
    """Outside courses with their likeliest equivalents at one institution."""

    institution: str
    courses: Sequence[CourseSuggested]
    titles: Mapping[Code, str]

    @property
    def rows(self) -> list[dict[str, str]]:
        """Return the proposals as rows of a sheet that `import` reads and, as long as they are marked, leaves out."""
        return [self._row(course, one) for course in self.courses for one in course.likely]

    def _row(self, course: CourseSuggested, one: Likely) -> dict[str, str]:
        mark = f"{HELP_MARK} {Message('table.likely.mark', score=one.score, why=one.why)}"
        ours = {"receiver": self.institution, "target": one.target, "target_title": self.titles[one.target]}
        return {**course.cells, **ours, "reference": mark}


def suggest_equivalents(
    table: Path, towards: Code, settings: Settings, own: Sequence[Path] = (), *, most: int = 3
) -> Suggested:
    """Return the likeliest equivalents of the outside courses in a table; no database is needed.

    Args:
        table: A CSV or XLSX file with a title a row, and the code and the institution where they are known.
        towards: The institution whose courses are proposed.
        settings: How much of the shipped catalogue there is, and which are one's own unless given.
        own: Files and folders of one's own.
        most: How many proposals a course.

    Raises:
        UnknownCodeError: there is no such institution.
        TableUnreadError: the table cannot be read, or has no headings that are known.
        CatalogueRefusedError: the catalogue has problems.
    """
    catalogue = read_catalogue(paths_of(settings, own))
    names = {one.code: title_in(one.title) for one in catalogue.institutions}
    if towards not in names:
        raise UnknownCodeError(towards, "institution", nearest(towards, names, least=60))
    items = {item.code: item for item in catalogue.study_items()}
    titles = {
        code: title_in(item.title) for code, item in items.items() if towards in item.offered_by and not item.is_class
    }
    equivalents = Equivalents(titles, _precedents(catalogue, towards, items, names))
    courses = [CourseSuggested(cells, _likely(equivalents, cells, most)) for cells in _courses(table)]
    return Suggested(names[towards], courses, titles)


def _likely(equivalents: Equivalents, cells: Mapping[str, str], most: int) -> Sequence[Likely]:
    return equivalents.likeliest(cells["course_title"], cells.get("course", ""), most=most)


def _precedents(
    catalogue: Catalogue, towards: Code, items: Mapping[Code, StudyItem], names: Mapping[Code, str]
) -> Iterator[Precedent]:
    """Yield each outside course that the institution recognises already, and what as."""
    for rule in Recognition.among(catalogue.rules):
        if rule.published_by == towards:
            for code in dict.fromkeys(rule.needs.codes()):
                if item := items.get(code):
                    sender = names.get(item.offered_by[0], item.offered_by[0])
                    published = item.published_code or code.partition(":")[2]
                    for grant in rule.grants:
                        yield Precedent(sender, published, title_in(item.title), grant.target)


def _courses(table: Path) -> Iterator[dict[str, str]]:
    """Yield what a table says of each course; each course once."""
    sheet = main_sheet(table, "recognition")
    beside = mapping_beside(table)
    mapping: TableMapping = read_mapping(beside) if beside.exists() else propose(sheet, "recognition").mapping
    seen: set[tuple[str, str, str]] = set()
    for row in rows_of(sheet, mapping):
        key = row.text("sender"), row.text("course"), row.text("course_title")
        if key[2] and key not in seen:
            seen.add(key)
            yield _of_course(row)


OF_THE_COURSE = ("sender", "sender_country", "course", "course_title", "course_kind", "course_credits", "course_unit")


def _of_course(row: Row) -> dict[str, str]:
    return {id_: text for id_ in OF_THE_COURSE if (text := row.text(id_))}
