import json
from typing import Any

from django.core.management.base import CommandParser

from convivio.kernel.audiences import ANYONE
from convivio.kernel.commands import ConvivioCommand
from convivio.search.finding import Question, expansions_of, find, still_seen
from convivio.search.showing import answer_of, showings

MOST = 1000


class Command(ConvivioCommand):
    help = "Search everything that anyone may see: one line for each answer, or JSON."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("words", nargs="+", help="what to look for, in Italian or English")
        parser.add_argument("--json", action="store_true", help="write JSON, for programs")
        parser.add_argument("--type", choices=[showing.kind for showing in showings()], help="one kind only")
        parser.add_argument("--limit", type=int, default=20, help=f"how many answers (1 to {MOST})")

    def handle(self, *, words: list[str], limit: int, **options: Any) -> None:
        text = " ".join(words)
        kinds = [options["type"]] if options["type"] else [showing.kind for showing in showings()]
        size = min(max(limit, 1), MOST)
        found = find(Question(words=text, types=kinds, size=size, expansions=expansions_of(text)), ANYONE)
        hits = still_seen(found.hits, ANYONE)
        if not options["json"]:
            for hit in hits:
                self.stdout.write(f"{hit.type:<14} {hit.title}")
            return
        answer = {
            "words": text,
            "total": found.total,
            "is_guess": found.is_guess,
            "hits": [
                {
                    "key": hit.key,
                    "type": hit.type,
                    "title": hit.title,
                    "score": round(hit.score, 4),
                    "day": hit.day.isoformat() if hit.day else None,
                    "url": shown.url if (shown := answer_of(hit)) else "",
                    **dict(hit.data),
                }
                for hit in hits
            ],
        }
        self.stdout.write(json.dumps(answer, ensure_ascii=False, indent=2))
