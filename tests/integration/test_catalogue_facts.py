"""The shipped catalogue restates every recorded fact of both parts, invents none, and keeps every source."""

import re
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
import yaml

from stackways.rules.catalogue import Item, Source
from stackways.rules.collection import Catalogue
from stackways.rules.kinds import Rule
from stackways.seed.located import read
from stackways.seed.reading import read_catalogue, shipped_catalogue
from stackways.seed.shipped import ILLUSTRATIVE, PUBLISHED

ROOT = Path(__file__).parent.parent.parent
FACTS = ROOT.parent / "shared" / "facts"
with_facts = pytest.mark.skipif(not FACTS.is_dir(), reason="the folder of raw facts is not beside this one")

RETITLED = {
    "https://www.educatly.com/program/1056224/professional-diploma-in-tree-management": "(Professional Diploma in",
    "https://hkuspace.hku.hk/assets/files/ebook/newsletter-issue-78/9/": "Newsletter issue 78, p. 9",
    "http://www.tp.edu.sg/schools-and-courses/adult-learners/all-courses/micro-credentials.html": (
        "Micro-credentials recognised by TP"
    ),
    "https://www.udacity.com/course/ai-programming-python-nanodegree--nd089": "Course address as cited in the README",
    "https://www.udacity.com/course/intro-to-machine-learning-with-tensorflow-nanodegree--nd230": (
        "Course address as cited in a public repository README"
    ),
    "https://london.ac.uk/applications/how-apply/recognition-prior-learning/recognition-and-accreditation-prior-"
    "learning-3": "RPL for BSc Computer Science",
    "http://www.jessemercado.com/study/how-apply/recognition-prior-learning/recognition-accreditation-prior-learning-"
    "bsc-computer-science": "RPL for BSc Computer Science",
}
"""By address: part of the title of a page that the raw facts call by a note ("older copy of the same page")."""


@pytest.fixture(scope="module")
def real() -> Catalogue:
    return shipped_catalogue(illustrative=False)


def recorded() -> set[tuple[str, str]]:
    """(File, id) of every recorded fact, from the copy that is kept with the tests."""
    lines = (ROOT / "tests" / "data" / "fact-ids.txt").read_text(encoding="utf-8").splitlines()
    return {(file, fact) for file, fact in (line.split() for line in lines if not line.startswith("#"))}


def restated(catalogue: Catalogue) -> set[str]:
    return {fact for thing in chain[Item | Rule](catalogue.coded(), catalogue.rules) for fact in thing.facts}


def test_every_recorded_fact_is_restated_and_none_is_invented(real: Catalogue) -> None:
    facts = {fact for _, fact in recorded()}
    assert len(recorded()) == 412 + 415
    assert restated(real) == facts


def test_each_file_restates_the_facts_recorded_for_it() -> None:
    """The second part adds to the files of the first."""
    for file in {file for file, _ in recorded() if not file.startswith("second/")}:
        parts = read(PUBLISHED / f"{file}.yaml").data
        assert restated(Catalogue.model_validate(parts)) >= {fact for name, fact in recorded() if name == file}, file


def raw(path: Path) -> Any:  # noqa: ANN401 - whatever YAML holds
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def ids_in(value: Any) -> set[str]:  # noqa: ANN401 - whatever YAML holds
    if isinstance(value, dict):
        own = {value["id"]} if isinstance(value.get("id"), str) else set()
        return own.union(*(ids_in(part) for part in value.values()))
    return set().union(*(ids_in(part) for part in value)) if isinstance(value, list) else set()


def files_of_facts() -> dict[str, Path]:
    """Every file of recorded facts, by the name that the copy of the ids gives it."""
    files = sorted(FACTS.rglob("*.yaml"))
    return {file.relative_to(FACTS).with_suffix("").as_posix().replace("_", "-"): file for file in files}


@with_facts
def test_the_copy_of_the_ids_is_what_was_recorded() -> None:
    files = files_of_facts()
    assert len(files) == 32 + 10
    assert recorded() == {(name, fact) for name, file in files.items() for fact in ids_in(raw(file))}


