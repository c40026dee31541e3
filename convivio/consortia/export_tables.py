"""A table to take away as a workbook, or its partners as CSV."""

from collections.abc import Iterable

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import gettext as _

from convivio.calls.rule_sets import rule_set_title
from convivio.consortia.known_partners import KnownPartner, known_partners
from convivio.consortia.seating import reasons_of
from convivio.consortia.table_page import TablePage
from convivio.consortia.verdicts import line_of
from convivio.engine.rules_phrases import percent
from convivio.organisations.models import Accreditation, Identifier
from convivio.web.tables import Sheet, csv_response, workbook_response
from convivio.web.templatetags.web import verdict_word


def partner_columns() -> list[str]:
    return [
        _("Seat"),
        _("Role"),
        _("Name"),
        _("Short name"),
        _("Kind"),
        _("Size"),
        _("Country"),
        _("Territory"),
        _("Town"),
        _("Website"),
        "PIC",
        _("VAT number"),
        "ROR",
        "LEI",
        _("Fiscal code"),
        "REA",
        _("Accreditations"),
        _("Share of the cost, euros"),
        _("Rate"),
        _("Grant, euros"),
        _("Own funds, euros"),
        _("Why"),
        _("Source"),
        _("Read on"),
        _("Address in Convivio"),
    ]


def partner_rows(table: TablePage) -> Iterable[list[object]]:
    """Give a row for each seat, the empty ones too."""
    roles = {shown.seat.pk: str(shown.role.label) for shown in table.seated}
    for place, partner in enumerate(known_partners(table), 1):
        yield _partner_row(place, roles.get(partner.seat.pk, partner.seat.role), partner)
    for seat in table.empty_seats:
        yield ["", seat.get_role_display(), _("empty seat"), *[""] * (len(partner_columns()) - 3)]


def _partner_row(place: int, role: str, partner: KnownPartner) -> list[object]:
    one, line = partner.organisation, partner.line
    reading = partner.reading
    return [
        place,
        role,
        one.name,
        one.short_name,
        one.get_kind_display() if one.kind else "",
        one.get_size_display() if one.kind else "",
        one.country,
        one.nuts,
        one.city,
        one.website,
        *(" ".join(partner.identifiers.get(scheme, [])) for scheme in Identifier.Scheme.values),
        "; ".join(_accreditation(held) for held in partner.accreditations),
        partner.seat.share,
        percent(line.rate) / 100 if line and line.rate is not None else None,
        line.grant if line else None,
        partner.own_funds,
        " ".join(reason.text for reason in reasons_of(partner.seat)) if not partner.is_veiled else "",
        reading.source.title if reading else "",
        reading.read_at.date() if reading else None,
        "" if partner.is_veiled else f"{settings.ADDRESS}{one.get_absolute_url()}",
    ]


def _accreditation(held: Accreditation) -> str:
    values = {"what": held.get_kind_display(), "from": held.from_on.isoformat()}
    if held.until_on is None:
        return _("%(what)s, since %(from)s") % values
    return _("%(what)s, from %(from)s to %(until)s") % {**values, "until": held.until_on.isoformat()}


def _rule_sheet(table: TablePage) -> Sheet:
    columns = [
        _("Verdict"),
        _("Rule"),
        _("What the table says"),
        _("What must be found out"),
        _("Source"),
        _("Address of the source"),
        _("Read on"),
        _("Checked again at its source"),
        _("Judged on"),
    ]
    judgement = table.judgement
    rows: list[list[object]] = []
    for verdict in judgement.verdicts if judgement else ():
        line, source = line_of(verdict), verdict.rule.source
        rows.append(
            [
                verdict_word(line.verdict),
                line.title,
                line.state,
                " ".join(line.to_find_out),
                line.source,
                source.url,
                source.read_on,
                _("yes") if verdict.rule.checked else _("no"),
                judgement.on if judgement else None,
            ]
        )
    return Sheet(_("Rules"), columns, rows)


def _trail_sheet(table: TablePage) -> Sheet:
    columns = [_("When"), _("Who"), _("For whom"), _("What"), _("Because of")]
    rows = [[step.at, step.who, step.for_whom, step.text, step.cause] for step in table.steps]
    return Sheet(_("Trail"), columns, rows)


def _about_sheet(table: TablePage) -> Sheet:
    consortium, call = table.consortium, table.consortium.call
    rows: list[list[object]] = [
        [_("Name"), consortium.name],
        [_("Need"), consortium.need],
        [_("Call"), str(call) if call else ""],
        [_("Topic"), call.code if call else ""],
        [_("Deadline"), call.deadline if call else None],
        [_("Rules"), rule_set_title(consortium.rule_set) if consortium.rule_set else ""],
        [_("Whole cost, euros"), consortium.budget],
        [_("Judged on"), table.today],
        [_("Address in Convivio"), f"{settings.ADDRESS}{consortium.get_absolute_url()}"],
        [_("Note"), _("The notice of the call decides, not Convivio.")],
    ]
    return Sheet(_("About"), [_("What"), _("Value")], rows)


def as_workbook(table: TablePage) -> HttpResponse:
    """Answer with a workbook: partners, rules, trail, and what the table is about."""
    partners = Sheet(_("Partners"), partner_columns(), partner_rows(table))
    sheets = [partners, _rule_sheet(table), _trail_sheet(table), _about_sheet(table)]
    return workbook_response(table.consortium.name, sheets)


def as_list(table: TablePage) -> HttpResponse:
    """Answer with the partners as CSV."""
    return csv_response(table.consortium.name, partner_columns(), partner_rows(table))
