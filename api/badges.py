"""What a learner has to show: badges and other proofs, read and forgotten."""

from __future__ import annotations

import binascii
from base64 import b64decode
from typing import Annotated

from fastapi import APIRouter, Request, Response
from pydantic import Field, model_validator

from stackways.api.answers import think
from stackways.api.parameters import Asking
from stackways.api.remembered import forget
from stackways.pathways.import_holdings import MOST_FILES, File, ImportedHoldings, import_holdings
from stackways.pathways.keep_trust import trust_folder
from stackways.pathways.read_list import ListRead, read_list
from stackways.rules.base import Model
from stackways.words.message import Message

router = APIRouter(prefix="/v1", tags=["holdings"])


class FileGiven(Model):
    """A badge or certificate: its text, or its bytes in base64."""

    name: Annotated[str, Field(min_length=1, max_length=200)]
    """What the answer calls it."""
    text: str | None = None
    """The file, where it is text: JSON, a JWT, SVG."""
    base64: str | None = None
    """The file, where it is not: a PNG picture."""

    @model_validator(mode="after")
    def _either(self) -> FileGiven:
        if (self.text is None) == (self.base64 is None):
            raise ValueError(str(Message("error.text-or-base64")))
        self.content()
        return self

    def content(self) -> bytes:
        """Return its bytes."""
        try:
            return (self.text or "").encode() if self.base64 is None else b64decode(self.base64, validate=True)
        except binascii.Error:
            raise ValueError(str(Message("error.base64"))) from None
        except UnicodeEncodeError:
            raise ValueError(str(Message("error.half-a-character"))) from None


class ImportAsked(Asking):
    """Files to read, and the day for which their dates are judged."""

    files: Annotated[list[FileGiven], Field(min_length=1, max_length=MOST_FILES)]
    """The files, in the order in which they are answered."""


@router.post("/holdings/import", response_model=ImportedHoldings, name="import_holdings")
async def import_badges(request: Request, asked: ImportAsked) -> Response:
    """What badges and certificates say was attained, and what could be checked about them.

    The answer's holdings can be asked with as they are. Nothing is fetched meanwhile, and nothing is kept.
    """
    files = [File(file.name, file.content()) for file in asked.files]
    trust = trust_folder(request.app.state.settings)
    response = await think(request, import_holdings, files, trust, asked.day, illustrative=asked.illustrative)
    forget(request.scope)  # whom to trust may change at any time
    return response


class ListAsked(Asking):
    """A list of what is held, as somebody keeps it."""

    text: Annotated[str, Field(min_length=1, max_length=20_000)]
    """One thing on each line: its name, and when it was attained."""


@router.post("/holdings/read", response_model=ListRead)
async def read_pasted(request: Request, asked: ListAsked) -> Response:
    """What each line of a list means in the catalogue, and when it was attained. Let its writer confirm it."""
    return await think(request, read_list, asked.text, asked.day, illustrative=asked.illustrative)
