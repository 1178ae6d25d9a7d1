"""What the shipped catalogue answers on transfer, on what opens and on what is recognised, as of 2026-11-22."""

from decimal import Decimal

import pytest
from tests.plain_answers import DAY

from stackways.graph.driver import Graph
from stackways.pathways.browse_catalogue import search, show_entry
from stackways.pathways.compare_institutions import compare_institutions, transfer_matrix
from stackways.pathways.draw_graph import draw_neighbourhood, draw_paths
from stackways.pathways.explain_rule import explain_rule
from stackways.pathways.question import IllustrativeCodeError, UnknownCodeError, WrongKindError
from stackways.pathways.what_is_recognised import what_is_recognised
from stackways.pathways.what_opens import what_opens
from stackways.rules.catalogue import Kind
from stackways.rules.decision import EntryStanding, Status

AI = "udacity:ai-programming-with-python"
SD = "tp:sd-ai-solution-development"


async def test_udacity_to_temasek_polytechnic(shipped_graph: Graph) -> None:
    answer = await compare_institutions(await shipped_graph.reading(), "udacity", "tp", DAY)
    assert answer.status == "recognised"
    granted = {(decision.used[0], decision.target.code) for decision in answer.direct}
    assert granted == {
        (AI, "tp:principles-of-machine-learning"),
        ("udacity:introduction-to-machine-learning-with-tensorflow", "tp:principles-of-machine-learning"),
        ("udacity:business-analytics", "tp:data-visualisation-fundamentals"),
    }
    assert {decision.status for decision in answer.direct} == {Status.GRANTED}
    assert [(total.unit, total.certainty, total.most) for total in answer.totals] == [
        ("module", "entitled", Decimal(1))
    ]


async def test_cisco_to_snhu_names_the_exams_and_a_ccna_of_today_is_conditional(shipped_graph: Graph) -> None:
    answer = await compare_institutions(await shipped_graph.reading(), "cisco", "snhu", DAY)
    (decision,) = [decision for decision in answer.direct if decision.used == ["cisco:ccna"]]
    assert decision.status is Status.CONDITIONAL
    assert decision.target.code == "snhu:it-212-introduction-to-computer-networks"
    assert decision.path[-1] == "snhu:undergraduate-degrees"
    said = " ".join(reason.text for reason in decision.reasons)
    assert "200-125" in said
    assert "100-105 + 200-105" in said


async def test_temasek_polytechnic_to_udacity_is_unknown(shipped_graph: Graph) -> None:
    answer = await compare_institutions(await shipped_graph.reading(), "tp", "udacity", DAY)
    assert answer.status == "unknown"
    assert answer.direct == []
    assert answer.indirect == []
    assert answer.totals == []


async def test_udacity_to_smu_is_by_way_of_temasek_polytechnic(shipped_graph: Graph) -> None:
    answer = await compare_institutions(await shipped_graph.reading(), "udacity", "smu", DAY)
    assert answer.status == "recognised"
    assert answer.direct == []
    path = [AI, "tp:principles-of-machine-learning", SD, "smu:specialist-or-advanced-diploma-of-tp"]
    assert [*path, "smu:industry-graduate-diploma"] in [found.path for found in answer.indirect]
    assert set(path) <= answer.titles.keys()
    assert answer.complete


async def test_a_class_says_which_members_the_issuer_offers(shipped_graph: Graph) -> None:
    answer = await compare_institutions(await shipped_graph.reading(), "tp", "suss", DAY)
    assert "tp:diploma-applied-science-aquaculture" in {shown.code for shown in answer.offered}
    assert {name for decision in answer.direct for name in decision.used} >= {"sg-framework:polytechnic-diploma"}


async def test_nothing_is_counted_twice_for_a_class_and_its_members(shipped_graph: Graph) -> None:
    answer = await compare_institutions(await shipped_graph.reading(), "tp", "smu", DAY)
    shown = [(decision.rule, decision.target.code, *decision.used) for decision in answer.direct]
    assert len(shown) == len(set(shown)) == 4
    assert {total.unit for total in answer.totals} == {"module credit"}
    assert [(total.certainty, total.most) for total in answer.totals] == [("up_to", Decimal(8))]  # 6, and 2 for work


async def test_the_matrix_has_the_pairs_that_the_pairs_have(shipped_graph: Graph) -> None:
    reading = await shipped_graph.reading()
    matrix = await transfer_matrix(reading, DAY)
    pairs = {(cell.from_, cell.to): cell.rules for cell in matrix.cells}
    assert pairs["udacity", "tp"] == 2
    assert ("tp", "udacity") not in pairs
    assert pairs["cisco", "snhu"] == 3
    assert {"tp", "hku-space", "snhu"} <= {shown.code for shown in matrix.institutions}


