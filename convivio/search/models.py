from django.db import models
from django.utils.timezone import now


class Change(models.Model):
    """A row whose document in the index must be made anew, or taken away."""

    key = models.CharField(max_length=60)
    at = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return self.key
