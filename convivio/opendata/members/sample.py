"""A member list to start from: our titles, and three invented rows."""

from django.utils.translation import gettext as _

from convivio.opendata.members.columns import FIELDS

ROWS: tuple[dict[str, str | int], ...] = (
    {
        "name": "Officina Protesi Lungopanaro s.r.l.",
        "vat": "IT01234567897",
        "kind": "sme",
        "size": "small",
        "member_since": "2019-03-12",
        "street": "Via dei Tigli 7",
        "postcode": "41121",
        "city": "Modena",
        "province": "MO",
        "country": "IT",
        "website": "https://lungopanaro.example",
        "description_it": "Protesi su misura stampate in 3D.",
        "description_en": "Tailor-made prostheses, printed in 3D.",
        "founded": 2008,
        "staff_count": 24,
    },
    {
        "name": "Università di Valmorra",
        "kind": "university",
        "member_since": "2018-01-01",
        "city": "Bologna",
        "province": "BO",
        "country": "IT",
    },
    {
        "name": "Istituto Ortopedico Belcolle",
        "kind": "health_facility",
        "category": "health_facility",
        "city": "Rimini",
        "province": "RN",
        "country": "IT",
    },
)


def titles() -> list[str]:
    """Return our titles in the reader's language; each is known again when the file comes back."""
    return [_(label) for label in FIELDS.values()]


def rows() -> list[list[str | int]]:
    return [[row.get(name, "") for name in FIELDS] for row in ROWS]
