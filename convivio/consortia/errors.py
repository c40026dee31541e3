from django.utils.translation import gettext as _

from convivio.kernel.errors import BadInput, WrongState


class ChangedMeanwhile(WrongState):
    """Somebody else changed the table since this page was opened."""

    code = "changed_meanwhile"

    def __init__(self) -> None:
        super().__init__(
            _("Somebody changed this table since you opened it. Look at it again, then repeat your change.")
        )


class SeatIsTaken(WrongState):
    """The organisation sits at this table already."""

    code = "seat_is_taken"

    def __init__(self, name: str) -> None:
        super().__init__(_("%(name)s sits at this table already.") % {"name": name})


class TableIsFull(WrongState):
    """There is no room for one more seat."""

    code = "table_is_full"

    def __init__(self, most: int) -> None:
        super().__init__(_("A table has room for %(most)s seats.") % {"most": most})


class ConsortiumIsSetAside(WrongState):
    """The consortium was set aside: take it back first."""

    code = "consortium_is_set_aside"

    def __init__(self, name: str) -> None:
        super().__init__(_("“%(name)s” is set aside. Take it back before you change it.") % {"name": name})


class NoSuchRules(BadInput):
    """A table can only be judged by rules that there are."""

    code = "no_such_rules"

    def __init__(self, name: str) -> None:
        super().__init__(_("There is no rule set called “%(name)s”.") % {"name": name[:60]})


class NoSuchRole(BadInput):
    """Nobody can sit in a role that there is not."""

    code = "no_such_role"

    def __init__(self, role: str) -> None:
        super().__init__(_("There is no role called “%(role)s”.") % {"role": role[:60]})
