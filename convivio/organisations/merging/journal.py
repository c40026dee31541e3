"""What was changed when two records became one, kept so exactly that it can be changed back."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.db import models

Entry = dict[str, Any]
AT_ONCE = 500


class Journal:
    """Changes of rows, in the order in which they were made; the only way in which merging changes anything."""

    def __init__(self, entries: list[Entry] | None = None) -> None:
        self.entries: list[Entry] = entries or []

    def set(self, model: type[models.Model], numbers: Iterable[int], column: str, value: Any) -> int:
        """Give a column of these rows a value, remember what each had, and count what changed."""
        field = _column(model, column)
        olds = model._default_manager.filter(pk__in=list(numbers)).values_list("pk", field.attname)
        by_old: dict[str, tuple[Any, list[int]]] = {}
        for number, old in olds.order_by("pk"):
            if old != value:
                by_old.setdefault(repr(old), (old, []))[1].append(number)
        for old, rows in by_old.values():
            _update(model, rows, field.attname, value)
            self.entries.append(
                {
                    "do": "set",
                    "model": model._meta.label_lower,
                    "column": field.attname,
                    "rows": rows,
                    "old": _plain(old),
                    "new": _plain(value),
                }
            )
        return sum(len(rows) for _old, rows in by_old.values())

    def set_together(self, row: models.Model, **values: Any) -> None:
        """Give several columns of one row new values at once, where one after the other cannot be."""
        olds = {column: _plain(getattr(row, column)) for column in values}
        type(row)._default_manager.filter(pk=row.pk).update(**values)
        self.entries.append(
            {"do": "set together", "model": row._meta.label_lower, "row": row.pk, "old": olds, "new": values}
        )

    def remove(self, row: models.Model, instead: models.Model | None = None) -> None:
        """Take a row away with what hangs on it; what may not be lost hangs on `instead` from then on."""
        for relation in row._meta.get_fields(include_hidden=True):
            if isinstance(relation, models.ManyToOneRel):  # and one-to-one, which is one of these
                self._let_go(relation, row, instead)
        self.entries.append({"do": "remove", "model": row._meta.label_lower, "row": _values(row)})
        # What hangs on the row was seen to above: nothing is left for Django to cascade to.
        rows = type(row)._default_manager.filter(pk=row.pk)
        rows._raw_delete(using=rows.db)  # noqa: SLF001

    def _let_go(self, relation: Any, row: models.Model, instead: models.Model | None) -> None:
        model, column = relation.related_model, relation.field.name
        hanging = model._default_manager.filter(**{column: row.pk}).order_by("pk")
        if relation.on_delete is models.CASCADE:
            for one in hanging:
                self.remove(one)
        else:
            value = instead.pk if instead else None
            self.set(model, list(hanging.values_list("pk", flat=True)), relation.field.attname, value)

    def undo(self) -> None:
        """Change everything back, last change first; what somebody changed since is left as they said it."""
        for entry in reversed(self.entries):
            model = apps.get_model(entry["model"])
            if entry["do"] == "set":
                _set_back(model, entry)
            elif entry["do"] == "set together":
                model._default_manager.filter(pk=entry["row"], **entry["new"]).update(**entry["old"])
            else:
                _put_back(model, entry["row"])


def _set_back(model: type[models.Model], entry: Entry) -> None:
    field = _column(model, entry["column"])
    new, old = (_read(field, entry[name]) for name in ("new", "old"))
    for start in range(0, len(entry["rows"]), AT_ONCE):
        batch = entry["rows"][start : start + AT_ONCE]
        now = model._default_manager.filter(pk__in=batch).values_list("pk", field.attname)
        _update(model, [number for number, value in now if value == new], field.attname, old)


def _put_back(model: type[models.Model], row: dict[str, Any]) -> None:
    values = {name: _read(_column(model, name), value) for name, value in row.items()}
    model._default_manager.bulk_create([model(**values)])


def _update(model: type[models.Model], numbers: list[int], column: str, value: Any) -> None:
    for start in range(0, len(numbers), AT_ONCE):
        model._default_manager.filter(pk__in=numbers[start : start + AT_ONCE]).update(**{column: value})


def _values(row: models.Model) -> dict[str, Any]:
    fresh = type(row)._default_manager.get(pk=row.pk)
    return {field.attname: _plain(getattr(fresh, field.attname)) for field in row._meta.concrete_fields}


def _plain(value: Any) -> Any:
    """Write a value of a column so that JSON keeps it to the last digit."""
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def _read(field: "models.Field[Any, Any]", value: Any) -> Any:
    is_link = field.is_relation or isinstance(field, models.JSONField)
    return value if is_link and not isinstance(value, dict) else field.to_python(value)


def _column(model: type[models.Model], name: str) -> "models.Field[Any, Any]":
    return next(field for field in model._meta.concrete_fields if name in {field.attname, field.name})
