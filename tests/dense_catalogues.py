"""Catalogues without a mistake, and with more ways through them than can be walked."""

from typing import Any

from stackways.rules.collection import Catalogue


def layers(deep: int, wide: int, **needs: Any) -> Catalogue:  # noqa: ANN401 - a requirement in YAML's terms
    """Return layers of programmes `x:p<layer>-<number>`, each made of any of the layer below, or as `needs` says.

    The lowest are made of `x:start`.
    """
    cited = [{"source": "x:s", "confidence": "high"}]
    programmes, rules = [], []
    for layer in range(deep):
        below = [f"x:p{layer - 1}-{other}" for other in range(wide)]
        tree = ({**needs, "of": below} if needs else {"any_of": below}) if layer else "x:start"
        for number in range(wide):
            code = f"x:p{layer}-{number}"
            programmes.append({
                "code": code, "title": {"en": code}, "kind": "diploma", "offered_by": ["x"], "stackable": True,
                "curriculum": "published", "credits": 6, "unit": "u", "sources": cited,
            })  # fmt: skip
            rules.append({
                "code": f"x:tree-p{layer}-{number}", "kind": "structure", "confers": True, "published_by": "x",
                "says": {"en": "What it is made of."}, "sources": cited, "of": [code], "needs": tree,
            })  # fmt: skip
    start = {"code": "x:start", "title": {"en": "Start"}, "kind": "certificate", "offered_by": ["y"], "sources": cited}
    source = {"code": "x:s", "title": "S", "url": "https://x.example/", "tier": "primary", "read": "2025-01-01"}
    return Catalogue.model_validate({
        "institutions": [{"code": code, "title": {"en": code}, "kind": "university"} for code in ("x", "y")],
        "sources": [source],
        "credentials": [{**start, "credits": 6, "unit": "u"}],
        "programmes": programmes,
        "rules": rules,
    })  # fmt: skip
