from typing import Any

from django.core.management.base import CommandParser

from convivio.clusters.first_run import set_up_address
from convivio.config.boot import refuse_an_unsafe_database
from convivio.kernel.commands import ConvivioCommand, is_prepared
from convivio.kernel.errors import NotPrepared
from convivio.web.server import serve


class Command(ConvivioCommand):
    help = "Serve this installation on an address of this machine (put a proxy with TLS in front)."
    requires_system_checks = "__all__"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--workers", type=int, default=2)

    def handle(self, *, host: str, port: int, workers: int, **options: Any) -> None:
        refuse_an_unsafe_database()
        if not is_prepared():
            raise NotPrepared
        address = set_up_address()
        if address:
            self.stdout.write(f"There is no network here yet. Set it up at {address}")
            self.stdout.flush()
        serve(host, port, workers=workers, when_ready=lambda address: print(address, flush=True))  # noqa: T201
