"""What is counted where, judged without a solver, against the model that it was found by: the same assignments hold."""

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.reference.compare_awards import Question, questions

from stackways.rules.awards.audit import _Case, exempted_pieces, pieces_of
from stackways.rules.awards.ledger import SolverLedger
from stackways.rules.awards.replay import Assignment, tree_faults
from stackways.rules.awards.solver import cp_model
from stackways.rules.pieces import Piece
from stackways.rules.situation import Standing


def ledger_of(question: Question, least: Standing) -> SolverLedger:
    """The model of an award's tree, as the audit writes it."""
    ledger = _Case(
        question.asked,
        question.situation,
        [*pieces_of(question.situation), *exempted_pieces(question.asked, question.situation)],
    ).ledger(least)
    question.asked.structure.needs.encode(ledger, ledger.model.new_constant(1), "0")
    ledger.finish()
    return ledger


def allows(ledger: SolverLedger, places: dict[str, list[Piece]]) -> bool:
    """Whether the model has a solution with just this counted, each where it is said to be."""
    model = ledger.model.clone()
    for index, possible in ledger.places.items():
        for place, literal in possible:
            model.add(literal == any(p.index == index for p in places.get(place.path, ())))
    return cp_model.CpSolver().solve(model) == cp_model.OPTIMAL


@settings(max_examples=150, deadline=None)
@given(questions(), st.sampled_from([Standing.MET, Standing.UNKNOWN]), st.data())
def test_an_assignment_holds_just_where_the_model_allows_it(
    question: Question, least: Standing, data: st.DataObject
) -> None:
    # The planner builds no award from the parts of another, and knows of no cap on what is exempted.
    question.asked.__dict__.update(inner={}, at_most_exempted=())
    ledger = ledger_of(question, least)
    solver = cp_model.CpSolver()
    found = solver.solve(ledger.model) == cp_model.OPTIMAL
    places: dict[str, list[Piece]] = {}
    by_index = {piece.index: piece for piece in ledger.pieces}
    for index, possible in sorted(ledger.places.items()):
        for place, literal in possible:
            counted = found and bool(solver.value(literal))
            if counted is not (data.draw(st.integers(0, 5)) == 0):  # some of it tampered with
                places.setdefault(place.path, []).append(by_index[index])
    asked = question.asked
    faults = tree_faults(
        asked.programme,
        asked.structure,
        Assignment(places),
        question.situation,
        certain=least is Standing.MET,
    )
    assert allows(ledger, places) is (not faults), (
        faults, {at: [p.name for p in ps] for at, ps in places.items()}, asked.structure.needs,
    )  # fmt: skip
