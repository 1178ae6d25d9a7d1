"""Codes and titles of the synthetic catalogue.

Every code is computed from what it numbers, so that one region can speak of an entry of another without making it.
"""

from __future__ import annotations

from stackways.rules.base import Titles

PLACES = (
    "Ashford", "Brimley", "Carrow", "Dunmere", "Eastholm", "Fenwick", "Garrow", "Harbour", "Ivelle", "Jasper",
    "Kestrel", "Larkhill", "Marlow", "Northmarsh", "Oakhaven", "Pinehurst", "Quayside", "Ridgeway", "Southbank",
    "Tamarind", "Upland", "Vantage", "Westbrook", "Yarrow",
)  # fmt: skip
SUBJECTS = (
    "Accounting", "Aquaculture", "Audit", "Bioinformatics", "Business Analytics", "Chemical Engineering", "Childcare",
    "Cloud Computing", "Cloud Security", "Community Care", "Construction Management", "Counselling", "Culinary Arts",
    "Cybersecurity", "Data Science", "Data Visualisation", "Design Thinking", "Digital Marketing", "Early Education",
    "Electrical Installation", "Energy Management", "Entrepreneurship", "Environmental Science", "Event Management",
    "Facilities Management", "Fashion Design", "Financial Technology", "Food Science", "Game Design", "Gerontology",
    "Graphic Design", "Hospitality", "Human Resources", "Industrial Automation", "Interior Design", "Investment",
    "Journalism", "Landscape Architecture", "Law for Managers", "Library Studies", "Logistics", "Machine Learning",
    "Marine Engineering", "Materials Science", "Mechatronics", "Media Production", "Music Teaching", "Networking",
    "Nursing", "Nutrition", "Occupational Safety", "Pharmacy Practice", "Philosophy", "Process Control",
    "Product Design", "Project Management", "Psychology", "Public Health", "Quantity Surveying", "Real Estate",
    "Retail Management", "Robotics", "Semiconductor Technology", "Social Work", "Software Engineering",
    "Sports Science", "Statistics", "Supply Chains", "Sustainability", "Teaching English", "Tourism", "Translation",
    "Urban Planning", "User Experience", "Veterinary Nursing", "Water Treatment", "Web Development", "Wine Studies",
)  # fmt: skip
SUBJECTS_HAN = (
    "會計學", "數據分析", "雲端運算", "網絡安全", "機器學習", "護理學", "物流管理", "幼兒教育", "翻譯", "項目管理",
)  # fmt: skip
ASPECTS = (
    "Foundations of", "Applied", "Advanced", "Principles of", "Professional", "Introduction to", "Methods in",
    "Essentials of", "Digital", "Global", "Practical", "Current Issues in",
)  # fmt: skip
OWNERS = (
    "framework",
    *("academy",) * 5,
    *("polytechnic",) * 5,
    *("university",) * 9,
    *("continuing-education",) * 5,
)
"""The sort of each institution of a region: one framework body, vendors, and those who recognise."""

SHORT = {"c": "certificate", "m": "module", "p": "programme", "s": "source", "k": "class", "r": "rule"}
"""The word that ends a code, by what it numbers."""


def institution_code(number: int) -> str:
    """Return the code of an institution, numbered over all regions: `marlow-polytechnic-57`."""
    region, place = divmod(number, len(OWNERS))
    return f"{PLACES[(region * 7 + place) % len(PLACES)].lower()}-{OWNERS[place]}-{number}"


def code(owner: int, sort: str, number: int) -> str:
    """Return the code of an institution's entry; `sort` is a key of `SHORT`."""
    subject = SUBJECTS[_mixed(owner, sort, number) % len(SUBJECTS)].lower().replace(" ", "-")
    return f"{institution_code(owner)}:{subject}-{SHORT[sort]}-{number}"


def title(owner: int, sort: str, number: int, ending: str = "") -> Titles:
    """Return the title of an institution's entry; one in ten has a Chinese one too."""
    mixed = _mixed(owner, sort, number)
    english = f"{ASPECTS[mixed // 97 % len(ASPECTS)]} {SUBJECTS[mixed % len(SUBJECTS)]}"
    titles: Titles = {"en": f"{ending} in {english}" if ending else english}
    if mixed % 10 == 0:
        titles["zh-Hant"] = f"{SUBJECTS_HAN[mixed // 10 % len(SUBJECTS_HAN)]}證書{number}"
    return titles


def _mixed(owner: int, sort: str, number: int) -> int:
    """Return a number that is the same in every run and looks drawn by lot."""
    value = (owner * 1_000_003 + number * 7_919 + ord(sort) * 104_729) & 0xFFFFFFFF
    value = (value ^ (value >> 15)) * 0x85EBCA6B & 0xFFFFFFFF
    return value ^ (value >> 13)
