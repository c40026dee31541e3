"""The forms in which a table can be taken away."""

from collections.abc import Callable

from django.http import HttpResponse

from convivio.consortia.export_data import as_json
from convivio.consortia.export_tables import as_list, as_workbook
from convivio.consortia.table_page import TablePage

FORMS: dict[str, Callable[[TablePage], HttpResponse]] = {
    "xlsx": as_workbook,
    "csv": as_list,
    "json": as_json,
}
