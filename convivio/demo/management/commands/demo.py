import io
import subprocess
import sys
import webbrowser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError, CommandParser

from convivio.demo.loading import is_loaded, load_network
from convivio.kernel.commands import ConvivioCommand
from convivio.web.server import free_port, serve

HOST = "127.0.0.1"


class Command(ConvivioCommand):
    help = "Open the demonstration network in a browser, on this machine only."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--no-browser", action="store_true", help="Only print the address.")
        parser.add_argument("--cordis", type=Path, metavar="PATH", help="Add the Commission's file as well.")

    def handle(self, *, port: int, no_browser: bool, cordis: Path | None, **options: Any) -> None:
        if cordis is not None and not cordis.exists():
            raise CommandError(f"There is no file or folder at {cordis}.")
        self.fill(cordis)
        chosen = free_port(HOST, port)
        if chosen != port:
            self.say(f"Port {port} is taken; {chosen} is free.")

        def when_ready(address: str) -> None:
            self.say(
                f"\nThe demonstration is open at {address}\nEveryone in it is invented. Stop it with Ctrl-C."
            )
            if not no_browser:
                webbrowser.open(address)

        clock = subprocess.Popen([sys.executable, "-m", "convivio", "tick", "--every", "5", "-v", "0"])
        try:
            serve(HOST, chosen, workers=2, when_ready=when_ready)
        finally:
            clock.terminate()
            clock.wait(timeout=10)

    def fill(self, cordis: Path | None) -> None:
        """Bring the home of the demonstration to where a page can be shown; what is there stays."""
        self.say(f"The demonstration lives in {settings.HOME}")
        self.say("Making the tables and the vocabulary ready…")
        call_command("prepare", verbosity=0, stdout=io.StringIO())
        if not is_loaded():
            self.say("Inventing a network…")
            counts = load_network()
            self.say("  " + ", ".join(f"{count} {name}" for name, count in counts.items()))
        if cordis is not None:
            self.say("Reading the projects of the Commission’s file…")
            call_command("import", "cordis", str(cordis))
        self.say("Bringing the index up to date…")
        call_command("index", "refresh", verbosity=0, stdout=io.StringIO())
        call_command("check", databases=["default"], fail_level="WARNING", stdout=io.StringIO())

    def say(self, words: str) -> None:
        self.stdout.write(words)
        self.stdout.flush()