def on_the_web(recorded: str) -> str | None:
    """The address of a recorded source; none where only its finding was recorded ("a public repository")."""
    repository = re.match(r"github:([\w.-]+/[\w.-]+),", recorded)
    if repository:
        return f"https://github.com/{repository[1]}"
    return recorded.partition(" (")[0] if recorded.startswith("http") else None


@with_facts
def test_every_recorded_source_is_in_the_catalogue_by_title_and_address(real: Catalogue) -> None:
    titles: dict[str | None, set[str]] = {}
    for source in real.sources:
        titles.setdefault(source.url, set()).add(source.title)
    sources = [source for file in files_of_facts().values() for source in raw(file)["sources"]]
    assert len(sources) == 162 + 104
    for source in sources:
        address, title = on_the_web(source["url"]), source["title"]
        found = titles.get(address, set())
        assert title in found or any(RETITLED.get(address or "", title) in other for other in found), source


def test_every_rule_and_entry_has_a_source_that_is_in_the_catalogue(real: Catalogue) -> None:
    sources = {source.code for source in real.sources}
    assert len(sources) >= 162 + 104
    for thing in chain(real.study_items(), real.rules):
        assert thing.sources, thing.code
        assert {citation.source for citation in thing.sources} <= sources, thing.code


def test_nothing_published_rests_on_what_nobody_published(shipped: Catalogue, real: Catalogue) -> None:
    made_up = {source.code for source in shipped.sources if source.illustrative}
    assert made_up
    for thing in chain[Item | Rule](real.coded(), real.rules):
        assert not thing.illustrative
        assert not made_up & {citation.source for citation in thing.sources}, thing.code


def test_the_illustrative_part_is_marked_and_restates_nothing(shipped: Catalogue, real: Catalogue) -> None:
    published = {thing.code for thing in chain[Item | Rule | Source](real.coded(), real.rules, real.sources)}
    added = [thing for thing in chain[Item | Rule](shipped.coded(), shipped.rules) if thing.code not in published]
    assert len(added) > 100
    for thing in added:
        assert thing.illustrative, thing.code
        assert not thing.facts, thing.code
        assert thing.sources, thing.code


FOUNDING = {
    "credentials": {
        "tp:blended-short-course-98h-12h", "udacity:ai-programming-with-python", "udacity:business-analytics",
        "udacity:introduction-to-machine-learning-with-tensorflow", "cisco:ccna", "aws:solutions-architect-associate",
        "aws:solutions-architect-professional",
    },
    "modules": {
        "tp:principles-of-machine-learning", "tp:data-visualisation-fundamentals",
        "tp:data-communication-and-networking", "tp:cloud-computing-and-security",
    },
    "programmes": {
        "tp:pdc-aquatic-animal-health-and-nutrition", "tp:sd-aquaculture-management-and-technology",
        "tp:sd-ai-solution-development", "tp:sd-data-science-for-business",
        "tp:diploma-infocomm-and-digital-media-ictsss", "hku-space:certificate", "hku-space:diploma",
    },
}  # fmt: skip


@pytest.mark.parametrize("section", FOUNDING)
def test_the_founding_documents_have_their_codes(real: Catalogue, section: str) -> None:
    assert {entry.code for entry in getattr(real, section)} >= FOUNDING[section]


def test_nanodegrees_are_offered_by_both(real: Catalogue) -> None:
    offered = {item.code: item.offered_by for item in real.credentials}
    for code in FOUNDING["credentials"]:
        if code.startswith("udacity:"):
            assert set(offered[code]) == {"udacity", "tp"}


def test_the_illustrative_folder_is_never_read_unless_asked_for(real: Catalogue) -> None:
    alone = read_catalogue([PUBLISHED, ILLUSTRATIVE])
    assert {i.code for i in alone.study_items() if i.illustrative}
    assert not any(i.illustrative for i in real.study_items())
