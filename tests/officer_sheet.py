"""A sheet of forty rules as a programme officer keeps it, with her own headings; three of its rows have mistakes."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from openpyxl import Workbook

HEADINGS = (
    "Ref.",
    "Awarding body",
    "Credential code",
    "Credential",
    "Min grade",
    "Scale",
    "Valid for",
    "Our institution",
    "Exempted module code",
    "Exempted module",
    "Credits",
    "Outcome",
    "Effective date",
    "Last checked",
    "Document",
    "Remarks",
)
OURS = "Our College"
KNOWN = """\
institutions: [{code: cisco, kind: certification-vendor, title: {en: Cisco}}]
sources: [{code: cisco:page, title: Page, tier: primary, read: 2026-11-21}]
credentials:
  - {code: cisco:ccna, kind: industry-certification, title: {en: Cisco Certified Network Associate (CCNA)},
     offered_by: [cisco], sources: &page [{source: cisco:page, confidence: high}]}
  - {code: cisco:ccnp, kind: industry-certification, title: {en: Cisco Certified Network Professional},
     offered_by: [cisco], sources: *page}
"""
"""What the catalogue has of Cisco."""
MISTAKES = {
    "Effective date": ("03/04/2026", "2026-04-03"),
    "Credential code": ("CCNA +", "CCNA"),
    "Outcome": ("exmption", "exemption"),
}
"""What stands wrong in a column, and what would be right."""


def rows() -> list[dict[str, Any]]:
    """Forty rules, none of them wrong."""
    shared = {
        "Our institution": OURS,
        "Outcome": "exemption",
        "Valid for": "4 years",
        "Effective date": dt.date(2026, 9, 1),
        "Last checked": dt.date(2026, 11, 21),
        "Document": "Credit transfer list 2026/27",
    }
    cisco = {"Awarding body": "Cisco"}
    special: list[dict[str, Any]] = [
        # a course that the catalogue has, and one with a code that begins with zeros, kept as a formatted number
        cisco | {"Credential code": "CCNA", "Exempted module code": "NET101", "Exempted module": "Networks I"},
        cisco | {"Credential code": "ccnp", "Exempted module code": 97, "Exempted module": "Routing"},
        # several needed, and several granted
        {
            "Awarding body": "Riverside College",
            "Credential code": "RC 10 + RC 11",
            "Credential": "Algebra + Calculus",
            "Exempted module code": "MATH1",
            "Exempted module": "Mathematics",
        },
        {
            "Awarding body": "Riverside College",
            "Credential code": "RC 30",
            "Credential": "Business",
            "Exempted module code": "BUS1 + BUS2",
            "Exempted module": "Accounting + Marketing",
        },
        # either of several, any of a level, and a grade
        {
            "Awarding body": "Riverside College",
            "Credential code": "RC 40",
            "Credential": "Design",
            "Exempted module code": "DES1 / DES2",
            "Exempted module": "Drawing / Modelling",
        },
        {
            "Awarding body": "Riverside College",
            "Credential code": "any COMP 2000-level",
            "Credential": "Any second-year course",
            "Exempted module code": "COMPxxxx",
            "Exempted module": "Elective",
        },
        {
            "Awarding body": "Riverside College",
            "Credential code": "RC 50",
            "Credential": "Physics",
            "Min grade": "C or above",
            "Exempted module code": "PHY1",
            "Exempted module": "Physics",
        },
        # a score in tiers, and a rule that changed
        {
            "Awarding body": "College Board",
            "Credential code": "AP-CALC",
            "Credential": "AP Calculus",
            "Scale": "AP",
            "Credits": "3: 4; 5: 8",
            "Exempted module code": "CALC",
            "Exempted module": "Calculus",
            "Outcome": "specified credit",
            "Valid for": "",
        },
    ]
    plain = [
        {
            "Awarding body": "Harbour Institute",
            "Credential code": f"{number:04}",
            "Credential": f"Workshop {number}",
            "Exempted module code": f"LAB{number}",
            "Exempted module": f"Practice {number}",
        }
        for number in range(1, 33)
    ]
    return [shared | {"Ref.": str(number)} | row for number, row in enumerate([*special, *plain], start=1)]


def write(file: Path, *, mistakes: bool) -> None:
    """Write the sheet, with a title above the headings as offices have it."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Rules"
    sheet.append(["Credit transfer and exemption rules of Our College"])
    sheet.append(HEADINGS)
    for position, row in enumerate(rows()):
        wrong = dict(zip((10, 0, 20), MISTAKES.items(), strict=True)) if mistakes else {}
        column, (text, _) = wrong.get(position, ("", ("", "")))
        sheet.append([text if heading == column else row.get(heading, "") for heading in HEADINGS])
    code = sheet.cell(4, HEADINGS.index("Exempted module code") + 1)
    assert code.value == 97
    code.number_format = "0000"
    book.save(file)
