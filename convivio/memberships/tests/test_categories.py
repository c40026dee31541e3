import pytest

from convivio.clusters.models import Cluster, MembershipCategory
from convivio.clusters.tests.factories import ClusterFactory, MembershipFactory
from convivio.kernel.errors import NotAllowed
from convivio.kernel.translated import in_both
from convivio.memberships import categories
from convivio.memberships.errors import CategoryIsThere, CategoryIsUsed
from convivio.memberships.tests.factories import as_board, as_office, cluster_with_categories
from convivio.people.acting import Acting

pytestmark = pytest.mark.django_db


@pytest.fixture
def cluster() -> Cluster:
    return cluster_with_categories()


@pytest.fixture
def office(cluster: Cluster) -> Acting:
    return as_office(cluster)


def test_a_named_category_comes_last_with_a_code_of_its_own(cluster: Cluster, office: Acting) -> None:
    categories.add_category(cluster, in_both("Fondazione bancaria", "Banking foundation"), by=office)

    assert [one.code for one in cluster.categories.all()][-1] == "banking_foundation"
    with pytest.raises(CategoryIsThere):
        categories.add_category(cluster, in_both("Altra", "Banking foundation"), by=office)


def test_a_new_name_keeps_the_code_and_the_members(cluster: Cluster, office: Acting) -> None:
    MembershipFactory.create(cluster=cluster)
    sme = cluster.categories.get(code="sme")

    categories.change_named_category(
        sme, in_both("PMI", "SME"), joins_by_resolution=False, is_open=False, by=office
    )

    fresh = cluster.categories.get(code="sme")
    assert (str(fresh.name), fresh.is_open) == ("PMI", False)


def test_a_category_moves_up_one_place(cluster: Cluster, office: Acting) -> None:
    third = list(cluster.categories.all())[2]

    categories.move_up(third, by=office)

    assert list(cluster.categories.all())[1] == third


def test_a_category_that_anybody_ever_had_is_never_deleted(cluster: Cluster, office: Acting) -> None:
    MembershipFactory.create(cluster=cluster, ended=True)

    with pytest.raises(CategoryIsUsed):
        categories.remove_category(cluster.categories.get(code="sme"), by=office)
    categories.remove_category(cluster.categories.get(code="other"), by=office)

    assert not MembershipCategory.objects.filter(code="other").exists()


def test_only_the_cluster_s_own_office_names_them(cluster: Cluster) -> None:
    category = cluster.categories.get(code="sme")
    for other in (as_office(ClusterFactory.create()), as_board(cluster)):
        for act in (
            lambda by: categories.add_category(cluster, in_both("A", "A"), by=by),
            lambda by: categories.move_up(category, by=by),
            lambda by: categories.remove_category(category, by=by),
        ):
            with pytest.raises(NotAllowed):
                act(other)
