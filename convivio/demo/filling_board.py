"""What the members of the demonstration ask and offer, with and without their names, and what became of it."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta

from django.utils.timezone import get_current_timezone, localdate

from convivio.clusters.models import Cluster
from convivio.demo.network_files import Entry as Row
from convivio.demo.network_files import entries
from convivio.kernel.translated import Translated
from convivio.needs.askers import put_down
from convivio.needs.facilitators import next_facilitator
from convivio.needs.models import OPEN_FOR, Answer, Entry
from convivio.organisations.models import Mandate, Organisation
from convivio.people.models import Person
from convivio.search.documents import has_changed

AGREED = {Answer.State.AGREED, Answer.State.MET, Answer.State.DELIVERED}
ENDED = {Answer.State.DELIVERED}
A_WEEK = timedelta(days=7)


def fill_board(organisations: Mapping[str, Organisation], clusters: Mapping[str, Cluster]) -> dict[str, int]:
    """Write every entry with its answers, and count the entries."""
    made = [_entry(row, organisations, clusters[row["cluster"]]) for row in entries("board")]
    has_changed(*(one.key for one in made))
    return {"entries on the board": len(made)}


def _entry(row: Row, organisations: Mapping[str, Organisation], cluster: Cluster) -> Entry:
    asker = organisations[row["organisation"]]
    posted, state = localdate() - timedelta(days=row["days_ago"]), row.get("closed", Entry.State.OPEN)
    entry = Entry.objects.create(
        side=row["side"],
        about=row["about"],
        title=Translated(row["title"]),
        body=Translated(row["body"]),
        terms=Translated(row.get("terms", {})),
        is_blinded=row.get("blinded", False),
        cluster=cluster,
        facilitator=next_facilitator(cluster),
        visibility="public",
        audience="public",
        posted_on=posted,
        expires_on=posted + OPEN_FOR,
        state=state,
        closed_on=None if state == Entry.State.OPEN else posted + OPEN_FOR,
    )
    put_down(entry, asker, _who_writes(asker))
    for one in row.get("answers", ()):
        answer = _answer(one, entry, organisations[one["organisation"]])
        if answer.state == Answer.State.DELIVERED:
            Entry.objects.filter(pk=entry.pk).update(met_by=answer)
    return entry


def _answer(row: Row, entry: Entry, organisation: Organisation) -> Answer:
    sent = datetime.combine(entry.posted_on + A_WEEK, time(11), get_current_timezone())
    state = Answer.State(row["state"])
    agreed = sent + A_WEEK if state in AGREED else None
    return Answer.objects.create(
        entry=entry,
        organisation=organisation,
        person=_who_writes(organisation),
        proposes=row["proposes"],
        asks=row["asks"],
        who=row["who"],
        state=state,
        sent_at=sent,
        introduced_on=(sent + A_WEEK).date() if state in {*AGREED, Answer.State.INTRODUCED} else None,
        asker_agreed_at=agreed,
        answerer_agreed_at=agreed,
        meeting_on=(sent + 2 * A_WEEK).date()
        if state in {Answer.State.MET, Answer.State.DELIVERED}
        else None,
        ended_on=(sent + 3 * A_WEEK).date() if state in ENDED else None,
    )


def _who_writes(organisation: Organisation) -> Person | None:
    held = Mandate.objects.filter(organisation=organisation, right=Mandate.Right.EDIT).holding_on(localdate())
    mandate = held.select_related("person").order_by("pk").first()
    return mandate.person if mandate else None