@pytest.mark.parametrize(("start", "end", "field"), [("udacety", "tp", "from"), ("udacity", "tpp", "to")])
async def test_an_unknown_institution_is_answered_with_near_ones(
    shipped_graph: Graph, start: str, end: str, field: str
) -> None:
    with pytest.raises(UnknownCodeError) as raised:
        await compare_institutions(await shipped_graph.reading(), start, end, DAY)
    assert raised.value.field == field
    assert {"udacity", "tp"} & set(raised.value.nearest)


async def test_a_credential_is_no_institution(shipped_graph: Graph) -> None:
    with pytest.raises(WrongKindError, match="institution, such as `cisco`"):
        await compare_institutions(await shipped_graph.reading(), "cisco:ccna", "tp", DAY)


# What opens, and the reverse


async def test_what_a_nanodegree_opens(shipped_graph: Graph) -> None:
    answer = await what_opens(await shipped_graph.reading(), AI, DAY)
    assert [(decision.status, decision.target.code) for decision in answer.direct] == [
        (Status.GRANTED, "tp:principles-of-machine-learning")
    ]
    ends = {path.path[-1] for path in answer.by_stacking}
    assert {SD, "smu:industry-graduate-diploma"} <= ends
    assert answer.entry == []
    assert not any(path.illustrative for path in answer.by_stacking)


async def test_what_an_ite_certificate_opens_is_entry(shipped_graph: Graph) -> None:
    answer = await what_opens(await shipped_graph.reading(), "ite:higher-nitec", DAY)
    into = {shown.code for admission in answer.entry for shown in admission.into}
    assert {"tp:diploma-infocomm-and-digital-media-ictsss", "nyp:diploma-infocomm-and-digital-media"} <= into
    for admission in answer.entry:
        assert "Nitec" in str(admission.needs) or "ITE" in str(admission.needs)
        assert admission.standing is not EntryStanding.NOT_MET
        assert admission.sources


async def test_what_is_recognised_towards_a_specialist_diploma(shipped_graph: Graph) -> None:
    answer = await what_is_recognised(await shipped_graph.reading(), SD, DAY)
    assert {decision.used[0] for decision in answer.decisions} == {
        AI,
        "udacity:introduction-to-machine-learning-with-tensorflow",
    }
    assert all(decision.path[-2:] == ["tp:principles-of-machine-learning", SD] for decision in answer.decisions)


async def test_what_is_recognised_towards_a_post_diploma_certificate(shipped_graph: Graph) -> None:
    code = "tp:pdc-aquatic-animal-health-and-nutrition"
    answer = await what_is_recognised(await shipped_graph.reading(), code, DAY)
    (decision,) = answer.decisions
    assert decision.used == ["tp:blended-short-course-98h-12h"]
    assert decision.outcome
    assert decision.outcome.kind == "exemption"


@pytest.mark.parametrize(("code", "kind"), [("cisco:ccna", "credential"), ("tp", "institution")])
async def test_nothing_is_recognised_towards_credentials_and_institutions(
    shipped_graph: Graph, code: str, kind: str
) -> None:
    with pytest.raises(WrongKindError, match=f"`{code}` is an? {kind}"):
        await what_is_recognised(await shipped_graph.reading(), code, DAY)


async def test_an_institution_opens_nothing(shipped_graph: Graph) -> None:
    with pytest.raises(WrongKindError, match="`tp` is an institution"):
        await what_opens(await shipped_graph.reading(), "tp", DAY)


async def test_what_nobody_published_must_be_asked_for(shipped_graph: Graph) -> None:
    reading, made_up = await shipped_graph.reading(), "tp:pdc-ai-foundations-illustrative"
    for question in (
        what_opens(reading, made_up, DAY),
        what_is_recognised(reading, made_up, DAY),
        draw_neighbourhood(reading, made_up, as_of=DAY),
    ):
        with pytest.raises(IllustrativeCodeError):
            await question
    shown = await show_entry(reading, made_up, DAY)  # an entry asked for by name is shown, and says what it is
    assert shown.item["illustrative"] is True
    assert (await what_opens(reading, made_up, DAY, illustrative=True)).item.illustrative


# Rules, drawings, search


