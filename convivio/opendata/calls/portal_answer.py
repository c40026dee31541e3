"""The answer of the EU Funding & Tenders Portal's search, result by result. Plain Python.

A result keeps lists of strings under `metadata`. One topic comes once for each language, and tenders
come among the calls. Statuses grow stale, so dates decide; amounts stand in a JSON text of their own,
for all topics of the same call together.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from convivio.opendata.calls.texts import one_line, readable
from convivio.opendata.cells import amount, day

TOPIC_PAGE = (
    "https://ec.europa.eu/info/funding-tenders/opportunities/portal/screen/opportunities/topic-details/"
)
TENDER = "0"
STATUS = {"31094501": "forthcoming", "31094502": "open", "31094503": "closed"}
LANGUAGES = ("en", "it")
MILLISECONDS = 13
PROGRAMMES = {
    "43108390": "Horizon Europe (HORIZON)",
    "43152860": "Digital Europe Programme (DIGITAL)",
    "43252405": "Programme for the Environment and Climate Action (LIFE)",
    "43332642": "EU4Health Programme (EU4H)",
    "43298916": "Euratom Research and Training Programme (EURATOM)",
    "43251567": "Connecting Europe Facility (CEF)",
    "43353764": "Erasmus+ (ERASMUS)",
    "43251589": "Citizens, Equality, Rights and Values Programme (CERV)",
    "43251814": "Creative Europe Programme (CREA)",
    "43252476": "Single Market Programme (SMP)",
    "43298664": "Promotion of Agricultural Products (AGRIP)",
    "43251842": "Union Anti-fraud Programme (EUAF)",
    "43089234": "Innovation Fund (INNOVFUND)",
    "43637601": "Pilot Projects & Preparation Actions (PPPA)",
    "44416173": "Interregional Innovation Investments Instrument (I3)",
    "45532249": "EU Bodies and Agencies (EUBA)",
    "43252368": "Internal Security Fund (ISF)",
    "43252449": "Research Fund for Coal & Steel (RFCS)",
    "43298203": "Union Civil Protection Mechanism (UCPM)",
    "43254037": "European Solidarity Corps (ESC)",
    "44773066": "Just Transition Mechanism (JTM)",
    "43252386": "Justice Programme (JUST)",
    "43252517": "Social Prerogative and Specific Competencies Lines (SOCPL)",
    "43253967": "Renewable Energy Financing Mechanism (RENEWFM)",
    "43254019": "European Social Fund (ESF)",
    "43392145": "European Maritime, Fisheries and Aquaculture Fund (EMFAF)",
    "44181033": "European Defence Fund (EDF)",
    "111111": "EU External Action (RELEX)",
}

Call = dict[str, Any]


def topics(results: Iterable[Any]) -> Iterator[Call]:
    """Give the calls of some results; tenders, other languages and nameless ones fall away."""
    for result in results:
        metadata = result.get("metadata") if isinstance(result, Mapping) else None
        if not isinstance(metadata, Mapping):
            raise TypeError
        language = _first(metadata, "language") or str(result.get("language") or "en")
        code = _first(metadata, "identifier")
        if code and language[:2] in LANGUAGES and _first(metadata, "type") != TENDER:
            yield _topic(code, language[:2], metadata, str(result.get("summary") or ""))


def _topic(code: str, language: str, metadata: Mapping[str, Any], summary: str) -> Call:
    actions = _actions(code, metadata)
    two_stage = "two" in (_first(metadata, "deadlineModel") or _of(actions, "deadlineModel")).lower()
    days = sorted({found for one in _all(metadata, "deadlineDate") if (found := _day(one))})
    programme = _first(metadata, "frameworkProgramme")
    return {
        "code": code,
        "title": one_line(_first(metadata, "title") or summary) or code,
        "text": readable("\n\n".join(_all(metadata, "descriptionByte") or _all(metadata, "description"))),
        "language": language,
        "family": _first(metadata, "callIdentifier"),
        "family_title": one_line(_first(metadata, "callTitle")),
        "action_type": _first(metadata, "typesOfAction") or _of(actions, "typeOfAction"),
        "programme": PROGRAMMES.get(programme, "" if programme.isdecimal() else programme),
        "keywords": " | ".join(_all(metadata, "keywords") + _all(metadata, "tags")),
        "status": STATUS.get(_first(metadata, "status"), ""),
        "opens_on": _day(_first(metadata, "startDate")) or _day(_of(actions, "plannedOpeningDate")),
        "deadlines": [
            [one, number if two_stage and len(days) > 1 else 0] for number, one in enumerate(days, 1)
        ],
        "budget": _budget(actions),
        "grants_expected": _grants(actions),
        "least_contribution": _bound(actions, "minContribution", min),
        "most_contribution": _bound(actions, "maxContribution", max),
        "url": _page(code, metadata),
    }


def _actions(code: str, metadata: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Give the budget lines of one topic among those of its whole call; of a call with one topic, all."""
    try:
        overview = json.loads(_first(metadata, "budgetOverview") or "{}", parse_float=Decimal)
    except (ValueError, RecursionError):
        return []
    lines = overview.get("budgetTopicActionMap") if isinstance(overview, Mapping) else None
    if not isinstance(lines, Mapping):
        return []
    found = [one for several in lines.values() if isinstance(several, list) for one in several]
    actions = [one for one in found if isinstance(one, Mapping)]
    own = [one for one in actions if _is_of(code, str(one.get("action", "")))]
    return own or (actions if len(lines) == 1 else [])


