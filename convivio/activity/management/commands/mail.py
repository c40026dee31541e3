from typing import Any

from django.core.management.base import CommandParser

from convivio.activity.errors import MailRefused
from convivio.activity.mail_trial import try_mail
from convivio.kernel.commands import ConvivioCommand


class Command(ConvivioCommand):
    help = "Try the mail: send a letter now, and say plainly what the mail server answered."

    def add_arguments(self, parser: CommandParser) -> None:
        what = parser.add_subparsers(dest="what", required=True)
        test = what.add_parser("test", help="Send a letter to an address, now.")
        test.add_argument("address", metavar="ADDRESS")

    def handle(self, *, address: str, **options: Any) -> None:
        trial = try_mail(address)
        answer = f" It said: {trial.answer}" if trial.answer else ""
        if not trial.has_left:
            raise MailRefused(f"{trial.sentence}{answer}")
        self.stdout.write(f"{trial.sentence}{answer}")
