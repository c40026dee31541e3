from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.timezone import localdate, now
from django.utils.translation import gettext_lazy as _

from convivio.clusters.models import Cluster, Membership
from convivio.kernel.addresses import address_of
from convivio.kernel.days import Dated, DatedQuerySet, ends_after_it_begins
from convivio.kernel.keys import key_of
from convivio.kernel.money import EuroField
from convivio.kernel.translated import TranslatedField
from convivio.organisations.models import Organisation, Size
from convivio.people.models import Person

DAYS_TO_PAY = 30


class What(models.TextChoices):
    """What a member is asked for."""

    ENTRY = "entry", _("entry fee")
    YEARLY = "yearly", _("yearly fee")


class Books(models.Model):
    """The books of a cluster: where its members pay. Whoever changes the ledger holds this row."""

    cluster = models.OneToOneField(Cluster, models.PROTECT, related_name="books")
    payee = models.CharField(_("name of the account's holder"), max_length=70, blank=True)
    iban = models.CharField("IBAN", max_length=34, blank=True)
    bic = models.CharField("BIC", max_length=11, blank=True)
    vat = models.CharField(_("VAT number"), max_length=20, blank=True)
    fiscal_code = models.CharField(_("fiscal code"), max_length=16, blank=True)
    address = models.CharField(_("address"), max_length=240, blank=True)
    email = models.EmailField(_("e-mail address for questions"), max_length=254, blank=True)
    days_to_pay = models.PositiveSmallIntegerField(_("days to pay"), default=DAYS_TO_PAY)

    def __str__(self) -> str:
        return str(self.cluster)

    @property
    def key(self) -> str:
        return key_of(self)

    @property
    def can_ask(self) -> bool:
        """Whether a notice can say where to pay."""
        return bool(self.payee and self.iban)


class FeeSchedule(Dated):
    """What a cluster asks of its members from a day on, who decided it, and where it is written."""

    class PartOfYear(models.TextChoices):
        WHOLE = "whole", _("the whole year, whenever they join")
        MONTHS = "months", _("the months from joining to the end of the year, in twelfths")
        HALVES = "halves", _("half of it when they join from July on")

    cluster = models.ForeignKey(Cluster, models.PROTECT, related_name="fee_schedules")
    source = models.CharField(_("where it is written"), max_length=240)
    decided_on = models.DateField(_("decided on"))
    part_of_year = models.CharField(
        _("who joins during the year pays"),
        max_length=6,
        choices=PartOfYear.choices,
        default=PartOfYear.WHOLE,
    )

    objects = DatedQuerySet["FeeSchedule"].as_manager()

    class Meta:
        ordering = ("-from_on",)
        constraints = [ends_after_it_begins("fee_schedule_ends_after_it_begins")]
        indexes = [models.Index(fields=["cluster", "from_on"], name="fee_schedules_of_cluster")]

    def __str__(self) -> str:
        return f"{self.cluster} · {self.from_on}"

    @property
    def key(self) -> str:
        return key_of(self)


class FeeLine(models.Model):
    """One amount of a schedule; without a category or a size it is for all."""

    schedule = models.ForeignKey(FeeSchedule, models.CASCADE, related_name="lines")
    what = models.CharField(max_length=6, choices=What.choices)
    category = models.CharField(max_length=40, blank=True)
    size = models.CharField(max_length=8, choices=Size.choices, blank=True)
    amount = EuroField()

    class Meta:
        ordering = ("what", "category", "size")
        constraints = [
            models.UniqueConstraint(
                fields=["schedule", "what", "category", "size"], name="one_amount_for_a_case"
            ),
            models.CheckConstraint(condition=Q(amount__gte=0), name="a_fee_is_not_below_nought"),
        ]

    def __str__(self) -> str:
        return f"{self.get_what_display()} {self.amount}"


class Reduction(models.Model):
    """Who pays only a part, as a fraction; a part of nought is an exemption."""

    schedule = models.ForeignKey(FeeSchedule, models.CASCADE, related_name="reductions")
    what = models.CharField(max_length=6, choices=What.choices, blank=True)
    category = models.CharField(max_length=40, blank=True)
    size = models.CharField(max_length=8, choices=Size.choices, blank=True)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="fee_reductions"
    )
    parts = models.PositiveSmallIntegerField(default=1)
    of = models.PositiveSmallIntegerField(default=2)
    reason = models.CharField(max_length=160, blank=True)

    class Meta:
        ordering = ("category", "size", "id")
        constraints = [
            models.CheckConstraint(condition=Q(of__gte=1, parts__lte=F("of")), name="a_part_is_of_a_whole")
        ]

    def __str__(self) -> str:
        return f"{self.parts}/{self.of}"


