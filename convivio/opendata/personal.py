"""What imports hold of people: who sent a list or a workbook, until it is forgotten."""

from convivio.kernel.personal import Personal, declare_personal
from convivio.opendata.models import MemberList, Workbook

declare_personal(
    MemberList, Personal(hands=("person",), plain=("token", "file_name", "columns", "same", "made"))
)
declare_personal(
    Workbook, Personal(hands=("person",), plain=("token", "file_name", "same", "counts", "made", "undone"))
)
