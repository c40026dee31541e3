"""The table as its page shows it: what is missing, who sits there, the money, the rules, the trail."""

from dataclasses import dataclass
from datetime import timedelta

from django.urls import NoReverseMatch, reverse
from django.utils.functional import cached_property
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from convivio.calls.rule_sets import ReadRuleSet, all_rule_sets, read_rules
from convivio.consortia.budgets import ShownBudget, shown_budget
from convivio.consortia.models import Consortium, Seat
from convivio.consortia.permissions import may_change
from convivio.consortia.roles import roles_under
from convivio.consortia.seating import ShownSeat, seats_of, shown_seats
from convivio.consortia.trail import Step, latest, trail_of
from convivio.consortia.verdicts import Judgement, judge_consortium
from convivio.kernel.verdicts import Verdict
from convivio.people.acting import Acting

UNDO_FOR = timedelta(hours=1)
MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class MissingPiece:
    """What the table lacks, in a title and a sentence."""

    title: str
    text: str
    more: str = ""


class TablePage:
    """All that the page of a table shows, each part read once, when it is first asked for."""

    def __init__(self, consortium: Consortium, acting: Acting) -> None:
        self.consortium = consortium
        self.acting = acting
        self.today = localdate()

    @cached_property
    def may_change(self) -> Verdict:
        return may_change(self.acting, self.consortium)

    @cached_property
    def is_open(self) -> bool:
        """Whether this reader may change it now."""
        return bool(self.may_change) and self.consortium.set_aside_at is None

    @cached_property
    def seats(self) -> list[Seat]:
        return seats_of(self.consortium, self.acting.reader)

    @cached_property
    def seated(self) -> list[ShownSeat]:
        roles = roles_under(self.consortium.rule_set)
        return shown_seats(self.consortium, self.seats, roles, self.acting.reader)

    @property
    def drawn(self) -> list[dict[str, str]]:
        """Who sits there, for the table seen from above."""
        return [{"name": one.name, "kind": one.kind} for one in self.seated]

    @cached_property
    def empty_seats(self) -> list[Seat]:
        return [seat for seat in self.seats if seat.organisation_id is None]

    @cached_property
    def judgement(self) -> Judgement | None:
        return judge_consortium(self.consortium, self.seats)

    @cached_property
    def rule_set(self) -> ReadRuleSet | None:
        return read_rules(self.consortium.rule_set)

    @property
    def rules_hold_today(self) -> bool:
        return self.rule_set is not None and self.rule_set.holds_on(self.today)

    @property
    def rule_sets(self) -> list[ReadRuleSet]:
        """The rule sets to choose from."""
        return [one for one in all_rule_sets() if not one.about_clusters]

    @cached_property
    def missing(self) -> MissingPiece | None:
        return missing_piece(self.judgement, len(self.empty_seats))

    @property
    def free_count(self) -> int:
        """How many dashed rings the table shows."""
        return len(self.empty_seats) or (1 if self.missing else 0)

    @cached_property
    def budget(self) -> ShownBudget | None:
        return shown_budget(self.consortium, self.seats)

    @cached_property
    def steps(self) -> list[Step]:
        return trail_of(self.consortium, self.seats, self.acting)

    @property
    def latest_steps(self) -> list[Step]:
        return latest(self.steps)[0]

    @property
    def steps_between(self) -> int:
        return latest(self.steps)[1]

    @property
    def next_step(self) -> str:
        """What comes next, in words; nothing for a table that is set aside."""
        if self.consortium.set_aside_at is not None:
            return ""
        if self.missing:
            return _("find who is missing")
        if self.judgement is None:
            return _("choose the rules to judge it by")
        if self.budget is None:
            return _("share the budget")
        if self.judgement.to_find_out:
            return _("find out what is not known")
        return _("take it away and send it")

    @cached_property
    def left(self) -> Step | None:
        """The step in which somebody left a moment ago, while nobody has changed the table since."""
        changes = [step for step in self.steps if step.verb != "consortium.exported"]
        last = changes[-1] if changes else None
        if last is None or last.departure is None or last.at < now() - UNDO_FOR:
            return None
        return last if self.is_open else None

    @cached_property
    def for_table_url(self) -> str:
        return _address("matching:for_table", self.consortium.pk)

    @property
    def owner_label(self) -> str:
        """For whom the draft is kept, where the reader acts for them too."""
        labels = {choice.key: choice.label for choice in self.acting.choices}
        return labels.get(self.consortium.owner, "")


def missing_piece(judgement: Judgement | None, empty_count: int) -> MissingPiece | None:
    """Say what the table lacks: partners that a rule asks for, or whoever takes an empty seat."""
    lacking = judgement.missing_partners if judgement else ()
    if lacking:
        first, *others = lacking
        more = ngettext("%(count)s more rule misses somebody: %(rules)s",
                        "%(count)s more rules miss somebody: %(rules)s", len(others)) % {
            "count": len(others), "rules": " ".join(one.title for one in others[:MOST_NAMED])}  # fmt: skip
        return MissingPiece(_("Somebody is missing"), f"{first.title} {first.state}", more if others else "")
    if empty_count:
        title = ngettext("%(count)s seat is empty", "%(count)s seats are empty", empty_count)
        return MissingPiece(
            title % {"count": empty_count}, _("A seat was kept free for somebody you have yet to find.")
        )
    return None


def _address(name: str, number: int) -> str:
    """Return the address of a higher room's part, or nothing where there is none."""
    try:
        return reverse(name, args=[number])
    except NoReverseMatch:
        return ""