class Account(models.Model):
    """What one organisation owes and has paid in one cluster. When bodies are merged, one body may have two."""

    cluster = models.ForeignKey(Cluster, models.PROTECT, related_name="dues_accounts")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="dues_accounts")
    email = models.EmailField(_("where its notices go"), max_length=254, blank=True)

    class Meta:
        indexes = [models.Index(fields=["cluster", "organisation"], name="dues_accounts_of_cluster")]

    def __str__(self) -> str:
        return f"{self.organisation} · {self.cluster}"

    @property
    def key(self) -> str:
        return f"dues_account:{self.pk}"

    @property
    def option(self) -> str:
        """Its number as a form sends it, in no language."""
        return str(self.pk)


class Notice(models.Model):
    """A letter that asks a member for its dues. It is never changed; a credit cancels it."""

    cluster = models.ForeignKey(Cluster, models.PROTECT, related_name="notices")
    account = models.ForeignKey(Account, models.PROTECT, related_name="notices")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    on = models.DateField(_("day"))
    due_on = models.DateField(_("due on"))
    reference = models.CharField(max_length=25)
    total = EuroField()

    class Meta:
        ordering = ("-year", "-number")
        constraints = [
            models.UniqueConstraint(fields=["cluster", "year", "number"], name="one_notice_for_a_number"),
            models.UniqueConstraint(fields=["cluster", "reference"], name="one_notice_for_a_reference"),
            models.CheckConstraint(condition=Q(total__gt=0), name="a_notice_asks_for_something"),
        ]

    def __str__(self) -> str:
        return f"{self.year}/{self.number}"

    @property
    def key(self) -> str:
        return key_of(self)

    def get_absolute_url(self) -> str:
        return address_of("dues:notice", self.cluster.slug, self.pk)

    @property
    def statement_url(self) -> str:
        """Where all stands that its member was asked."""
        return address_of("dues:statement", self.cluster.slug, self.account.organisation.slug)

    @property
    def is_cancelled(self) -> bool:
        """Say whether a credit cancels it, as it was read with it."""
        return hasattr(self, "credit_note")


class Charge(models.Model):
    """One line of a notice: what is asked of a membership for a year, and by which rule."""

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="charges")
    membership = models.ForeignKey(Membership, models.PROTECT, related_name="charges")
    what = models.CharField(max_length=6, choices=What.choices)
    year = models.PositiveSmallIntegerField()
    category = models.CharField(max_length=40)
    amount = EuroField()
    basis: "models.JSONField[Any, Any]" = models.JSONField(default=dict)
    is_cancelled = models.BooleanField(default=False, editable=False)

    class Meta:
        ordering = ("what", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["membership", "what", "year"],
                condition=Q(is_cancelled=False),
                name="dues_are_asked_once",
            ),
            models.UniqueConstraint(
                fields=["membership"],
                condition=Q(is_cancelled=False, what="entry"),
                name="an_entry_is_asked_once",
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="a_charge_asks_for_something"),
        ]

    def __str__(self) -> str:
        return f"{self.get_what_display()} {self.year}"


class CreditNote(models.Model):
    """What takes a notice back: it stays, and this stands beside it."""

    cluster = models.ForeignKey(Cluster, models.PROTECT, related_name="credit_notes")
    notice = models.OneToOneField(Notice, models.PROTECT, related_name="credit_note")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    on = models.DateField()
    reason = models.CharField(max_length=400)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cluster", "year", "number"], name="one_credit_for_a_number")
        ]

    def __str__(self) -> str:
        return f"{self.year}/{self.number}"


class Payment(models.Model):
    """Money that arrived. Whose it is can be said later, and unsaid."""

    class Manner(models.TextChoices):
        BANK = "bank", _("from the bank's file")
        HAND = "hand", _("by hand")

    cluster = models.ForeignKey(Cluster, models.PROTECT, related_name="dues_payments")
    account = models.ForeignKey(
        Account, models.PROTECT, null=True, blank=True, related_name="payments", editable=False
    )
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    on = models.DateField(_("day"))
    amount = EuroField()
    payer = models.CharField(_("who paid"), max_length=200, blank=True)
    words = models.CharField(_("words of the payment"), max_length=400, blank=True)
    manner = models.CharField(max_length=4, choices=Manner.choices, default=Manner.HAND)
    reversed_on = models.DateField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ("-on", "-number")
        constraints = [
            models.UniqueConstraint(fields=["cluster", "year", "number"], name="one_payment_for_a_number"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="a_payment_is_above_nought"),
        ]

    def __str__(self) -> str:
        return f"{self.year}/{self.number}"

    @property
    def key(self) -> str:
        return f"dues_payment:{self.pk}"

    def get_absolute_url(self) -> str:
        return address_of("dues:payment", self.cluster.slug, self.pk)


