"""What is one entry, in the words of schema.org? For search engines and others who read pages without reading them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from stackways.graph.rows import item_from_row
from stackways.pathways.found import kind_of
from stackways.rules.base import title_in
from stackways.rules.catalogue import Institution, Item, Kind, Module, Offering, Programme

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stackways.graph.driver import Reading
    from stackways.rules.base import Code, Titles

Json = dict[str, Any]
CONTEXT = "https://schema.org"


async def describe_for_machines(reader: Reading, code: Code, kind: Kind) -> Json | None:
    """Return an entry as JSON-LD; None where there is none of that kind, or nobody published it."""
    rows = await reader.read("entry", code=code, limit=1, illustrative=False)
    item = item_from_row(rows[0]) if rows else None
    if item is None or kind_of(item) is not kind or item.illustrative:
        return None
    by = []
    for owner in item.offered_by if isinstance(item, Offering) else ():
        by += [item_from_row(row) for row in await reader.read("entry", code=owner, limit=1, illustrative=False)]
    return as_schema_org(item, [one for one in by if isinstance(one, Institution)])


def as_schema_org(item: Item, offered_by: Sequence[Institution] = ()) -> Json:
    """Return an entry in the words of schema.org, with what is published of it and nothing else."""
    said: Json = {"@context": CONTEXT, "@type": _type(item), "name": _texts(item.title), "identifier": _codes(item)}
    if isinstance(item, Institution):
        said["url"] = item.url
    elif isinstance(item, Offering):
        said |= _offering(item, [_organisation(one) for one in offered_by])
    return {name: value for name, value in said.items() if value not in (None, [], {})}


def _type(item: Item) -> str:
    if isinstance(item, Institution):
        return "EducationalOrganization"
    if isinstance(item, Module):
        return "Course"
    return "EducationalOccupationalProgram" if isinstance(item, Programme) else "EducationalOccupationalCredential"


def _offering(item: Offering, providers: list[Json]) -> Json:
    is_credential = _type(item) == "EducationalOccupationalCredential"
    said: Json = {
        "recognizedBy" if is_credential else "provider": providers[0] if len(providers) == 1 else providers,
        "timeRequired": item.duration.iso if item.duration else _hours(item),
        "educationalLevel": f"{item.level.framework} {item.level.value}" if item.level else None,
        "about": item.subject,
    }
    if item.fee:
        said["offers"] = {"@type": "Offer", "price": str(item.fee.amount), "priceCurrency": item.fee.currency}
    if item.credits is not None:
        amount = {"@type": "StructuredValue", "value": float(item.credits), "unitText": item.unit}
        said["numberOfCredits"] = None if is_credential else amount
    if isinstance(item, Module):
        said["courseCode"] = item.published_code
    elif is_credential:
        said["credentialCategory"] = item.kind
        del said["timeRequired"]
    else:
        award = {"@type": "EducationalOccupationalCredential", "credentialCategory": item.kind}
        said["educationalCredentialAwarded"] = award | {"name": _texts(item.title)}
    return said


def _hours(item: Offering) -> str | None:
    return f"PT{item.hours:f}H" if item.hours is not None else None


def _organisation(item: Institution) -> Json:
    return {"@type": "EducationalOrganization", "name": title_in(item.title), **({"url": item.url} if item.url else {})}


def _codes(item: Item) -> list[str]:
    return [item.code, *item.identifiers]


def _texts(titles: Titles) -> Any:  # noqa: ANN401 - one text, or one a language
    several = [{"@language": language, "@value": text} for language, text in titles.items()]
    return several[0]["@value"] if len(several) == 1 and "en" in titles else several