async def test_a_rule_is_explained_in_words(shipped_graph: Graph) -> None:
    explained = await explain_rule(await shipped_graph.reading(), "tp:recognition-principles-of-machine-learning", DAY)
    (version,) = explained.versions
    assert version.in_force
    assert "AI Programming with Python Nanodegree" in str(version.in_words)
    assert "exemption: Principles of Machine Learning within Specialist Diploma" in str(version.in_words)
    assert version.sources[0].title == "Micro-credentials recognised by TP"


async def test_a_changed_rule_tells_what_changed(shipped_graph: Graph) -> None:
    code = "tp:entry-diploma-applied-science-aquaculture"
    explained = await explain_rule(await shipped_graph.reading(), code, DAY)
    assert [version.rule["code"] for version in explained.versions] == [code, code]
    assert explained.versions[0].changed == []
    assert "needs" in explained.versions[1].changed
    assert [version.in_force for version in explained.versions] == [False, True]
    assert "`" not in str(explained.versions[1].in_words)
    (second,) = (await explain_rule(await shipped_graph.reading(), f"{code}@2", DAY)).versions
    assert second == explained.versions[1]


@pytest.mark.parametrize(
    ("code", "nearest"),
    [
        ("tp:recognition-principles-of-machine-lerning", "tp:recognition-principles-of-machine-learning"),
        ("tp:entry-diploma-applied-science-aquaculture@9", "tp:entry-diploma-applied-science-aquaculture@2"),
    ],
)
async def test_an_unknown_rule_is_answered_with_near_ones(shipped_graph: Graph, code: str, nearest: str) -> None:
    with pytest.raises(UnknownCodeError) as raised:
        await explain_rule(await shipped_graph.reading(), code, DAY)
    assert nearest in raised.value.nearest


async def test_a_path_is_drawn_with_its_edges(shipped_graph: Graph) -> None:
    path = [AI, "tp:principles-of-machine-learning", SD]
    drawing = await draw_paths(await shipped_graph.reading(), path, as_of=DAY)
    edges = [(edge.start, edge.kind, edge.end) for edge in drawing.edges]
    assert edges == [(path[1], "STACKS_INTO", path[2]), (path[0], "RECOGNISED_TOWARDS", path[1])]
    assert "within 4 years" in drawing.edges[1].label


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("machine learning", "tp:principles-of-machine-learning"),
        ("CCNA", "cisco:ccna"),
        ("微證書", "hku-space:micro-credential"),
        ("temasek", "tp"),
        ("pythn", AI),
    ],
)
async def test_search_finds_by_words_their_beginnings_and_misspelt(shipped_graph: Graph, text: str, code: str) -> None:
    found = await search(await shipped_graph.reading(), text, DAY)
    assert code in [shown.code for shown in found.items[:10]]


async def test_search_for_nothing_but_marks_finds_nothing(shipped_graph: Graph) -> None:
    assert (await search(await shipped_graph.reading(), '"*~()', DAY)).items == []


async def test_an_entry_of_another_kind_is_told_so(shipped_graph: Graph) -> None:
    with pytest.raises(WrongKindError, match="`cisco:ccna` is a credential; give a module"):
        await show_entry(await shipped_graph.reading(), "cisco:ccna", DAY, Kind.MODULE)


async def test_what_nobody_published_stands_in_nobodys_way(shipped_graph: Graph) -> None:
    reading = await shipped_graph.reading()
    (best,) = (await search(reading, "machine learning", DAY, limit=1)).items
    assert not best.illustrative
    with pytest.raises(UnknownCodeError) as raised:
        await show_entry(reading, "tp:pdc-ai-foundations", DAY)
    assert not any(code.endswith("-illustrative") for code in raised.value.nearest)
    with pytest.raises(UnknownCodeError) as raised:
        await show_entry(reading, "tp:pdc-ai-foundations", DAY, illustrative=True)
    assert raised.value.nearest[0] == "tp:pdc-ai-foundations-illustrative"


@pytest.mark.parametrize(("start", "end"), [("acbt", "ecu"), ("acs", "csu-au"), ("aws", "tp"), ("udacity", "tp")])
async def test_the_matrix_counts_the_rules_that_a_pair_shows(shipped_graph: Graph, start: str, end: str) -> None:
    reading = await shipped_graph.reading()
    matrix = await transfer_matrix(reading, DAY)
    pair = await compare_institutions(reading, start, end, DAY)
    counted = {(cell.from_, cell.to): cell.rules for cell in matrix.cells}
    assert counted[start, end] == len({decision.rule for decision in pair.direct})
