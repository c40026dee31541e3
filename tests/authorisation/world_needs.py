"""What an organisation asks without its name, what another answers, accompanied by the first cluster."""

from typing import Any

from convivio.clusters.models import Cluster
from convivio.kernel.translated import in_both
from convivio.needs.askers import put_down
from convivio.needs.models import Answer, Entry
from convivio.organisations.models import Organisation
from convivio.people.models import Person


def needs(
    organisation: Organisation, other: Organisation, person: Person, cluster: Cluster
) -> dict[str, Any]:
    """Ask for something, hidden, and let another organisation answer."""
    entry = Entry.objects.create(
        side="need",
        about="skill",
        title=in_both("Serve un laboratorio", "A laboratory is needed"),
        body=in_both("Per una convalida", "For a validation"),
        is_blinded=True,
        cluster=cluster,
        visibility="public",
        audience="public",
    )
    put_down(entry, organisation, person)
    answer = Answer.objects.create(entry=entry, organisation=other, proposes="Prove", who="Noi")
    return {"entry": entry, "entry_answer": answer}
