from django.utils.translation import gettext as _

from convivio.kernel.errors import BadInput, NotFound, WrongState


class LinkOpensNothing(NotFound):
    """A return link that was opened already, has expired, or never was: nobody can tell which."""

    code = "link_opens_nothing"

    def __init__(self) -> None:
        super().__init__(_("This link opens nothing any more. Ask for another with your address."))


class TooManyLetters(WrongState):
    """More return links than a cluster sends in an hour."""

    code = "too_many_letters"

    def __init__(self) -> None:
        super().__init__(_("Too many letters were asked for just now. Try again in an hour."))


class ApplicationMovedOn(WrongState):
    """Somebody else moved the application on since the page was opened."""

    code = "application_moved_on"

    def __init__(self, state: str) -> None:
        super().__init__(
            _("Somebody moved this application on meanwhile: it is now %(state)s. Look at it again.")
            % {"state": state}
        )


class StepChangedMeanwhile(WrongState):
    """A colleague wrote in the same step since it was opened."""

    code = "step_changed_meanwhile"

    def __init__(self) -> None:
        super().__init__(
            _("A colleague wrote here while you did. Read what is there now, then keep yours or theirs.")
        )


class ApplicationIsIncomplete(WrongState):
    """Something that the category asks for is missing."""

    code = "application_is_incomplete"

    def __init__(self, missing: list[str]) -> None:
        super().__init__(_("Before it can be sent: %(missing)s") % {"missing": " ".join(missing)})


class AppliedAlready(WrongState):
    """Another application of the same organisation is under way in this cluster."""

    code = "applied_already"

    def __init__(self, name: str) -> None:
        super().__init__(
            _("Another application of %(name)s is with this cluster already: it goes on there.")
            % {"name": name}
        )


class AlreadyAMember(WrongState):
    """The organisation is a member on one of those days already."""

    code = "already_a_member"

    def __init__(self, name: str) -> None:
        super().__init__(
            _("%(name)s is a member on one of those days already: no day belongs to two memberships.")
            % {"name": name}
        )


class OrganisationIsOnRecord(WrongState):
    """A number of the applicant belongs to an organisation that is on record already."""

    code = "organisation_is_on_record"

    def __init__(self, name: str) -> None:
        super().__init__(
            _("The register has one of its numbers already, under %(name)s. Say first whether they are one.")
            % {"name": name}
        )


class UnsoundDecision(BadInput):
    """A decision that lacks its votes or note, its day, or its sentence."""

    code = "unsound_decision"


class UnsoundEnclosure(BadInput):
    """A document that is not of a kind or size that is taken."""

    code = "unsound_enclosure"


class MembershipHasEnded(WrongState):
    """The membership is over on that day."""

    code = "membership_has_ended"

    def __init__(self, name: str) -> None:
        super().__init__(_("%(name)s is not a member on that day.") % {"name": name})


class UnsoundDay(BadInput):
    """A day on which this cannot begin or end."""

    code = "unsound_day"


class SuspendedAlready(WrongState):
    """The membership stands still on one of those days already."""

    code = "suspended_already"

    def __init__(self, name: str) -> None:
        super().__init__(_("%(name)s is suspended on one of those days already.") % {"name": name})


class NotSuspended(WrongState):
    """There is no suspension to lift."""

    code = "not_suspended"

    def __init__(self, name: str) -> None:
        super().__init__(_("%(name)s is not suspended.") % {"name": name})


class NoSuchCategory(BadInput):
    """A category that the cluster does not have, or that takes no new members."""

    code = "no_such_category"

    def __init__(self) -> None:
        super().__init__(_("This cluster takes no new members in that category."))


class CategoryIsUsed(WrongState):
    """A category that members have or had is kept: close it instead."""

    code = "category_is_used"

    def __init__(self, name: str) -> None:
        super().__init__(
            _("“%(name)s” is on record with members, so it stays. Close it, and nobody new can choose it.")
            % {"name": name}
        )


class CategoryIsThere(WrongState):
    """The cluster has a category of this name already."""

    code = "category_is_there"

    def __init__(self, name: str) -> None:
        super().__init__(_("There is a category “%(name)s” already.") % {"name": name})
