"""What dues hold of people: addresses for notices, who sent a bank's file, who paid, as the bank says it."""

from convivio.dues.models import (
    Account,
    ArrearsRule,
    BankFile,
    BankLine,
    Batch,
    BatchLine,
    Books,
    Charge,
    CreditNote,
    Entry,
    FeeLine,
    FeeSchedule,
    Notice,
    Payment,
    Posting,
    Reduction,
    Reminder,
    ReminderLevel,
)
from convivio.kernel.personal import Holds, Personal, Sort, declare_personal

BOOKS = "the books of an association are kept ten years (Italian civil code, art. 2220)"
PAYEE = ("payee", "iban", "bic", "vat", "fiscal_code", "address", "email")

declare_personal(Books, Personal(plain=PAYEE))
declare_personal(FeeSchedule, Personal(plain=("source", "part_of_year")))
declare_personal(FeeLine, Personal(plain=("what", "category", "size")))
declare_personal(Reduction, Personal(plain=("what", "category", "size", "reason")))
declare_personal(
    Account,
    Personal(
        whose="email:email", holds={"email": Holds(Sort.CONTACT, "to send an organisation its notices")}
    ),
)
declare_personal(Notice, Personal(plain=("reference",)))
declare_personal(Charge, Personal(plain=("what", "category", "basis")))
declare_personal(CreditNote, Personal(plain=("reason",)))
declare_personal(
    Payment,
    Personal(
        holds={
            "payer": Holds(Sort.DEED, BOOKS, is_kept=True),
            "words": Holds(Sort.WORDS, BOOKS, is_kept=True),
        },
        plain=("manner",),
    ),
)
declare_personal(
    BankFile,
    Personal(
        hands=("person",),
        plain=("token", "file_name", "header", "rows", "columns", "choices"),
    ),
)
declare_personal(BankLine, Personal(plain=("digest",)))
declare_personal(Posting, Personal(plain=("kind", "person", "words")))
declare_personal(Entry, Personal(plain=("side",)))
declare_personal(ReminderLevel, Personal(plain=("subject", "text")))
declare_personal(Reminder, Personal())
declare_personal(ArrearsRule, Personal(plain=("rights", "source")))
declare_personal(Batch, Personal(hands=("person",), plain=("trouble",)))
declare_personal(BatchLine, Personal(plain=("seen", "state")))
