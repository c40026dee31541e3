from django.utils.translation import gettext as _

from convivio.kernel.errors import BadInput, WrongState


class NoWhereToPay(WrongState):
    """A notice must say where to pay, and the cluster has not said it yet."""

    code = "no_where_to_pay"

    def __init__(self) -> None:
        super().__init__(_("Say first where your members pay: the holder's name and the IBAN."))


class ScheduleStartsTooEarly(WrongState):
    """Rules change from a day on; what held before stays as it was."""

    code = "schedule_starts_too_early"

    def __init__(self) -> None:
        super().__init__(_("New rules begin after those of now: what was in force is not rewritten."))


class FeesChangedMeanwhile(WrongState):
    """What would be asked is no longer what was shown."""

    code = "fees_changed_meanwhile"

    def __init__(self) -> None:
        super().__init__(
            _("What is to be asked has changed since you looked at it. Look again, then issue the notices.")
        )


class NoticeIsCancelled(WrongState):
    """A notice is cancelled once."""

    code = "notice_is_cancelled"

    def __init__(self) -> None:
        super().__init__(_("This notice was cancelled."))


class NothingIsOpen(WrongState):
    """There is nothing left to pay, to write off or to pay back."""

    code = "nothing_is_open"

    def __init__(self) -> None:
        super().__init__(_("There is nothing open here any more."))


class PaymentIsReversed(WrongState):
    """A payment that was reversed stays on record, and does nothing more."""

    code = "payment_is_reversed"

    def __init__(self) -> None:
        super().__init__(_("This payment was reversed."))


class PaymentIsMatched(WrongState):
    """A payment is one member's at a time."""

    code = "payment_is_matched"

    def __init__(self) -> None:
        super().__init__(_("This payment is matched already. Take it off first."))


class PaymentIsNotMatched(WrongState):
    """Nobody has said yet whose payment it is."""

    code = "payment_is_not_matched"

    def __init__(self) -> None:
        super().__init__(_("This payment is not matched with anybody."))


class PaymentWasPaidBack(WrongState):
    """What was paid back cannot be taken off as if it were still here."""

    code = "payment_was_paid_back"

    def __init__(self) -> None:
        super().__init__(_("Part of this payment was paid back, so it can no longer be taken off."))


class FileIsBooked(WrongState):
    """A bank's file is booked once."""

    code = "bank_file_is_booked"

    def __init__(self) -> None:
        super().__init__(_("This file was booked already."))


class FileCannotBeUndone(WrongState):
    """Only a file that is booked can be taken back, and once."""

    code = "bank_file_cannot_be_undone"

    def __init__(self) -> None:
        super().__init__(_("This file is not booked, or was taken back already."))


class UnreadableBankFile(BadInput):
    """A bank's file that cannot be used as it is."""

    code = "unreadable_bank_file"


class PdfFailed(WrongState):
    """The page could not be set in time."""

    code = "pdf_failed"

    def __init__(self) -> None:
        super().__init__(_("The PDF could not be made just now. Try again in a moment."))


class BatchIsUnderWay(WrongState):
    """A cluster issues one batch of notices at a time."""

    code = "batch_is_under_way"

    def __init__(self) -> None:
        super().__init__(_("Notices are being issued already. Wait until they are, or stop them."))


class BatchHasEnded(WrongState):
    """What has ended cannot be stopped."""

    code = "batch_has_ended"

    def __init__(self) -> None:
        super().__init__(_("These notices are issued already, or were stopped."))


class NobodyToAsk(BadInput):
    """A batch asks somebody."""

    code = "nobody_to_ask"

    def __init__(self) -> None:
        super().__init__(_("Choose at least one member that gets a notice."))
