import pytest

from convivio.consortia.tests.factories import laid_table
from convivio.kernel.audiences import Visibility
from convivio.kernel.errors import BadInput
from convivio.matching.completing import completed, completing_context
from convivio.matching.tests.factories import Region, region
from convivio.organisations.models import Organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> Region:
    return region()


def hide(organisation: Organisation) -> None:
    Organisation.objects.filter(pk=organisation.pk).update(
        visibility=Visibility.NETWORK, audience="network:1"
    )


def test_a_table_whose_lead_is_hidden_is_completed_for_nobody(here: Region) -> None:
    consortium, by = laid_table(here.lead, here.known)
    hide(here.lead)

    with pytest.raises(BadInput):
        completed(consortium, by.reader)


def test_a_partner_hidden_since_is_not_named_among_those_who_sit(here: Region) -> None:
    consortium, by = laid_table(here.lead, here.known)
    hide(here.known)

    context = completing_context(consortium, by.reader)

    assert "refusal" not in context
    assert here.known.name not in str(context["worth"])
    assert here.known not in context["proposed"]
