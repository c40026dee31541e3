"""What the office of the first cluster keeps, for the addresses that name it."""

from typing import Any

from convivio.clusters.models import Cluster
from convivio.kernel.translated import in_both
from convivio.office.circular_letters import stop_address
from convivio.office.models import Circular, Contact, Deed, Encounter, Note, SavedView
from convivio.organisations.models import Organisation
from convivio.people.models import Person


def office(cluster: Cluster, organisation: Organisation, keeper: Person) -> dict[str, Any]:
    """Write one of each: a note, a contact, a line, a view, a deed, a draft of a circular."""
    stop = stop_address(cluster, keeper)
    return {
        "office_note": Note.objects.create(cluster=cluster, organisation=organisation, text="Riservato"),
        "office_contact": Contact.objects.create(cluster=cluster, name="Ada Neri"),
        "office_encounter": Encounter.objects.create(cluster=cluster, line="Chiamata riservata"),
        "office_view": SavedView.objects.create(cluster=cluster, owner=keeper, name="Mia", is_shared=True),
        "office_deed": Deed.objects.create(cluster=cluster, kind=Deed.Kind.NOTE),
        "office_circular": Circular.objects.create(
            cluster=cluster, subject=in_both("Ciao", "Hello"), text=in_both("Testo", "Text")
        ),
        "office_stopping": stop.rstrip("/").rpartition("/")[2],
    }
