"""Stackways: what earlier learning is recognised towards, and how to get from it to an award.

A small library for programs (docs/build-on-stackways.md): `Catalogue`, what it is asked with, and what it raises. Each
name is loaded when it is used. The rest of the package is no promise.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__: str

if TYPE_CHECKING:
    from stackways.library import Catalogue
    from stackways.pathways.keep_catalogue import CatalogueRefusedError
    from stackways.pathways.question import UnknownCodeError, WrongKindError
    from stackways.pathways.session import GraphError
    from stackways.rules.holdings import Described, Holding, Learner
    from stackways.words.render import speaking

_HOMES = {
    "Catalogue": "library",
    "CatalogueRefusedError": "pathways.keep_catalogue",
    "Described": "rules.holdings",
    "GraphError": "pathways.session",
    "Holding": "rules.holdings",
    "Learner": "rules.holdings",
    "UnknownCodeError": "pathways.question",
    "WrongKindError": "pathways.question",
    "speaking": "words.render",
}
"""Where each public name is defined."""

__all__ = [
    "Catalogue",
    "CatalogueRefusedError",
    "Described",
    "GraphError",
    "Holding",
    "Learner",
    "UnknownCodeError",
    "WrongKindError",
    "__version__",
    "speaking",
]


def version() -> str:
    """Return the version that is installed; reading it takes longer than most of what a command needs."""
    from importlib import metadata  # noqa: PLC0415

    return metadata.version("stackways")


def __getattr__(name: str) -> Any:  # noqa: ANN401 - the types are above
    """Load a public name when it is used: `import stackways` alone costs nothing."""
    if name == "__version__":
        return version()
    if name not in _HOMES:
        raise AttributeError(f"module `stackways` has no `{name}`")
    return getattr(import_module(f"stackways.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return __all__
