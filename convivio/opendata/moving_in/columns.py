"""The sheets of a workbook to move in with, and how they and their columns are often called. Plain Python."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from convivio.opendata.csv_tables import plain
from convivio.opendata.members import columns as members
from convivio.opendata.unreadable import gettext_noop

ORGANISATIONS, PEOPLE, MANDATES, DUES, CONTACTS = "organisations", "people", "mandates", "dues", "contacts"
MAIL = "mail e_mail posta indirizzo_mail indirizzo_email indirizzo_di_posta posta_elettronica email_address address"
BODY = (
    "organizzazione organization ente azienda impresa socio partita_iva vat ragione_sociale company member body "
    "organisation_name_or_number organizzazione_nome_o_numero"
)


@dataclass(frozen=True, slots=True)
class Kind:
    """One sheet: what it is called, its fields with their titles, other words for them, which it cannot do without."""

    title: str
    words: str
    fields: Mapping[str, str]
    aliases: Mapping[str, str]
    needed: tuple[str, ...]

    def guess(self, header: Sequence[str]) -> dict[int, str]:
        return members.guess(header, self.fields, self.aliases)


SHEETS = {
    ORGANISATIONS: Kind(
        gettext_noop("Organisations"),
        "organizzazioni soci enti aziende imprese members member_list elenco_soci associati bodies organizations",
        members.FIELDS,
        members.ALIASES,
        ("name",),
    ),
    PEOPLE: Kind(
        gettext_noop("Persons"),
        "persone referenti",
        {
            "email": gettext_noop("E-mail address"),
            "name": gettext_noop("First name and surname"),
            "organisation": gettext_noop("Organisation"),
            "job": gettext_noop("What they do there"),
            "language": gettext_noop("Language"),
        },
        {
            "email": MAIL,
            "name": "nome nome_e_cognome cognome_e_nome nominativo persona full_name person first_name_and_surname",
            "organisation": BODY,
            "job": "ruolo mansione qualifica incarico role position title what_you_do che_cosa_fa che_cosa_fa_lì",
            "language": "lingua lang",
        },
        ("email",),
    ),
    MANDATES: Kind(
        gettext_noop("Mandates"),
        "mandati incarichi deleghe diritti rights",
        {
            "email": gettext_noop("E-mail address"),
            "organisation": gettext_noop("Organisation"),
            "rights": gettext_noop("Rights"),
            "from_on": gettext_noop("From"),
            "until_on": gettext_noop("Until"),
        },
        {
            "email": MAIL,
            "organisation": BODY,
            "rights": "diritti diritto right puo_fare può_fare mandato mandate",
            "from_on": "dal da from_day inizio start since begins",
            "until_on": "al fino_al fino_a to until_day fine end scadenza ends",
        },
        ("email", "organisation", "rights"),
    ),
    DUES: Kind(
        gettext_noop("Dues"),
        "quote quote_associative contributi fees pagamenti payments",
        {
            "organisation": gettext_noop("Organisation"),
            "year": gettext_noop("Year"),
            "what": gettext_noop("Kind of fee"),
            "amount": gettext_noop("Amount in euros"),
            "issued_on": gettext_noop("Issued on"),
            "due_on": gettext_noop("Due on"),
            "paid_on": gettext_noop("Paid on"),
            "paid_amount": gettext_noop("Amount paid in euros"),
        },
        {
            "organisation": BODY,
            "year": "anno esercizio",
            "what": "tipo tipo_di_quota quota causale fee kind type",
            "amount": "importo importo_in_euro euro somma sum dovuto amount_due",
            "issued_on": "emessa_il emesso_il emessa emesso data_emissione data_avviso issue_date notice_date",
            "due_on": "scadenza scade_il da_pagare_entro due due_date",
            "paid_on": "pagata_il pagato_il data_pagamento incassata_il payment_date paid_day",
            "paid_amount": "pagato pagata importo_pagato importo_pagato_in_euro incassato paid",
        },
        ("organisation", "year", "amount", "issued_on"),
    ),
    CONTACTS: Kind(
        gettext_noop("Contacts"),
        "contatti rubrica altri_contatti address_book other_contacts",
        {
            "name": gettext_noop("First name and surname"),
            "email": gettext_noop("E-mail address"),
            "organisation_name": gettext_noop("Body"),
            "role": gettext_noop("Role"),
            "phone": gettext_noop("Telephone"),
            "source": gettext_noop("Note, or where you met"),
        },
        {
            "name": "nome nome_e_cognome cognome_e_nome nominativo contatto full_name contact person",
            "email": MAIL,
            "organisation_name": f"{BODY} organisation",
            "role": "ruolo qualifica job position",
            "phone": "telefono tel cellulare mobile",
            "source": "nota note where_you_met dove_vi_siete_conosciuti nota_o_dove_vi_siete_conosciuti",
        },
        ("name",),
    ),
}
EXPLANATION = gettext_noop("Explanation")
"""The sheet of the empty workbook that explains the others: never read."""
EXPLANATIONS = {
    plain(word) for word in ("explanation", "spiegazione", "legenda", "istruzioni", "instructions")
}


def sheet_called(title: str) -> str:
    """Say which of our sheets goes by this title; nothing for one that is none of them."""
    wanted = plain(title)
    for code, kind in SHEETS.items():
        if wanted in {plain(word) for word in (code, kind.title, *kind.words.split())}:
            return code
    return ""
