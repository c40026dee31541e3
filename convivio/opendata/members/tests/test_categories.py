import pytest

from convivio.clusters.models import MembershipCategory
from convivio.clusters.tests.factories import ClusterFactory
from convivio.kernel.translated import in_both
from convivio.opendata.members.categories import name_categories
from convivio.opendata.members.values import read_row

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("words", ["Fondazione bancaria", "BANKING FOUNDATION", "banking_foundation"])
def test_a_list_may_name_a_category_as_the_cluster_does(words: str) -> None:
    cluster = ClusterFactory.create()
    MembershipCategory.objects.create(
        cluster=cluster,
        code="banking_foundation",
        name=in_both("Fondazione bancaria", "Banking foundation"),
    )
    rows = [
        read_row(2, {"name": "Cassa", "category": words}),
        read_row(3, {"name": "B", "category": "amico"}),
    ]

    name_categories(rows, cluster)

    assert (rows[0].category, rows[0].left_out) == ("banking_foundation", [])
    assert "amico" in rows[1].left_out[0]
