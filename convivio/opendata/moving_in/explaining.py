"""What to write in each column of a workbook to move in with: for its last sheet, and for a person who reads it."""

from django.utils.translation import gettext_noop

from convivio.opendata.moving_in.columns import CONTACTS, DUES, MANDATES, ORGANISATIONS, PEOPLE

MAIL = gettext_noop("One address, as name@company.example; it is by it that a person is known.")
BODY = gettext_noop("The name as on the sheet of organisations, or the VAT number, or the PIC.")
A_DAY = gettext_noop("A day: 31/12/2024 or 2024-12-31.")

EXPLAINED: dict[str, dict[str, str]] = {
    ORGANISATIONS: {
        "name": gettext_noop("The full name; other sheets refer to it."),
        "short_name": gettext_noop("An acronym, if it has one."),
        "vat": gettext_noop("With or without IT before its eleven digits; it lets us know a body again."),
        "pic": gettext_noop("The nine digits of the European Commission, if it has them."),
        "kind": gettext_noop("For example: SME, large company, university, laboratory, health facility."),
        "size": gettext_noop("Micro, small, medium or large."),
        "category": gettext_noop("A category of members as your cluster calls it."),
        "member_since": gettext_noop("A day or a year; today, when it is empty."),
        "member_until": gettext_noop("Only for who was a member once: the last day, or the year."),
        "street": gettext_noop("Street and number."),
        "postcode": gettext_noop("As on a letter."),
        "city": gettext_noop("The town."),
        "province": gettext_noop("As MO, Modena or ITH54."),
        "country": gettext_noop("As IT or Italy; Italy, when there is an Italian VAT number."),
        "website": gettext_noop("The address of its website."),
        "description_it": gettext_noop("A sentence or two in Italian; everybody reads it."),
        "description_en": gettext_noop("The same in English."),
        "founded": gettext_noop("The year."),
        "staff_count": gettext_noop("How many work there: a number."),
    },
    PEOPLE: {
        "email": MAIL,
        "name": gettext_noop("As they sign; what an account has already is left as it is."),
        "organisation": gettext_noop("The body they are of: they can then read for it. It may be empty."),
        "job": gettext_noop("For example: head of research."),
        "language": gettext_noop("it or en; Italian, when it is empty."),
    },
    MANDATES: {
        "email": MAIL,
        "organisation": BODY,
        "rights": gettext_noop("Read, edit, speak, book, vote, sign, pay, with commas between; or all."),
        "from_on": gettext_noop(
            "A day; today, when it is empty or past: nothing is given for days that are past."
        ),
        "until_on": gettext_noop("The last day; empty means until it is ended."),
    },
    DUES: {
        "organisation": BODY,
        "year": gettext_noop("The year that the fee is for."),
        "what": gettext_noop("Yearly fee or entry fee; yearly, when it is empty."),
        "amount": gettext_noop("What was asked: 1200 or 1.200,50."),
        "issued_on": A_DAY,
        "due_on": gettext_noop(
            "A day; as many days after the issue as your members have to pay, when it is empty."
        ),
        "paid_on": gettext_noop("The day on which the money arrived; empty, if it is still open."),
        "paid_amount": gettext_noop("What arrived; all of it, when it is empty and there is a day."),
    },
    CONTACTS: {
        "name": gettext_noop("Somebody to keep in touch with who is not of a member."),
        "email": gettext_noop("It may be empty."),
        "organisation_name": gettext_noop("For whom they work, in words."),
        "role": gettext_noop("What they do there."),
        "phone": gettext_noop("As you write it."),
        "source": gettext_noop("Where you met, or what to remember; 160 characters at most."),
    },
}
