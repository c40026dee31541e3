"""Who writes an application: a person, or a browser in which a letter was opened."""

from dataclasses import dataclass, field

from convivio.people.acting import Acting


@dataclass(frozen=True, slots=True)
class Writer:
    """Somebody at an application: who acts, and which return links were opened in this browser."""

    acting: Acting
    links: frozenset[int] = field(default_factory=frozenset)

    @property
    def key(self) -> str:
        """Tell one writer from another: the person, or else the last link that was opened."""
        return self.acting.person_key or (f"link:{max(self.links)}" if self.links else "")