class BankFile(models.Model):
    """A file of the bank, from the moment it is sent until it is booked, taken back, or forgotten.

    `rows` are its cells until it is booked; `columns` says which is which; `choices` what a person
    said of a line.
    """

    token = models.CharField(max_length=64, unique=True)
    cluster = models.ForeignKey(Cluster, models.CASCADE, related_name="bank_files")
    person = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    file_name = models.CharField(max_length=200)
    header: "models.JSONField[Any, Any]" = models.JSONField(default=list)
    rows: "models.JSONField[Any, Any]" = models.JSONField(default=list)
    columns: "models.JSONField[Any, Any]" = models.JSONField(default=dict)
    choices: "models.JSONField[Any, Any]" = models.JSONField(default=dict)
    sent_at = models.DateTimeField(default=now)
    booked_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-sent_at",)
        constraints = [
            models.CheckConstraint(
                condition=Q(undone_at=None) | Q(booked_at__isnull=False), name="only_what_is_booked_is_undone"
            )
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def waits(self) -> bool:
        return self.booked_at is None

    @property
    def key(self) -> str:
        return f"bank_file:{self.pk}"


class BankLine(models.Model):
    """A line of a bank's file that was booked; the same line is never booked twice."""

    file = models.ForeignKey(BankFile, models.PROTECT, related_name="lines")
    cluster = models.ForeignKey(Cluster, models.PROTECT, related_name="+")
    line = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    payment = models.OneToOneField(Payment, models.PROTECT, related_name="bank_line")
    is_undone = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cluster", "digest"], condition=Q(is_undone=False), name="a_bank_line_is_booked_once"
            )
        ]


class Posting(models.Model):
    """One act in the ledger; its entries sum to nought. Nothing here is changed or deleted: what was wrong is reversed."""

    class Kind(models.TextChoices):
        ASKED = "asked", _("asked")
        CANCELLED = "cancelled", _("cancelled by a credit")
        PAID = "paid", _("paid")
        MATCHED = "matched", _("matched")
        SETTLED = "settled", _("settled from credit")
        RELEASED = "released", _("taken off again")
        REFUNDED = "refunded", _("paid back")
        WRITTEN_OFF = "written_off", _("written off")
        REVERSED = "reversed", _("payment reversed")

    cluster = models.ForeignKey(Cluster, models.PROTECT, related_name="postings")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    on = models.DateField(default=localdate)
    at = models.DateTimeField(default=now, editable=False)
    person = models.CharField(max_length=40, blank=True, editable=False)
    words = models.CharField(max_length=400, blank=True)

    class Meta:
        ordering = ("id",)
        indexes = [models.Index(fields=["cluster", "on"], name="postings_by_day")]


class Entry(models.Model):
    """One side of an act: an amount in cents on an account of the ledger, above nought for a debit."""

    class Side(models.TextChoices):
        RECEIVABLE = "receivable", _("owed by members")
        CREDIT = "credit", _("credit of members")
        ENTRY = "income_entry", _("income from entry fees")
        YEARLY = "income_yearly", _("income from yearly fees")
        BANK = "bank", _("bank")
        UNALLOCATED = "unallocated", _("payments not matched yet")
        WRITE_OFF = "write_off", _("written off")

    posting = models.ForeignKey(Posting, models.PROTECT, related_name="entries")
    cluster = models.ForeignKey(Cluster, models.PROTECT, related_name="+")
    side = models.CharField(max_length=13, choices=Side.choices)
    cents = models.BigIntegerField()
    account = models.ForeignKey(Account, models.PROTECT, null=True, related_name="entries")
    charge = models.ForeignKey(Charge, models.PROTECT, null=True, related_name="entries")
    payment = models.ForeignKey(Payment, models.PROTECT, null=True, related_name="entries")

    class Meta:
        ordering = ("id",)
        constraints = [
            models.CheckConstraint(condition=~Q(cents=0), name="an_entry_is_not_nought"),
            models.CheckConstraint(
                condition=~Q(side__in=["receivable", "credit"]) | Q(account__isnull=False),
                name="what_is_owed_is_owed_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(side="receivable") | Q(charge__isnull=False), name="what_is_owed_was_asked"
            ),
        ]
        indexes = [
            models.Index(fields=["cluster", "side", "charge"], name="entries_by_side"),
        ]

    @property
    def amount(self) -> Decimal:
        """The amount in euros."""
        return Decimal(self.cents) / 100


