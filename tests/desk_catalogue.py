"""A small catalogue of one institution and one partner, and learners of it, for tests of the desk and of cohorts."""

from typing import Any

KNOWN = """\
institutions:
  - {code: our, kind: college, title: {en: Our College, zh-Hant: 本院}}
  - {code: cisco, kind: certification-vendor, title: {en: Cisco}}
sources:
  - {code: our:list, title: Credit transfer list, tier: primary, read: 2026-11-01}
  - {code: our:minutes, title: Minutes of May, tier: primary, read: 2026-11-01}
credentials:
  - {code: cisco:ccna, kind: industry-certification, title: {en: CCNA}, offered_by: [cisco],
     sources: [{source: our:list, confidence: high}]}
modules:
  - {code: our:net1, title: {en: Networks I}, offered_by: [our], sources: [{source: our:list, confidence: high}]}
  - {code: our:net2, title: {en: Networks II}, offered_by: [our], sources: [{source: our:list, confidence: high}]}
"""


def rule(code: str, *, version: int = 1, target: str = "our:net1", source: str = "our:list", more: str = "") -> str:
    says = f"{code} exempts from {target}."
    return (
        f"  - {{code: 'our:{code}', version: {version}, kind: recognition, published_by: our, says: {{en: {says!r}}}, "
        f"needs: cisco:ccna, grants: [{{target: '{target}', outcome: exemption}}], "
        "effects: {must_be_replaced: 'no'}, "
        f"sources: [{{source: '{source}', confidence: high}}], {more}}}\n"
    )


PROGRAMME = """\
programmes:
  - {code: our:diploma, kind: diploma, title: {en: Diploma}, offered_by: [our], credits: 8, unit: credit,
     sources: [{source: our:list, confidence: high}]}
"""
STRUCTURE = (
    "  - {code: our:structure, kind: structure, of: [our:diploma], published_by: our, says: {en: Both.}, "
    "confers: true, needs: {all_of: [our:net1, our:net2]}, sources: [{source: our:list, confidence: high}]}\n"
)
CATALOGUE = (
    KNOWN.replace("title: {en: Networks I}", "title: {en: Networks I}, credits: 4, unit: credit")
    + PROGRAMME
    + "rules:\n"
    + rule("a", more="window: {period: P4Y, ends: claim}, within: 'our:diploma'")
    + STRUCTURE
)
LEARNERS: list[dict[str, Any]] = [
    {"id": "s1", "holdings": [{"code": "cisco:ccna", "attained_on": "2025-05-01"}, {"code": "our:net2"}]},
    {"id": "s2", "holdings": [{"code": "cisco:ccna", "attained_on": "2020-05-01"}]},
    {"id": "s3", "holdings": [], "learner": {"birth_year": 2000}},
    {"id": "s4", "holdings": [{"code": "cisco:ccnaa"}]},
    {"id": "s5", "holdings": [{"code": "our:net1", "grade": {"value": "B", "scale": "letter"}}, {"code": "our:net2"}]},
]
