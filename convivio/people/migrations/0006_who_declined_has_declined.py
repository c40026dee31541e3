"""Until now a letter that was declined counted as taken back by whoever declined it; run twice, nothing more changes."""

from typing import Any

from django.db import migrations
from django.db.models import F


def declined(apps: Any, _editor: Any) -> None:
    letters = apps.get_model("people", "Invitation").objects.filter(
        accepted_at=None, revoked_at__isnull=False, accepted_by__isnull=False
    )
    letters.update(declined_at=F("revoked_at"), revoked_at=None, accepted_by=None)


def taken_back(apps: Any, _editor: Any) -> None:
    """The version before knows no refusal: such a letter is closed as if it had been taken back."""
    letters = apps.get_model("people", "Invitation").objects.filter(declined_at__isnull=False)
    letters.update(revoked_at=F("declined_at"), declined_at=None)


class Migration(migrations.Migration):
    dependencies = [("people", "0005_declined_invitations")]

    operations = [migrations.RunPython(declined, taken_back)]
