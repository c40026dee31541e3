import json
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils import translation

from convivio.kernel.audiences import ANYONE
from convivio.kernel.commands import ConvivioCommand
from convivio.kernel.errors import BadInput
from convivio.matching.answering import Wanted
from convivio.matching.composed_data import as_data
from convivio.matching.composing import TableWanted, compose_table
from convivio.organisations.models import Organisation


class Command(ConvivioCommand):
    help = "Compose a consortium for a need under a rule set, and write it as JSON."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--need", type=Path, required=True, metavar="FILE", help="the need, as plain text"
        )
        parser.add_argument("--rules", required=True, metavar="NAME", help="such as horizon-europe-ria")
        parser.add_argument("--lead", required=True, metavar="PIC", help="the lead's PIC, or its key here")
        parser.add_argument(
            "--seats", type=int, required=True, metavar="N", help="everybody, the lead included"
        )
        parser.add_argument("--out", type=Path, required=True, metavar="FILE.json")
        parser.add_argument(
            "--pick", action="append", default=[], metavar="PIC", help="must sit at the table"
        )
        parser.add_argument("--exclude", action="append", default=[], metavar="PIC", help="must not")
        parser.add_argument("--budget", metavar="EUROS", help="the whole cost of the project")
        parser.add_argument("--as-of", type=date.fromisoformat, metavar="DATE")
        parser.add_argument("--language", choices=["it", "en"], default="en", help="of the sentences")

    def handle(self, *, need: Path, rules: str, lead: str, out: Path, **options: Any) -> None:
        wanted = Wanted(text=_text(need), lead=_organisation(lead), before=options["as_of"])
        asked = TableWanted(
            need=wanted,
            rule_set=rules,
            seats=options["seats"],
            picked={_organisation(pic): "" for pic in options["pick"]},
            excluded=tuple(_organisation(pic) for pic in options["exclude"]),
            budget=_euros(options["budget"]),
        )
        with translation.override(options["language"]):
            table = compose_table(asked, ANYONE)
            data = as_data(table, ANYONE)
        try:
            out.write_text(json.dumps(data, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        except OSError as error:
            raise BadInput(f"{out} cannot be written: {error.strerror}.") from error
        said = "proven best" if data["proven"] else f"best found, at most {data['gap']:.1%} from the best"
        self.stdout.write(f"{len(data['seats'])} seats, {said}; the table {_judged(data)}.")


def _judged(data: dict[str, Any]) -> str:
    """Say how the table stands under its rules, and how much of that nobody knows yet."""
    unknown = sum(rule["verdict"] == "unknown" for rule in data["rules"])
    if not data["valid"]:
        return "does not satisfy the rules yet"
    if not unknown:
        return "satisfies the rules"
    rules = "1 rule is" if unknown == 1 else f"{unknown} rules are"
    return f"breaks no rule, and {rules} to be found out"


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8 text"
        raise BadInput(f"{path} cannot be read: {reason}.") from error


def _organisation(name: str) -> Organisation:
    """Find an organisation by PIC, or by its key in this installation.

    Errors: BadInput, where there is none.
    """
    rows = Organisation.objects.visible_to(ANYONE)
    kind, _, number = name.partition(":")
    if kind == "organisation" and number.isdecimal():
        found = rows.filter(pk=int(number)).first()
    else:
        found = rows.with_identifier("pic", name.strip()).first()
    if found is None:
        raise BadInput(f"There is no organisation with the PIC {name} here.")
    return found


def _euros(text: str | None) -> Decimal | None:
    if text is None:
        return None
    try:
        amount = Decimal(text)
    except InvalidOperation as error:
        raise BadInput(f"“{text}” is not an amount in euros.") from error
    if not amount.is_finite() or amount < 0:
        raise BadInput(f"“{text}” is not an amount in euros.")
    return amount
