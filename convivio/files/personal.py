"""What files hold of people: who sent them. What they are about stays with whom it belongs to."""

from convivio.files.models import File
from convivio.kernel.personal import Holds, Personal, Sort, declare_personal

declare_personal(
    File,
    Personal(
        whose="kept_by",
        holds={
            "name": Holds(Sort.WORDS, "to call what they sent for an organisation by its name", is_kept=True)
        },
        plain=("about", "digest", "stored"),
    ),
)
