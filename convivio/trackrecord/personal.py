"""What the track record holds of people: nothing; public sources name organisations."""

from convivio.kernel.personal import Personal, declare_personal
from convivio.trackrecord.models import Project, Topic

declare_personal(Topic, Personal(plain=("code", "title", "keywords")))
declare_personal(
    Project,
    Personal(
        plain=(
            *("programme", "code", "acronym", "title", "objective", "summary"),
            *("keywords", "scheme", "legal_basis", "status", "url"),
        )
    ),
)
