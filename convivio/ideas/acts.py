"""What is done with ideas, as the trace tells it."""

from django.utils.translation import gettext_noop

from convivio.activity.acts import Circle, declare_acts, declare_thing, rows_of
from convivio.ideas.models import Author, Comment, Idea, Reviewer, Round

declare_acts(
    Circle.BODY,
    {
        "idea.opened": gettext_noop("%(who)s opened %(what)s"),
        "idea.moved": gettext_noop("%(who)s took %(what)s to another stage"),
        "idea.set_aside": gettext_noop("%(who)s set %(what)s aside"),
        "idea.reopened": gettext_noop("%(who)s opened %(what)s again"),
        "idea.renewed": gettext_noop("%(who)s said that %(what)s still holds"),
        "idea.expiring": gettext_noop("%(what)s will expire soon"),
    },
)
declare_acts(
    Circle.DOER,
    {
        "idea.begun": gettext_noop("%(who)s began %(what)s"),
        "idea.changed": gettext_noop("%(who)s changed %(what)s"),
        "idea.restored": gettext_noop("%(who)s restored a version of %(what)s"),
        "idea.document_added": gettext_noop("%(who)s put a document beside %(what)s"),
        "idea.document_removed": gettext_noop("%(who)s removed a document of %(what)s"),
        "idea.document_brought_back": gettext_noop("%(who)s brought a document of %(what)s back"),
        "round.opened": gettext_noop("%(who)s opened a round of evaluation of ideas"),
        "round.handed_in": gettext_noop("%(who)s handed an idea in to a round"),
        "round.closed": gettext_noop("%(who)s closed a round of evaluation of ideas"),
        "round.opened_again": gettext_noop("%(who)s opened a round of evaluation again"),
        "review.asked": gettext_noop("%(who)s asked somebody to review an idea"),
        "author.asked": gettext_noop("%(who)s asked somebody to write an idea"),
        "author.accepted": gettext_noop("%(who)s writes an idea with others"),
        "author.declined": gettext_noop("%(who)s said no to writing an idea"),
        "author.left": gettext_noop("%(who)s ended an authorship of an idea"),
        "author.taken_back": gettext_noop("%(who)s took back asking somebody to write an idea"),
        "comment.written": gettext_noop("%(who)s commented on an idea"),
        "comment.edited": gettext_noop("%(who)s edited a comment"),
        "comment.removed": gettext_noop("%(who)s removed a comment"),
        "comment.put_back": gettext_noop("%(who)s put a comment back"),
        "comment.hidden": gettext_noop("%(who)s hid a comment"),
        "comment.shown_again": gettext_noop("%(who)s showed a comment again"),
    },
)
declare_acts(
    Circle.AUDITOR,
    {
        "review.declared": gettext_noop("%(who)s said whether there is a conflict of interest"),
        "review.scored": gettext_noop("%(who)s scored an idea"),
        "idea.supported": gettext_noop("%(who)s supported %(what)s"),
        "idea.support_withdrawn": gettext_noop("%(who)s withdrew the support of %(what)s"),
    },
)
declare_thing("idea", gettext_noop("an idea"), rows=rows_of(Idea), organisation="organisation")
declare_thing("author", gettext_noop("an author"), rows=rows_of(Author), organisation="organisation")
declare_thing("comment", gettext_noop("a comment"), rows=rows_of(Comment), organisation="organisation")
declare_thing("round", gettext_noop("a round of ideas"), rows=rows_of(Round), cluster="cluster")
declare_thing("reviewer", gettext_noop("a review"), rows=rows_of(Reviewer), cluster="entry__round__cluster")
