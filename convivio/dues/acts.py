"""What is done about dues, as the trace tells it."""

from django.utils.translation import gettext_noop

from convivio.activity.acts import Circle, declare_acts, declare_thing, rows_of
from convivio.dues.models import BankFile, Batch, Notice, Payment

declare_acts(
    Circle.BODY,
    {
        "dues.payee_changed": gettext_noop("%(who)s changed the account on which dues arrive: %(what)s"),
        "dues.rules_begun": gettext_noop("%(who)s gave %(what)s new rules of dues"),
        "dues.arrears_rule_begun": gettext_noop("%(who)s gave %(what)s a new rule about arrears"),
        "dues.reminder_worded": gettext_noop("%(who)s worded a reminder of %(what)s"),
        "dues.recipient_changed": gettext_noop("%(who)s changed who receives the notices of %(what)s"),
        "dues.asked": gettext_noop("%(who)s asked the members of %(what)s for their dues"),
        "dues.batch_ordered": gettext_noop("%(who)s ordered %(what)s"),
        "dues.batch_stopped": gettext_noop("%(who)s stopped %(what)s"),
        "dues.taken_over": gettext_noop("%(who)s took %(what)s over from the books kept before"),
        "dues.sent": gettext_noop("%(who)s sent %(what)s"),
        "dues.cancelled": gettext_noop("%(who)s cancelled %(what)s"),
        "dues.written_off": gettext_noop("%(who)s wrote off what was owed on %(what)s"),
        "dues.write_off_taken_back": gettext_noop("%(who)s took the write-off of %(what)s back"),
        "dues.reminded": gettext_noop("%(who)s sent a reminder of %(what)s"),
        "dues.bank_file_sent": gettext_noop("%(who)s handed in %(what)s"),
        "dues.bank_file_booked": gettext_noop("%(who)s booked %(what)s"),
        "dues.bank_file_undone": gettext_noop("%(who)s took the booking of %(what)s back"),
        "dues.paid": gettext_noop("%(who)s wrote down %(what)s"),
        "dues.matched": gettext_noop("%(who)s said what %(what)s pays"),
        "dues.taken_off": gettext_noop("%(who)s took %(what)s off what it paid"),
        "dues.payment_reversed": gettext_noop("%(who)s reversed %(what)s"),
        "dues.paid_back": gettext_noop("%(who)s paid %(what)s back"),
    },
)
OF_ACCOUNT = "account__organisation"
declare_thing(
    "notice",
    gettext_noop("a notice of dues"),
    rows=rows_of(Notice),
    cluster="cluster",
    organisation=OF_ACCOUNT,
)
declare_thing(
    "dues_payment",
    gettext_noop("a payment"),
    rows=rows_of(Payment),
    cluster="cluster",
    organisation=OF_ACCOUNT,
)
declare_thing("bank_file", gettext_noop("a file of the bank"), rows=rows_of(BankFile), cluster="cluster")
declare_thing("dues_batch", gettext_noop("a batch of notices"), rows=rows_of(Batch), cluster="cluster")
