from typing import Any

from django.http import HttpRequest

from convivio.people.acting import NOBODY


def acting(request: HttpRequest) -> dict[str, Any]:
    """Tell templates who acts, and for whom."""
    return {"acting": getattr(request, "acting", NOBODY)}
