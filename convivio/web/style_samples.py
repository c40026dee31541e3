"""What the style page shows: one of everything. All organisations, people and figures are invented."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.utils.timezone import localdate

from convivio.web.choices import Choice
from convivio.web.drawings import drawings

KIND_NAMES = (
    ("large_company", "Large company", "Grande impresa", "Meccanica Tre Pievi"),
    ("sme", "SME", "PMI", "Stampa Fine"),
    ("company", "Company, size unknown", "Impresa, dimensione ignota", "Officine Ronco"),
    ("laboratory", "Laboratory", "Laboratorio", "Laboratorio Argilla"),
    ("research_centre", "Research centre", "Centro di ricerca", "Centro Ricerche Quaderna"),
    ("university", "University", "Università", "Università di Roncofreddo"),
    ("health_facility", "Health facility", "Struttura sanitaria", "Istituto Valmora"),
    ("training_institution", "Training institution", "Ente di formazione", "Scuola Argine"),
    ("public_authority", "Public authority", "Ente pubblico", "Unione Valsenio"),
    ("technopole", "Technopole", "Tecnopolo", "Tecnopolo Lungosecchia"),
    ("other", "Other", "Altro", "Associazione Ruscello"),
)

PARTS = (
    "colour",
    "type",
    "kinds",
    "buttons",
    "fields",
    "facets",
    "cards",
    "reasons",
    "seats",
    "lists",
    "tables",
    "ways",
    "notices",
    "figures",
    "trail",
    "palette",
)

ROLES_OF_COLOUR = {
    "Ground": ("paper", "surface", "raised", "sunken", "hover", "line", "line-control"),
    "Ink": ("ink", "ink-soft", "ink-faint"),
    "Accent": ("accent", "accent-hover", "accent-ink", "accent-soft", "accent-line", "on-accent"),
    "What a rule says": ("met", "met-soft", "missing", "missing-soft", "unsure", "unsure-soft"),
    "Notes and focus": ("note", "note-soft", "focus"),
}

REASONS = [
    {
        "kind": "project",
        "text": "Tested two bone substitutes in OSSALUME (2021–24), where you were partners.",
        "url": "#reasons",
        "link": "Report, p. 14",
    },
    {
        "kind": "skill",
        "text": "Measures dissolution in body fluids: reference level, confirmed by Valmora.",
        "url": "#reasons",
        "link": "Skill",
    },
    {
        "kind": "resource",
        "text": "Has two clean rooms; the first is free from 8 February.",
        "url": "#reasons",
        "link": "Calendar",
    },
    {
        "kind": "shared",
        "text": "Worked twice with Pressa Futa, whom you know.",
        "url": "#reasons",
        "link": "Projects",
    },
    {
        "kind": "concept",
        "text": "Names three concepts of your need: bioceramics, scaffolds, bone.",
        "url": "",
        "link": "",
    },
]

RULES = [
    {
        "verdict": "missing",
        "title": "At least two accredited laboratories",
        "state": "one, you have Laboratorio Argilla",
        "source": "Notice of 8 Sep 2026, art. 3.1",
        "source_url": "#verdict",
        "checked": "",
    },
    {
        "verdict": "unsure",
        "title": "Partners independent of each other",
        "state": "nobody has said who owns Stampa Fine.",
        "source": "Art. 3.4",
        "source_url": "#verdict",
        "checked": "not re-checked since 2025",
        "ask_url": "#verdict",
    },
    {
        "verdict": "met",
        "title": "Three to five partners",
        "state": "four",
        "source": "Art. 3.1",
        "source_url": "#verdict",
        "checked": "checked on 3 Nov 2026",
    },
]

SEATED = [
    {"key": "organisation:1", "name": "Laboratorio Argilla", "kind": "laboratory", "is_lead": True},
    {"key": "organisation:2", "name": "Istituto Ortopedico Valmora", "kind": "health_facility"},
    {"key": "organisation:3", "name": "Stampa Fine", "kind": "sme"},
]

NEIGHBOURS = [
    {
        "name": "Istituto Ortopedico Valmora",
        "kind": "health_facility",
        "count": 3,
        "shared": "3 projects",
        "url": "#figures",
    },
    {
        "name": "Centro Ricerche Quaderna",
        "kind": "research_centre",
        "count": 2,
        "shared": "2 projects",
        "url": "#figures",
    },
    {
        "name": "Meccanica Tre Pievi",
        "kind": "large_company",
        "count": 2,
        "shared": "2 exchanges",
        "url": "#figures",
    },
    {
        "name": "Università di Roncofreddo",
        "kind": "university",
        "count": 4,
        "shared": "4 projects",
        "url": "#figures",
    },
    {
        "name": "Scuola Argine",
        "kind": "training_institution",
        "count": 1,
        "shared": "1 exchange",
        "url": "#figures",
    },
    {
        "name": "Laboratorio Ponte Rosso",
        "kind": "laboratory",
        "count": 1,
        "shared": "1 group",
        "url": "#figures",
    },
]


class SampleForm(forms.Form):
    """Fields of each sort, some of them refused."""

    name = forms.CharField(
        label="Name of the consortium", help_text="What partners will read in the invitation."
    )
    amount = forms.DecimalField(
        label="Grant you ask for, in euros",
        error_messages={"required": "Say how much you ask for, up to 800,000"},
    )
    visibility = forms.ChoiceField(
        label="Who can see it",
        choices=[("group", "Only the partners"), ("network", "The whole network"), ("public", "Everyone")],
    )
    often = forms.ChoiceField(
        label="How often we write to you",
        choices=[("week", "Every Monday"), ("once", "At once")],
        widget=forms.RadioSelect,
        required=False,
    )
    words = forms.CharField(
        label="Your need",
        help_text="In Italian or in English. Kept while you write.",
        max_length=120,
        widget=forms.Textarea(attrs={"class": "words", "rows": 3}),
        required=False,
    )
    hidden = forms.BooleanField(label="Hide who asks, until both sides agree", required=False)


def sample_form(theme: str) -> SampleForm:
    """Return a form with an answer that was refused."""
    words = "We look for a cell culture room close to GMP, for eight weeks from February: who has one?"
    answers = {
        "name": "Bone that dissolves",
        "visibility": "group",
        "often": "week",
        "words": words,
        "hidden": "on",
    }
    return SampleForm({f"{theme}-{name}": answer for name, answer in answers.items()}, prefix=theme)


def sample_candidates() -> list[dict[str, Any]]:
    """Return two answers to a need: one picked, one that adds little."""
    return [
        {
            "key": "organisation:2",
            "name": "Istituto Ortopedico Valmora",
            "url": "#cards",
            "kind": "health_facility",
            "kind_label": "Health facility",
            "place": "Bologna",
            "size": "1,240 people",
            "reasons": [REASONS[0], REASONS[2]],
            "adds": "Fills the clinical seat. Nobody else at your table can do this.",
            "evidence": "Evidence: 1 project, 1 resource",
            "confirmed": "Confirmed on 12 Oct 2026",
            "picked": True,
        },
        {
            "key": "organisation:5",
            "name": "Centro Ricerche Quaderna",
            "url": "#cards",
            "kind": "research_centre",
            "kind_label": "Research centre",
            "place": "Ravenna",
            "size": "64 people",
            "reasons": [REASONS[1], REASONS[3]],
            "adds": "Adds little: you measure dissolution yourselves.",
            "adds_little": True,
            "evidence": "Evidence: 1 skill, 2 projects",
            "confirmed": "Confirmed on 3 Oct 2026",
            "picked": False,
        },
    ]


def sample_seats() -> list[dict[str, Any]]:
    """Return two seats of a consortium."""
    return [
        {
            "name": "Laboratorio Argilla",
            "url": "#seats",
            "kind": "laboratory",
            "kind_label": "Laboratory",
            "place": "Modena",
            "role": "Lead, accredited laboratory",
            "does": "Designs and fires the scaffold; keeps the trail.",
            "without": "Without you there is no accredited lead, and no idea.",
            "share": Decimal(252_000),
            "percent": "31.5 %",
        },
        {
            "name": "Istituto Ortopedico Valmora",
            "url": "#seats",
            "kind": "health_facility",
            "kind_label": "Health facility",
            "place": "Bologna",
            "role": "Clinical partner",
            "does": "Validates on cells of twelve donors.",
            "without": "Without them the clinical seat is empty.",
            "share": Decimal(196_000),
            "percent": "24.5 %",
            "alternatives": [
                {"name": "Ospedale Santa Crocetta", "url": "#seats"},
                {"name": "Casa di cura Le Querce", "url": "#seats"},
            ],
            "alternatives_url": "#seats",
        },
    ]


def sample_missing() -> dict[str, Any]:
    """Return the missing piece, and who fills it best."""
    return {
        "title": "One seat is empty: a second accredited laboratory",
        "text": "The call wants two laboratories of the High Technology Network; you are the only one.",
        "candidates": [
            {
                "key": "organisation:8",
                "name": "Laboratorio Ponte Rosso",
                "url": "#seats",
                "kind": "laboratory",
                "meta": "Parma, accredited to 2028",
                "reasons": [{"kind": "resource", "text": "Cell room close to GMP, free from 8 February."}],
                "adds": "5 of 6 met, 1 unknown; € 140,000 left for it",
            },
            {
                "key": "organisation:9",
                "name": "Laboratorio Materia Viva",
                "url": "#seats",
                "kind": "laboratory",
                "meta": "Ferrara, accredited to June 2027",
                "reasons": [{"kind": "warn", "text": "Its accreditation ends before the project does."}],
                "adds": "5 of 6 met, but only until 30 June 2027",
            },
            {
                "key": "organisation:10",
                "name": "Laboratorio Fermenti",
                "url": "#seats",
                "kind": "laboratory",
                "meta": "Reggio Emilia, accredited to 2028",
                "reasons": [{"kind": "skill", "text": "Sterility tests, reference level."}],
                "adds": "5 of 6 met, 1 unknown; no cell culture",
                "adds_little": True,
            },
        ],
        "all_url": "#seats",
        "all_label": "See all nine that could sit here",
    }


def sample_budget() -> dict[str, Any]:
    """Return a budget with a seat that is not filled yet."""
    shares = [
        ("Laboratorio Argilla", "laboratory", 360_000, 252_000, "70 %"),
        ("Istituto Ortopedico Valmora", "health_facility", 280_000, 196_000, "70 %"),
        ("Stampa Fine", "sme", 296_000, 148_000, "50 %"),
        ("Biosegno", "sme", 128_000, 64_000, "50 %"),
        ("Empty seat", "", 200_000, 140_000, "70 %"),
    ]
    rows = [
        {
            "name": name,
            "kind": kind,
            "is_gap": not kind,
            "is_second": name == "Biosegno",
            "cost": Decimal(cost),
            "rate": rate,
            "grant": Decimal(grant),
            "own": Decimal(cost - grant),
        }
        for name, kind, cost, grant, rate in shares
    ]
    return {
        "rows": rows,
        "parts": [{"kind": row["kind"], "value": row["grant"], "is_gap": row["is_gap"]} for row in rows],
        "label": "How € 800,000 are shared; the table below has the same figures",
        "total": {key: sum(row[key] for row in rows) for key in ("cost", "grant", "own")},
    }


def sample_spans(today: date) -> list[dict[str, Any]]:
    """Return projects over time, one of them running."""
    return [
        {
            "label": "OSSALUME, resorbable grafts for small defects",
            "from_on": date(2021, 1, 1),
            "until_on": date(2024, 9, 30),
            "url": "#figures",
            "aside": "Horizon 2020, partner",
            "amount": "€ 412,000",
        },
        {
            "label": "TERRA COTTA VIVA, bioglass from regional clay",
            "from_on": date(2019, 3, 1),
            "until_on": date(2022, 2, 28),
            "url": "#figures",
            "aside": "POR FESR 1.2.2, lead",
            "amount": "€ 248,000",
        },
        {
            "label": "GRANO FINE, powders without solvent",
            "from_on": today - timedelta(days=500),
            "until_on": None,
            "url": "#figures",
            "aside": "PR FESR 1.1.1, contractor",
            "amount": "€ 120,000",
        },
    ]


def sample_facets() -> list[dict[str, Any]]:
    """Return two facets: one of kinds, one long enough to fold."""
    provinces = (
        "Bologna",
        "Modena",
        "Parma",
        "Reggio Emilia",
        "Ferrara",
        "Ravenna",
        "Rimini",
        "Piacenza",
        "Forlì-Cesena",
        "Imola",
    )
    return [
        {
            "name": "kind",
            "label": "Kind",
            "kind": True,
            "choices": [
                Choice("laboratory", "Laboratory", 9, chosen=True),
                Choice("sme", "SME", 14, chosen=False),
                Choice("public_authority", "Public authority", 0, chosen=False),
            ],
        },
        {
            "name": "place",
            "label": "Place",
            "chosen_label": "Modena",
            "choices": [
                Choice(place.lower(), place, 20 - order, chosen=place == "Modena")
                for order, place in enumerate(provinces)
            ],
        },
    ]


def style_samples() -> dict[str, Any]:
    """Return one of everything."""
    today = localdate()
    return {
        "parts": PARTS,
        "kind_names": [
            {"code": code, "en": english, "it": italian, "name": name}
            for code, english, italian, name in KIND_NAMES
        ],
        "colours": [{"label": label, "tokens": tokens} for label, tokens in ROLES_OF_COLOUR.items()],
        "icon_names": sorted(name[2:] for name in drawings() if name.startswith("i-")),
        "reasons": REASONS,
        "rules": RULES,
        "seated": SEATED,
        "tray": {
            "seated": SEATED,
            "free": 2,
            "under": "of 3 to 5 seats",
            "rules": RULES,
            "call": {"label": "Strategic industrial research 2027", "url": "#cards"},
            "source_line": "Rules of the notice of 8 September 2026, art. 3; checked on 3 November 2026.",
            "suggestion": {
                "name": "Laboratorio Ponte Rosso",
                "url": "#cards",
                "text": "completes the missing rule.",
            },
        },
        "candidates": sample_candidates(),
        "seats": sample_seats(),
        "missing": sample_missing(),
        "budget": sample_budget(),
        "light_form": sample_form("light"),
        "dark_form": sample_form("dark"),
        "facets": sample_facets(),
        "chosen_count": 2,
        "chips": [{"label": "Laboratory", "url": "#facets"}, {"label": "Modena", "url": "#facets"}],
        "sorts": [
            {"label": "By name", "url": "#facets", "current": True},
            {"label": "By projects", "url": "#facets"},
        ],
        "exports": [{"label": "XLSX", "url": "#facets"}, {"label": "CSV", "url": "#facets"}],
        "tabs": [
            {"label": "Profile", "url": "#ways", "current": True},
            {"label": "Projects", "url": "#ways", "count": 12},
            {"label": "Partners", "url": "#ways", "count": 41},
        ],
        "crumbs": [
            {"label": "Organisations", "url": "#ways"},
            {"label": "Laboratories", "url": "#ways"},
            {"label": "Laboratorio Argilla"},
        ],
        "page": Paginator(range(400), 20).page(4),
        "bars": [
            {
                "label": str(year),
                "value": value,
                "url": "#figures",
                "tone": "before" if year < today.year else "",
            }
            for year, value in zip(
                range(today.year - 5, today.year + 1), (41, 58, 66, 94, 121, 137), strict=True
            )
        ],
        "spans": sample_spans(today),
        "centre": {"name": "Laboratorio Argilla", "kind": "laboratory"},
        "neighbours": NEIGHBOURS,
        "hours": [6, 8, 7, 12, 11, 13, 12, 4, 15, 18, 21],
        "tiles": [
            {"figure": "1,326", "words": "exchanges confirmed this year", "url": "#figures"},
            {"figure": "23 days", "words": "from need to first meeting, median", "url": "#figures"},
            {"figure": "€ 48.2 m", "words": "won by groups born here", "url": "#figures"},
            {"figure": "under 5", "words": "too few to show to the public"},
        ],
        "organisations": [
            {
                "name": name,
                "url": "#lists",
                "kind": code,
                "kind_label": english,
                "place": "Modena",
                "facts": ["12 projects", "41 partners"],
            }
            for code, english, _italian, name in KIND_NAMES[:2]
        ],
        "calls": [
            {
                "title": "Strategic industrial research 2027",
                "url": "#lists",
                "programme": "PR FESR 1.1.2",
                "money": "up to € 800,000",
                "deadline": today + timedelta(days=54),
                "reasons": REASONS[1:2],
                "action_url": "#lists",
                "action": "Who could win it",
            },
            {
                "title": "Vouchers for first prototypes",
                "url": "#lists",
                "programme": "Regional",
                "money": "up to € 30,000",
                "deadline": today + timedelta(days=6),
            },
        ],
        "steps": [
            {
                "text": "Need written by Giulia Montanari, for Laboratorio Argilla",
                "at": today - timedelta(days=12),
            },
            {
                "text": "Istituto Ortopedico Valmora invited",
                "at": today - timedelta(days=5),
                "because": "because of suggestion 2",
            },
        ],
        "facts": [
            {"label": "Registered name", "value": "Laboratorio Argilla S.c.a r.l."},
            {
                "label": "Identifiers",
                "value": "VAT IT00000000000, PIC 900000000",
                "source": "invented",
                "day": today,
            },
        ],
        "groups": [
            {
                "label": "Organisations",
                "rows": [
                    {
                        "label": "Laboratorio Argilla",
                        "aside": "Laboratory, Modena",
                        "url": "#palette",
                        "kind": "laboratory",
                    },
                    {
                        "label": "Istituto Ortopedico Valmora",
                        "aside": "Health facility, Bologna",
                        "url": "#palette",
                        "kind": "health_facility",
                    },
                ],
            },
            {
                "label": "Calls",
                "rows": [
                    {
                        "label": "Strategic industrial research 2027",
                        "aside": "PR FESR 1.1.2",
                        "url": "#palette",
                        "icon": "call",
                        "tail": "in 54 days",
                    }
                ],
            },
        ],
    }