class ReminderLevel(models.Model):
    """How many days after the due day a reminder goes out, and with which words."""

    cluster = models.ForeignKey(Cluster, models.CASCADE, related_name="reminder_levels")
    level = models.PositiveSmallIntegerField()
    days = models.PositiveSmallIntegerField(_("days after the due day"))
    subject = TranslatedField(_("subject"))
    text = TranslatedField(_("text"))

    class Meta:
        ordering = ("level",)
        constraints = [models.UniqueConstraint(fields=["cluster", "level"], name="one_text_for_a_level")]

    def __str__(self) -> str:
        return str(self.subject)


class Reminder(models.Model):
    """A reminder that went out for a notice."""

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="reminders")
    level = models.PositiveSmallIntegerField()
    on = models.DateField(default=localdate)
    open = EuroField()
    recipient_count = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("level",)
        constraints = [models.UniqueConstraint(fields=["notice", "level"], name="a_reminder_goes_out_once")]


class ArrearsRule(Dated):
    """What a cluster's own rule withholds from a member that pays late, and after how many days."""

    class Right(models.TextChoices):
        VOTE = "vote", _("vote")
        STAND = "stand", _("stand for election")
        BOOK = "book", _("book")

    cluster = models.ForeignKey(Cluster, models.PROTECT, related_name="arrears_rules")
    days = models.PositiveSmallIntegerField(_("days after the due day"))
    rights: "models.JSONField[Any, Any]" = models.JSONField(default=list)
    source = models.CharField(_("where it is written"), max_length=240)
    decided_on = models.DateField(_("decided on"))

    objects = DatedQuerySet["ArrearsRule"].as_manager()

    class Meta:
        ordering = ("-from_on",)
        constraints = [ends_after_it_begins("arrears_rule_ends_after_it_begins")]

    def __str__(self) -> str:
        return f"{self.cluster} · {self.from_on}"


class BatchQuerySet(models.QuerySet["Batch"]):
    def under_way(self) -> "BatchQuerySet":
        """Keep the batches that are not ended, the oldest first."""
        return self.filter(ended_at=None).order_by("pk")


class Batch(models.Model):
    """Notices of a year that somebody ordered at once, and that are issued a few at a time.

    Its lines are what was seen; `trouble` says why it rests, until it goes on.
    """

    cluster = models.ForeignKey(Cluster, models.PROTECT, related_name="notice_batches")
    year = models.PositiveSmallIntegerField()
    on = models.DateField(default=localdate)
    sends = models.BooleanField(default=True)
    person = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+", editable=False)
    ordered_at = models.DateTimeField(default=now, editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)
    was_stopped = models.BooleanField(default=False, editable=False)
    trouble = models.CharField(max_length=400, blank=True, editable=False)

    objects = BatchQuerySet.as_manager()

    class Meta:
        ordering = ("-pk",)
        constraints = [
            models.UniqueConstraint(
                fields=["cluster"], condition=Q(ended_at=None), name="one_batch_of_notices_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"{self.cluster} · {self.year}"

    @property
    def key(self) -> str:
        return f"dues_batch:{self.pk}"

    def get_absolute_url(self) -> str:
        return address_of("dues:batch", self.cluster.slug, self.pk)


class BatchLine(models.Model):
    """One member of a batch: the fees that were seen, and what became of them."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waits")
        ASKED = "asked", _("has its notice")
        CHANGED = "changed", _("changed meanwhile, not asked")

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="lines")
    membership = models.ForeignKey(Membership, models.CASCADE, related_name="+")
    place = models.PositiveIntegerField()
    seen: "models.JSONField[Any, Any]" = models.JSONField(default=list)
    state = models.CharField(max_length=7, choices=State.choices, default=State.WAITING)
    notice = models.OneToOneField(Notice, models.PROTECT, null=True, related_name="batch_line")

    class Meta:
        ordering = ("place",)
        constraints = [
            models.UniqueConstraint(fields=["batch", "membership"], name="a_batch_asks_a_member_once"),
            models.CheckConstraint(
                condition=Q(state="asked", notice__isnull=False)
                | (~Q(state="asked") & Q(notice__isnull=True)),
                name="who_was_asked_has_a_notice",
            ),
        ]
        indexes = [models.Index(fields=["batch", "state", "place"], name="batch_lines_waiting")]

    def __str__(self) -> str:
        return f"{self.batch_id} {self.membership_id}"
