"""Saying skills, showing them, vouching from elsewhere: what works, for whom it does not, and what is kept below."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from convivio.activity.models import Trace
from convivio.kernel.audiences import PUBLIC
from convivio.kernel.errors import NotAllowed
from convivio.kernel.translated import in_both
from convivio.notices.models import Notice
from convivio.organisations.models import Competence, Organisation
from convivio.organisations.tests.factories import MandateFactory, OrganisationFactory, editor_of
from convivio.people.acting import Acting, acting_as
from convivio.people.tests.factories import PersonFactory, acting
from convivio.skills.errors import SkillIsThere, SkillIsWithdrawn, VouchedAlready
from convivio.skills.models import Evidence, Level, Side, Skill
from convivio.skills.proving import Named, add_evidence, remove_evidence, vouch
from convivio.skills.saying import Saying, Shown, change_skill, confirm_all, put_back, say_skill, take_away
from convivio.skills.telling import OLD, tell_of_old_skills
from convivio.skills.tests.factories import EvidenceFactory, SkillFactory
from convivio.vocabulary.tests.factories import ConceptFactory

pytestmark = pytest.mark.django_db
WELL = Saying(level=Level.SKILLED, words=in_both("Ceramiche porose", "Porous ceramics"))


def editor(organisation: Organisation) -> Acting:
    return acting(editor_of(organisation))


def speaker(organisation: Organisation) -> Acting:
    person = PersonFactory.create()
    MandateFactory.create(person=person, organisation=organisation, right="speak")
    return acting_as(person)


def test_a_skill_is_said_with_what_shows_it_and_the_organisation_is_known_for_it() -> None:
    organisation, concept = OrganisationFactory.create(), ConceptFactory.create()

    skill = say_skill(
        organisation, concept, WELL, by=editor(organisation), shown=Shown("text", "…ceramiche…")
    )

    assert (skill.level, skill.evidence.get().words) == (Level.SKILLED, "…ceramiche…")
    assert Competence.objects.get(organisation=organisation).concept == concept
    assert Trace.objects.filter(verb="skill.said", subject=skill.key).exists()


def test_who_does_not_edit_says_nothing() -> None:
    organisation = OrganisationFactory.create()

    with pytest.raises(NotAllowed):
        say_skill(organisation, ConceptFactory.create(), WELL, by=speaker(organisation))
    assert not Skill.objects.exists()


def test_a_skill_is_said_once() -> None:
    skill = SkillFactory.create()

    with pytest.raises(SkillIsThere):
        say_skill(skill.organisation, skill.concept, WELL, by=editor(skill.organisation))


def test_one_may_offer_what_one_looks_for_to_learn_it_better() -> None:
    skill = SkillFactory.create()
    needed = Saying(side=Side.NEEDED)

    say_skill(skill.organisation, skill.concept, needed, by=editor(skill.organisation))

    assert Skill.objects.count() == 2


def test_what_is_taken_away_can_be_put_back_and_said_anew() -> None:
    skill = SkillFactory.create()
    by = editor(skill.organisation)

    take_away(skill, by=by)
    assert not Competence.objects.exists()
    with pytest.raises(SkillIsWithdrawn):
        change_skill(skill, WELL, by=by)
    put_back(skill, by=by)

    assert Competence.objects.get().concept == skill.concept


@pytest.mark.parametrize(("side", "audience"), [("needed", PUBLIC), ("offered", "cluster:1")])
def test_the_organisation_is_not_known_for_what_others_may_not_see_or_it_cannot_do(
    side: str, audience: str
) -> None:
    organisation = OrganisationFactory.create()
    say = Saying(side=Side(side), audience=audience)

    say_skill(organisation, ConceptFactory.create(), say, by=editor(organisation))

    assert not Competence.objects.exists()


def test_one_is_named_by_ones_own_act_alone() -> None:
    organisation = OrganisationFactory.create()
    first, second = editor(organisation), editor(organisation)
    skill = say_skill(organisation, ConceptFactory.create(), Saying(asks_me=True), by=first)

    change_skill(skill, Saying(), by=second)
    assert skill.person == first.person
    change_skill(skill, Saying(), by=first)
    assert skill.person is None


def test_all_are_confirmed_together_as_of_today() -> None:
    skill = SkillFactory.create(confirmed_on=localdate() - timedelta(days=500))

    assert confirm_all(skill.organisation, by=editor(skill.organisation)) == 1
    skill.refresh_from_db()
    assert not skill.is_old


def test_somebody_from_elsewhere_vouches_once_and_they_are_told() -> None:
    skill = SkillFactory.create()
    by = speaker(OrganisationFactory.create())

    vouch(skill, "Li ho visti lavorare.", by=by)

    with pytest.raises(VouchedAlready):
        vouch(skill, "", by=by)
    assert Notice.objects.filter(kind="skill.vouched", about=skill.key).exists()


def test_nobody_vouches_for_their_own_nor_for_what_they_may_not_see() -> None:
    skill, hidden = SkillFactory.create(), SkillFactory.create(audience="cluster:9", visibility="cluster")

    with pytest.raises(NotAllowed):
        vouch(skill, "", by=speaker(skill.organisation))
    with pytest.raises(NotAllowed):
        vouch(hidden, "", by=speaker(OrganisationFactory.create()))


def test_evidence_is_added_and_taken_away_by_its_owner_alone() -> None:
    skill = SkillFactory.create()
    found = add_evidence(skill, Named("certificate", "ISO 13485"), by=editor(skill.organisation))

    with pytest.raises(NotAllowed):
        remove_evidence(found, by=speaker(OrganisationFactory.create()))
    remove_evidence(found, by=editor(skill.organisation))
    assert not Evidence.objects.exists()


def test_who_vouched_takes_their_word_back() -> None:
    by = speaker(OrganisationFactory.create())
    found = EvidenceFactory.create(kind="colleague", person=by.person)

    remove_evidence(found, by=by)

    assert not Evidence.objects.exists()


def test_old_skills_are_asked_for_once_in_three_months() -> None:
    SkillFactory.create(confirmed_on=localdate() - timedelta(days=400))
    SkillFactory.create()

    assert (tell_of_old_skills(), tell_of_old_skills()) == (1, 0)
    assert Notice.objects.filter(kind=OLD).count() == 1


def test_two_who_say_it_at_once_say_it_once(monkeypatch: pytest.MonkeyPatch) -> None:
    skill = SkillFactory.create()
    by = editor(skill.organisation)
    nobody = Skill.objects.none()
    monkeypatch.setattr(Skill.objects, "filter", lambda **_: nobody)

    with pytest.raises(SkillIsThere):
        say_skill(skill.organisation, skill.concept, WELL, by=by)
