"""Whose a payment is likely to be, and why: a proposal for a person to confirm."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from django.utils.translation import gettext_lazy as _

from convivio.clusters.models import Cluster
from convivio.dues.balances import open_notices
from convivio.dues.models import Account, Notice
from convivio.dues.references import bare

LEGAL = frozenset(
    "srl spa sas snc scrl scarl soc coop societa the ltd gmbh di e del della dei per and of il la".split()
)
SHORTEST = 3
_number = re.compile(r"(?<!\d)(20\d\d)\s*[/-]\s*0*(\d{1,6})(?!\d)")


class Why(Enum):
    """By what a payment was known again, the surest first."""

    REFERENCE = "reference", _("it gives the reference")
    NUMBER = "number", _("it gives the number of the notice")
    AMOUNT_AND_NAME = "amount_and_name", _("the amount and the name are the same")
    NAME = "name", _("the name is the same, the amount is not")
    NOTHING = "nothing", _("nothing says whose it is")

    def __init__(self, code: str, label: str) -> None:
        self.code = code
        self.label = label


@dataclass(frozen=True, slots=True)
class Proposal:
    """Whose a payment may be, which notices it pays first, and by what it was known."""

    why: Why
    account: Account | None = None
    notices: tuple[Notice, ...] = ()

    @property
    def is_sure(self) -> bool:
        return self.why in {Why.REFERENCE, Why.NUMBER, Why.AMOUNT_AND_NAME}


class Proposer:
    """Knows what is open in a cluster, read once, and proposes line by line.

    What a line before it would pay is taken off, so that two like lines do not claim one notice.
    """

    def __init__(self, cluster: Cluster) -> None:
        known = Notice.objects.filter(cluster=cluster).select_related("cluster", "account__organisation")
        self.notices = list(known)
        self.by_number = {(one.year, one.number): one for one in self.notices}
        self.open = {notice.pk: amount for notice, amount in open_notices(cluster)}
        self.names = {one.account_id: words_of(one.account.organisation.name) for one in self.notices}

    def propose(self, amount: Decimal, payer: str, words: str) -> Proposal:
        """Say whose a payment is likely to be."""
        text = f"{words} {payer}"
        found = self._by_reference(text) or self._by_number(text) or self._by_name(amount, payer, words)
        left = amount
        for notice in found.notices:
            paid = min(left, self.open.get(notice.pk, Decimal(0)))
            left -= paid
            self.open[notice.pk] = self.open.get(notice.pk, Decimal(0)) - paid
        return found

    def _by_reference(self, text: str) -> Proposal | None:
        signs = bare(text)
        if "RF" not in signs:
            return None
        return self._of([one for one in self.notices if one.reference in signs], Why.REFERENCE)

    def _by_number(self, text: str) -> Proposal | None:
        asked = [(int(year), int(number)) for year, number in _number.findall(text)]
        return self._of([self.by_number[one] for one in asked if one in self.by_number], Why.NUMBER)

    def _of(self, notices: Sequence[Notice], why: Why) -> Proposal | None:
        """Propose the notices of one payer; of several payers, none."""
        accounts = {one.account_id: one.account for one in notices}
        if len(accounts) != 1:
            return None
        ordered = tuple(sorted(set(notices), key=lambda one: (one.due_on, one.pk)))
        return Proposal(why, next(iter(accounts.values())), ordered)

    def _by_name(self, amount: Decimal, payer: str, words: str) -> Proposal:
        told = words_of(f"{payer} {words}")
        alike = [
            one for one in self.notices if self.names[one.account_id] and self.names[one.account_id] <= told
        ]
        same = [one for one in alike if self.open.get(one.pk) == amount]
        by_both = (
            self._of(same[:1], Why.AMOUNT_AND_NAME) if len({one.account_id for one in same}) == 1 else None
        )
        owing = [one for one in alike if self.open.get(one.pk)]
        return by_both or self._of(owing, Why.NAME) or Proposal(Why.NOTHING)


def words_of(name: str) -> frozenset[str]:
    """Reduce a name to the words by which it is known: no accents, no legal form."""
    plain = unicodedata.normalize("NFKD", name.casefold().replace(".", ""))
    letters = "".join(sign if sign.isalnum() else " " for sign in plain if not unicodedata.combining(sign))
    return frozenset(word for word in letters.split() if len(word) >= SHORTEST and word not in LEGAL)
