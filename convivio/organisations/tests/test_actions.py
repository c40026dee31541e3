import pytest
from django.db import transaction
from django.utils.timezone import localdate

from convivio.activity.models import Trace
from convivio.clusters.tests.factories import coordinator
from convivio.kernel.errors import NotAllowed
from convivio.kernel.translated import Translated, in_both
from convivio.organisations.actions import Profile, change_profile, profile_of, settle_double
from convivio.organisations.errors import DoubleIsSettled, ProfileChangedMeanwhile
from convivio.organisations.known_for import say_known_for
from convivio.organisations.models import Competence, Organisation
from convivio.organisations.tests.factories import (
    CompetenceFactory,
    LikelyDoubleFactory,
    OrganisationFactory,
    editor_of,
    member_of,
)
from convivio.people.tests.factories import acting
from convivio.search.models import Change
from convivio.vocabulary.tests.factories import ConceptFactory

pytestmark = pytest.mark.django_db


def written() -> Profile:
    return Profile(
        description=in_both("Stampiamo osso.", "We print bone."),
        looking_for=Translated(),
        website="https://osso.example/",
    )


def test_a_changed_profile_is_confirmed_recorded_and_found_anew() -> None:
    organisation = OrganisationFactory.create(confirmed_on=None)
    editor = acting(editor_of(organisation))

    change_profile(organisation, written(), seen=profile_of(organisation).digest, by=editor)

    entry = Trace.objects.get(verb="organisation.changed")
    assert (entry.subject, entry.acting_for) == (organisation.key, organisation.key)
    assert entry.facts == {"parts": ["description", "website"]}
    assert Change.objects.filter(key=organisation.key).exists()
    assert Organisation.objects.get().confirmed_on is not None


def test_what_is_declared_follows_what_is_said_and_what_projects_show_stays() -> None:
    organisation, new = OrganisationFactory.create(), ConceptFactory.create()
    CompetenceFactory.create(organisation=organisation)
    shown = CompetenceFactory.create(organisation=organisation, origin=Competence.Origin.SHOWN)

    with transaction.atomic():
        say_known_for(organisation, {new.pk: localdate()})

    assert set(organisation.concepts.all()) == {new, shown.concept}


def test_who_may_not_edit_changes_nothing_and_leaves_no_trace() -> None:
    organisation = OrganisationFactory.create()

    with pytest.raises(NotAllowed):
        change_profile(
            organisation, written(), seen=profile_of(organisation).digest, by=acting(member_of(organisation))
        )

    assert "dialisi" in Organisation.objects.get().description["it"]
    assert not Trace.objects.exists()


def test_a_version_that_is_not_the_last_is_refused() -> None:
    organisation = OrganisationFactory.create()
    editor, seen = acting(editor_of(organisation)), profile_of(organisation).digest
    change_profile(organisation, written(), seen=seen, by=editor)

    with pytest.raises(ProfileChangedMeanwhile):
        change_profile(organisation, written(), seen=seen, by=editor)

    assert Trace.objects.filter(verb="organisation.changed").count() == 1


def test_a_settled_double_is_recorded_and_settled_once() -> None:
    double, by = LikelyDoubleFactory.create(), acting(coordinator())

    settle_double(double, "different", by=by)

    assert Trace.objects.get(verb="double.settled").facts["verdict"] == "different"
    with pytest.raises(DoubleIsSettled):
        settle_double(double, "same", by=by)


def test_a_member_settles_no_double() -> None:
    double = LikelyDoubleFactory.create()

    with pytest.raises(NotAllowed):
        settle_double(double, "same", by=acting(member_of(double.first)))
