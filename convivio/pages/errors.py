from django.utils.translation import gettext as _

from convivio.kernel.errors import BadInput, WrongState


class TextChangedMeanwhile(WrongState):
    """Somebody published another version since this one was opened."""

    code = "text_changed_meanwhile"

    def __init__(self, who: str) -> None:
        name = who or _("Somebody")
        super().__init__(
            _(
                "%(name)s published another version while you were writing. Yours is kept below: "
                "compare the two, then publish again to replace theirs."
            )
            % {"name": name}
        )


class NothingChanged(WrongState):
    """The words are those that are shown already."""

    code = "nothing_changed"

    def __init__(self) -> None:
        super().__init__(_("These are the words that are shown already: there is nothing to publish."))


class NoSuchVersion(WrongState):
    """The text has no version of this number, or it is the one shown."""

    code = "no_such_version"

    def __init__(self, number: int) -> None:
        super().__init__(_("Version %(number)s cannot be brought back.") % {"number": number})


class NewsChangedMeanwhile(WrongState):
    """Somebody kept another version of the news since it was opened."""

    code = "news_changed_meanwhile"

    def __init__(self) -> None:
        super().__init__(
            _(
                "Somebody changed this news while you were writing. Yours is kept below: keep it again to replace theirs."
            )
        )


class NewsIsUnfinished(WrongState):
    """News goes out with a title and a text in at least one language."""

    code = "news_is_unfinished"

    def __init__(self) -> None:
        super().__init__(_("Write a title and a text in the same language before you publish it."))


class NewsIsNotOut(WrongState):
    """What was not published cannot be withdrawn."""

    code = "news_is_not_out"

    def __init__(self) -> None:
        super().__init__(_("This news is not published, so it cannot be withdrawn."))


class NewsPictureIsRefused(BadInput):
    """A picture that cannot be taken for news: no picture of ours, too large, broken, or none."""

    code = "news_picture_is_refused"

    @classmethod
    def none(cls) -> "NewsPictureIsRefused":
        return cls(_("Choose a picture."))


class NewsPictureLacksWords(BadInput):
    """A picture says in both languages what it shows, for those who do not see it."""

    code = "news_picture_lacks_words"

    def __init__(self) -> None:
        super().__init__(_("Say in both languages what the picture shows."))


class TermIsHeld(WrongState):
    """Somebody holds the same role in the same body on some of these days already."""

    code = "term_is_held"

    def __init__(self, name: str) -> None:
        super().__init__(_("%(name)s holds this role on some of these days already.") % {"name": name})


class AlreadyFinanced(WrongState):
    """The same act of the same programme is on record for some of these days."""

    code = "already_financed"

    def __init__(self) -> None:
        super().__init__(_("This act is on record already for some of these days."))


class NoSuchPart(BadInput):
    """A page has no text of this name."""

    code = "no_such_part"

    def __init__(self, part: str) -> None:
        super().__init__(_("There is no text called “%(part)s”.") % {"part": part[:60]})
