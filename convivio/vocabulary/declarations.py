"""What the vocabulary declares to the rooms below: names for facets, and words of the other language."""

from django.utils.translation import gettext_lazy as _

from convivio.search.facets import Facet, declare_facet
from convivio.search.finding import declare_expansions
from convivio.vocabulary.facet_names import concept_names, offered_territories, place_names
from convivio.vocabulary.words import expansions

declare_expansions(expansions)
declare_facet(Facet("concept", _("Concept"), concept_names))
declare_facet(Facet("country", _("Country"), place_names))
declare_facet(Facet("nuts", _("Territory"), place_names, offered_territories))