def _is_of(code: str, action: str) -> bool:
    """Say whether a budget line is this topic's: its name begins with the code, and then ends or parts."""
    rest = action.upper().removeprefix(code.upper())
    return rest != action.upper() and (not rest or not (rest[0].isalnum() or rest[0] == "-"))


def _budget(actions: Sequence[Mapping[str, Any]]) -> str | None:
    years = [one.get("budgetYearMap") for one in actions]
    amounts = [_amount(value) for year in years if isinstance(year, Mapping) for value in year.values()]
    total = sum((value for value in amounts if value is not None), Decimal(0))
    return amount(str(total)) if total else None


def _grants(actions: Sequence[Mapping[str, Any]]) -> int | None:
    found = [_amount(one.get("expectedGrants")) for one in actions]
    return int(sum(value for value in found if value)) or None


def _bound(actions: Sequence[Mapping[str, Any]], name: str, choose: Any) -> str | None:
    found = [value for one in actions if (value := _amount(one.get(name)))]
    return amount(str(choose(found))) if found else None


def _amount(given: Any) -> Decimal | None:
    """Read an amount that the portal may leave empty, or write in words."""
    try:
        value = Decimal(str(given).replace(",", "").replace(" ", ""))
    except InvalidOperation:
        return None
    return value if value.is_finite() and 0 <= value < Decimal(10) ** 12 else None


def _day(given: str) -> str | None:
    """Read a day of the portal: with an hour and a zone, or as milliseconds since 1970.

    Errors: ValueError, for a date that is none.
    """
    if given.isdecimal() and len(given) == MILLISECONDS:
        return datetime.fromtimestamp(int(given) / 1000, UTC).date().isoformat()
    return day(given)


def _page(code: str, metadata: Mapping[str, Any]) -> str:
    given = _first(metadata, "url")
    return given if given.startswith("https://ec.europa.eu/info/") else f"{TOPIC_PAGE}{code}"


def _of(actions: Sequence[Mapping[str, Any]], name: str) -> str:
    return next((str(one[name]) for one in actions if one.get(name)), "")


def _all(metadata: Mapping[str, Any], name: str) -> list[str]:
    """Return the values of a field, which may come as a list, as one, or not at all."""
    given = metadata.get(name)
    values = given if isinstance(given, list) else [given]
    return [
        str(value).strip() for value in values if value not in (None, "") and not isinstance(value, Mapping)
    ]


def _first(metadata: Mapping[str, Any], name: str) -> str:
    return next(iter(_all(metadata, name)), "")
