"""What is done with skills, as the trace tells it."""

from django.utils.translation import gettext_noop

from convivio.activity.acts import Circle, declare_acts, declare_thing, rows_of
from convivio.skills.models import Skill, Word

declare_acts(
    Circle.BODY,
    {
        "skill.said": gettext_noop("%(who)s said %(what)s"),
        "skill.changed": gettext_noop("%(who)s changed %(what)s"),
        "skill.confirmed": gettext_noop("%(who)s confirmed %(what)s"),
        "skills.confirmed": gettext_noop("%(who)s confirmed all skills of %(what)s"),
        "skill.taken_away": gettext_noop("%(who)s took %(what)s away"),
        "skill.shown": gettext_noop("%(who)s said what shows %(what)s"),
        "skill.shown_no_more": gettext_noop("%(who)s took a piece of evidence of %(what)s away"),
        "skill.vouched": gettext_noop("%(who)s confirmed %(what)s from elsewhere"),
        "word.proposed": gettext_noop("%(who)s proposed %(what)s for the vocabulary"),
        "word.merged": gettext_noop("%(who)s made %(what)s a name of a concept"),
        "word.taken_in": gettext_noop("%(who)s made %(what)s a concept"),
        "word.refused": gettext_noop("%(who)s left %(what)s out of the vocabulary"),
        "word.opened_again": gettext_noop("%(who)s opened %(what)s again"),
        "course.offered": gettext_noop("%(who)s told of %(what)s"),
        "course.ended": gettext_noop("%(who)s took %(what)s back"),
    },
)
declare_thing("skill", gettext_noop("a skill"), rows=rows_of(Skill), organisation="organisation")
declare_thing("word", gettext_noop("a word"), rows=rows_of(Word), organisation="organisation")
declare_thing("course", gettext_noop("a course"))
