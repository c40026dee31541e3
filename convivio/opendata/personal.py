"""What imports hold of people: who sent a list, until it is forgotten."""

from convivio.kernel.personal import Personal, declare_personal
from convivio.opendata.models import MemberList

declare_personal(
    MemberList, Personal(hands=("person",), plain=("token", "file_name", "columns", "same", "made"))
)
