"""The letters that an application causes, in the language of whoever reads them."""

from collections.abc import Callable
from datetime import date

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from convivio.activity.letters import post
from convivio.memberships.models import Application, BoardDecision, ReturnLink, State
from convivio.organisations.models import Organisation
from convivio.people.models import Person
from convivio.web.amounts import in_words


def post_link(link: ReturnLink, secret: str) -> None:
    """Send the secret with which an application is begun, or opened again."""
    with translation.override(link.language):
        address = settings.ADDRESS + reverse("memberships:link", args=[secret])
        words = {
            "cluster": link.cluster,
            "address": address,
            "day": in_words(link.expires_at, "j F Y"),
        }
        post(
            link.email,
            _("Your application to %(cluster)s") % words,
            _(
                "With this link you write the application of your organisation to %(cluster)s, alone or "
                "with colleagues:\n\n%(address)s\n\nIt opens once, until %(day)s. What you write is kept as "
                "you go. For another link, go back to the page of the cluster with the same address.\n\n"
                "If you know nothing of this, do nothing: the link opens only what whoever has it writes."
            )
            % words,
        )


def post_warning(link: ReturnLink, secret: str, *, erased_on: date) -> None:
    """Tell an applicant that a draft which nobody touches is to be erased, with a link that keeps it."""
    if link.application is None:
        return
    with translation.override(link.language):
        words = {
            **_names(link.application),
            "address": settings.ADDRESS + reverse("memberships:link", args=[secret]),
            "since": in_words(link.application.touched_at, "j F Y"),
            "day": in_words(erased_on, "j F Y"),
        }
        post(
            link.email,
            _("Your application to %(cluster)s will be erased on %(day)s") % words,
            _(
                "You began the application of %(name)s to %(cluster)s, and nobody has written in it since %(since)s. "
                "On %(day)s it is erased, with its documents: we do not keep what is not used. If you still "
                "want it, open it with this link; that is enough to keep it:\n\n%(address)s\n\nIf you do not, "
                "there is nothing to do."
            )
            % words,
        )


def post_passage(application: Application, words: str = "") -> None:
    """Tell the applicant where the application stands now, and what is to be done."""
    said = SAID.get(State(application.state))
    if said is not None:
        _tell(application, said, words)


def post_decision(application: Application, decision: BoardDecision) -> None:
    """Tell the applicant what the board decided, and why or from when."""
    with translation.override(application.language):
        day = in_words(decision.member_from, "j F Y") if decision.member_from else ""
    admitted = decision.outcome == BoardDecision.Outcome.ADMIT
    _tell(application, _admitted if admitted else _refused, day if admitted else decision.sentence)


def post_named(application: Application, organisation: Organisation, signatory: Person) -> None:
    """Tell whom an application named as signing that the board admitted it, and what that lets them do."""
    with translation.override(signatory.language):
        said = {
            "name": organisation.name,
            "cluster": application.cluster,
            "who": application.email,
            "address": settings.ADDRESS + reverse("organisations:people", args=[organisation.slug]),
        }
        text = _(
            "The board of %(cluster)s admitted %(name)s, and the application, written by %(who)s, names you as who "
            "signs for it. Sign in with this address: no password, you get a code. Then invite your "
            "colleagues, and say what each may do:\n\n%(address)s"
        )
        post(signatory.email, _("You sign for %(name)s") % said, text % said)


def _tell(application: Application, said: Callable[[], tuple[str, str]], words: str) -> None:
    with translation.override(application.language):
        subject, text = said()
        named = {**_names(application), "words": words}
        post(application.email, subject % named, text % named)


def _names(application: Application) -> dict[str, object]:
    return {
        "name": application.name or application.email,
        "cluster": application.cluster,
        "address": settings.ADDRESS + application.get_absolute_url(),
    }


def _sent() -> tuple[str, str]:
    return _("%(cluster)s has your application"), _(
        "The application of %(name)s is with the office of %(cluster)s. It checks it, then the board decides; "
        "each time you get a letter. Until then you can read it, and withdraw it:\n\n%(address)s"
    )


def _returned() -> tuple[str, str]:
    return _("%(cluster)s asks for something more"), _(
        "The office of %(cluster)s read the application of %(name)s, and asks:\n\n%(words)s\n\n"
        "Add it, and send the application again:\n\n%(address)s"
    )


def _before_the_board() -> tuple[str, str]:
    return _("Your application is before the board"), _(
        "The application of %(name)s is complete. The board of %(cluster)s decides about it at one of its "
        "next meetings, and you get a letter.\n\n%(address)s"
    )


def _withdrawn() -> tuple[str, str]:
    return _("The application is withdrawn"), _(
        "The application of %(name)s to %(cluster)s is withdrawn. Nothing is lost: you can take it up again.\n\n"
        "%(address)s"
    )


def _admitted() -> tuple[str, str]:
    return _("Welcome to %(cluster)s"), _(
        "The board of %(cluster)s admitted %(name)s: it is a member from %(words)s. Sign in with this address "
        "to look after its page and its people.\n\n%(address)s"
    )


def _refused() -> tuple[str, str]:
    return _("The board did not admit %(name)s"), _(
        "The board of %(cluster)s decided not to admit %(name)s, for this reason:\n\n%(words)s\n\n%(address)s"
    )


SAID: dict[State, Callable[[], tuple[str, str]]] = {
    State.SENT: _sent,
    State.RETURNED: _returned,
    State.BOARD: _before_the_board,
    State.WITHDRAWN: _withdrawn,
}
