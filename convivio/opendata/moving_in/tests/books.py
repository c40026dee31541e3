"""Workbooks to move in with, for tests; all invented."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from openpyxl import Workbook

from convivio.opendata.members.tests.files import saved
from convivio.opendata.members.values import is_italian_vat

Rows = Sequence[Sequence[Any]]
ORGANISATIONS = ("Ragione sociale", "P.IVA", "Tipologia", "Città", "Socio dal", "Socio fino al")
PEOPLE = ("Nome e cognome", "E-mail", "Organizzazione", "Ruolo", "Lingua")
MANDATES = ("E-mail", "Organizzazione", "Diritti", "Dal", "Al")
DUES = ("Organizzazione", "Anno", "Tipo", "Importo", "Emessa il", "Scadenza", "Pagata il", "Pagato")
CONTACTS = ("Nome", "E-mail", "Ente", "Nota")
TITLES = {"Soci": ORGANISATIONS, "Persone": PEOPLE, "Mandati": MANDATES, "Quote": DUES, "Contatti": CONTACTS}
VAT = "01234567897"


def book(**sheets: Rows) -> bytes:
    """Make a workbook of these sheets, with our Italian titles above the rows."""
    made = Workbook()
    made.remove(made.worksheets[0])
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in (TITLES.get(name, ("?",)), *rows):
            sheet.append(list(row))
    return saved(made)


def one_of_each() -> bytes:
    """A member, its signatory, a fee that was paid, and a contact."""
    return book(
        Soci=[("Officina Panaro srl", VAT, "PMI", "Modena", date(2019, 3, 12))],
        Persone=[("Bice Galli", "bice@panaro.example", "Officina Panaro srl", "titolare", "it")],
        Mandati=[("bice@panaro.example", VAT, "tutti")],
        Quote=[
            (
                "Officina Panaro srl",
                2025,
                "annuale",
                "1.200,50",
                "20/01/2025",
                date(2025, 2, 19),
                "10/02/2025",
            )
        ],
        Contatti=[("Dario Nenni", "dario@valdora.example", "Fondazione Valdora", "alla fiera")],
    )


def a_whole_cluster(members: int = 110, people: int = 150, mandates: int = 200) -> bytes:
    """A cluster as an office has it: so many members, people and mandates, two years of dues, forty contacts."""
    names = [f"Ente {place:03d} srl" for place in range(members)]
    persons = [(f"Persona {n:03d}", f"persona{n}@ente{n % members}.example") for n in range(people)]
    return book(
        Soci=[
            (name, vat_number(place), "PMI", "Modena", date(2018 + place % 5, 3, 1))
            for place, name in enumerate(names)
        ],
        Persone=[
            (name, email, names[n % members], "ricerca", "it") for n, (name, email) in enumerate(persons)
        ],
        Mandati=[_mandate(n, names, [email for _name, email in persons]) for n in range(mandates)],
        Quote=[
            _fee(place, name, year, f"{500 + place % 4 * 250},00")
            for year in (2024, 2025)
            for place, name in enumerate(names)
        ],
        Contatti=[(f"Contatto {n}", f"contatto{n}@fuori.example", "Altrove", "") for n in range(40)],
    )


def vat_number(place: int) -> str:
    """Give an Italian VAT number whose check digit fits."""
    stem = f"{place + 1:010d}"
    return next(f"{stem}{digit}" for digit in range(10) if is_italian_vat(f"IT{stem}{digit}"))


def _mandate(n: int, names: list[str], emails: list[str]) -> tuple[Any, ...]:
    """Give each person something, and the first ones something more elsewhere."""
    person = n % len(emails)
    turn = n // len(emails)
    body = (person + turn * 7) % len(names)
    rights = "tutti" if person < len(names) and not turn else "leggere, parlare; votare"
    return (emails[person], names[body], rights, date(2024, 1, 1), None)


def _fee(place: int, name: str, year: int, amount: str) -> tuple[Any, ...]:
    paid = (date(year, 2, 10), amount) if place % 5 else (None, None)
    if place % 5 == 1:
        paid = (date(year, 3, 1), "100,00")
    return (name, year, "quota annuale", amount, date(year, 1, 20), date(year, 2, 19), *paid)
