"""What the bench of awards asks is what it says: degrees that can be had and that cannot, a diploma that is proven."""

from typing import cast

import pytest
from bench.awards import DEGREES, _audits, _micro_credentials
from bench.questions import Question

from stackways.pathways.catalogue_reading import CatalogueReading
from stackways.pathways.find_awards import Awards
from stackways.pathways.session import Reader
from stackways.seed.reading import read_catalogue

CATALOGUE = read_catalogue(sorted(DEGREES.glob("*.yaml")))


@pytest.mark.parametrize("audit", _audits(CATALOGUE), ids=lambda audit: audit.name)
async def test_who_holds_every_course_has_the_degree_and_who_lacks_eight_has_not(audit: Question) -> None:
    [sample] = audit.samples
    answer = await sample.pathway(cast("Reader", CatalogueReading(CATALOGUE)))
    assert isinstance(answer, Awards)
    assert (len(answer.claimable), len(answer.nearest)) == ((1, 0) if "every course" in audit.name else (0, 1))


def test_the_best_diploma_of_400_micro_credentials_is_proven(capsys: pytest.CaptureFixture[str]) -> None:
    _micro_credentials(1)
    assert " proven, " in capsys.readouterr().out
