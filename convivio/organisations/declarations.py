"""What the organisations declare to the rooms below."""

from django.utils.translation import gettext_lazy as _

from convivio.kernel.audiences import declare_audiences
from convivio.organisations.capacities import audiences, capacities
from convivio.organisations.documents import organisation_documents
from convivio.people.acting import declare_capacities
from convivio.search.documents import declare_documents
from convivio.web.places import declare_place

declare_audiences(audiences)
declare_capacities(capacities)
declare_documents("organisation", organisation_documents)
declare_place(40, _("Organisations"), "organisation", "organisations:list")
