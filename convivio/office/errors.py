"""Refusals of the office's places.

WrongState
├── CircularIsEmpty     a circular needs a subject and a text in both languages
├── CircularIsSent      a circular goes out once, and stays as it went
├── DeedIsUndone        what was undone is not undone again
├── CannotBeUndone      something was built on it meanwhile
├── ViewIsThere         two views of one name were kept at once
└── NobodyToWriteTo     a circular without recipients is not sent
BadInput
└── NothingChosen       an act on many members needs some
"""

from django.utils.translation import gettext as _

from convivio.kernel.errors import BadInput, WrongState


class CircularIsEmpty(WrongState):
    code = "circular_is_empty"

    def __init__(self) -> None:
        super().__init__(_("Write its subject and its text in both languages first."))


class CircularIsSent(WrongState):
    code = "circular_is_sent"

    def __init__(self) -> None:
        super().__init__(_("This circular has been sent; it goes out once, and stays as it went."))


class DeedIsUndone(WrongState):
    code = "deed_is_undone"

    def __init__(self) -> None:
        super().__init__(_("This was undone already."))


class CannotBeUndone(WrongState):
    code = "deed_cannot_be_undone"

    def __init__(self, name: str) -> None:
        super().__init__(
            _("It cannot be undone: the membership of %(name)s has changed since.") % {"name": name}
        )


class ViewIsThere(WrongState):
    code = "view_is_there"

    def __init__(self, name: str) -> None:
        super().__init__(_("There is a view “%(name)s” already. Choose another name.") % {"name": name})


class NobodyToWriteTo(WrongState):
    code = "nobody_to_write_to"

    def __init__(self) -> None:
        super().__init__(_("Nobody would receive it. Choose other members, or people with another right."))


class NothingChosen(BadInput):
    code = "nothing_chosen"

    def __init__(self) -> None:
        super().__init__(_("Tick at least one member first, or all of the filter."))
