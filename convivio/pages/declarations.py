"""What the public pages declare to the rooms below."""

from django.utils.translation import gettext_lazy as _

from convivio.activity.clockwork import declare_duty
from convivio.activity.letters import declare_footer
from convivio.pages.actions.news_pictures import remove_unused_pictures
from convivio.pages.clock import tell_of_today
from convivio.pages.documents import cluster_documents, news_documents, text_documents
from convivio.pages.funding import footer
from convivio.pages.showing import SHOWINGS
from convivio.pages.writing import writes_somewhere
from convivio.people.privacy.retention import declare_clearing
from convivio.search.documents import declare_documents
from convivio.search.showing import declare_showing
from convivio.web.places import declare_place

declare_documents("cluster", cluster_documents)
declare_documents("news", news_documents)
declare_documents("text", text_documents)
for showing in SHOWINGS:
    declare_showing(showing)
declare_footer(footer)
declare_duty("news", tell_of_today)
declare_clearing("pictures that no news shows", remove_unused_pictures)
declare_place(5, _("Network"), "globe", "pages:network")
declare_place(75, _("Public pages"), "edit", "pages:my_desk", writes_somewhere)
