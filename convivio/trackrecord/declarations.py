"""What the track record declares to the rooms below."""

from django.utils.translation import gettext_lazy as _

from convivio.search.documents import declare_data, declare_documents, declare_facets
from convivio.search.facets import Facet, declare_facet
from convivio.search.showing import declare_showing
from convivio.trackrecord.documents import project_documents, project_parts
from convivio.trackrecord.organisation_facets import (
    data_of_experience,
    facets_of_experience,
    offered_steps,
    programme_names,
    step_names,
)
from convivio.trackrecord.showing import SHOWING

declare_documents("project", project_documents, project_parts)
declare_showing(SHOWING)
declare_facets("organisation", facets_of_experience)
declare_data("organisation", data_of_experience)
declare_facet(Facet("experience", _("Experience"), step_names, offered_steps))
declare_facet(Facet("programme", _("Programme"), programme_names))
