"""Questions to the database that every request asks: put into SQL once, and asked again with other values.

To build a query and put it into words costs more than the database needs to answer it. A prepared question
is an ordinary queryset of values, written with marks where the values will stand.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Model, QuerySet
from django.db.models.sql.compiler import SQLCompiler

M = TypeVar("M", bound=Model)
MOST_SHAPES = 500
"""Lists of so many lengths are kept in SQL; then a question begins anew."""
Value = int | str | date | Sequence[int] | Sequence[str]
Row = tuple[Any, ...]
FIRST_NUMBER, LAST_DAY, MARK = 2_000_000_000, date(9999, 12, 31), "\N{REFERENCE MARK}{}"
"""Marks begin here: no row has such a number or such words, and nothing is dated so late."""


@dataclass(frozen=True, slots=True)
class _Written:
    """A question in SQL: its parameters, each fixed or the place of a value, and how columns become values."""

    sql: str
    parameters: tuple[tuple[Any, int | None], ...]
    converters: dict[int, tuple[list[Callable[..., Any]], Any]]


class Prepared:
    """A queryset of values, as a function of numbers, words, days and lists of them.

    Shape: the function is called with keyword arguments, and returns a queryset of `values_list`.
    Errors: ValueError, when a value does not stand in the SQL: it would be asked for in vain.
    """

    def __init__(self, question: Callable[..., QuerySet[Any, Row]]) -> None:
        self.__wrapped__ = question
        self._written: dict[tuple[object, ...], _Written | None] = {}

    def rows(self, **values: Value) -> list[Row]:
        """Ask, and return every row."""
        flat = list(_flat(values.values()))
        shape = (connection.vendor, *((name, _length(value)) for name, value in values.items()))
        try:
            written = self._written[shape]
        except KeyError:
            written = self._keep(shape, self._write(values))
        if written is None:
            return []
        given = [fixed if place is None else _adapted(flat[place]) for fixed, place in written.parameters]
        with connection.cursor() as cursor:
            cursor.execute(written.sql, given)
            rows = cursor.fetchall()
        return [_converted(row, written) for row in rows] if written.converters else rows

    def _keep(self, shape: tuple[object, ...], written: _Written | None) -> _Written | None:
        """Keep a question in SQL; other threads may ask, or begin anew, at the same moment."""
        if len(self._written) >= MOST_SHAPES:
            self._written.clear()
        self._written[shape] = written
        return written

    def _write(self, values: dict[str, Value]) -> _Written | None:
        """Put the question into SQL with a mark for each value; None when nothing can answer it."""
        marks = iter(_marks(_flat(values.values())))
        marked = {
            name: next(marks) if _length(value) is None else [next(marks) for _each in _each_of(value)]
            for name, value in values.items()
        }
        compiler: SQLCompiler = self.__wrapped__(**marked).query.get_compiler(connection=connection)
        try:
            sql, parameters = compiler.as_sql()
        except EmptyResultSet:
            return None
        places = {_adapted(mark): place for place, mark in enumerate(_flat(marked.values()))}
        if missing := set(places) - {one for one in parameters if isinstance(one, int | str | date)}:
            message = f"{len(missing)} values do not stand in the SQL of the question"
            raise ValueError(message)
        placed = tuple((one, places.get(one)) for one in parameters)
        return _Written(sql, placed, compiler.get_converters([column for column, *_ in compiler.select]))


def columns_of(model: type[Model], path: str, names: Sequence[str] = ()) -> list[str]:
    """Name columns of a model, every one or these, to be asked for along a path and made a row by `row_of`."""
    return [f"{path}__{name}" if path else name for name in names or _all_of(model)]


def row_of(model: type[M], columns: Sequence[Any], names: Sequence[str] = ()) -> M:
    """Make a row of its columns as `columns_of` names them; where there was none, the first of them is None.

    Columns that were not asked for are read when they are. The model wants the others in its own order.
    """
    given = dict(zip(names or _all_of(model), columns, strict=True))
    there = [name for name in _all_of(model) if name in given]
    return model.from_db(connection.alias, there, [given[name] for name in there])


def _all_of(model: type[Model]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields]


def _flat(values: Iterable[Value]) -> Iterator[Any]:
    for value in values:
        yield from _each_of(value)


def _each_of(value: Value) -> Sequence[Any]:
    return [value] if isinstance(value, int | str | date) else value


def _length(value: Value) -> int | None:
    return None if isinstance(value, int | str | date) else len(value)


def _marks(values: Iterator[Any]) -> Iterator[Any]:
    """Give a value of the same kind for each, and each another."""
    for number, value in enumerate(values):
        if isinstance(value, str):
            yield MARK.format(number)
        else:
            yield LAST_DAY - timedelta(days=number) if isinstance(value, date) else FIRST_NUMBER + number


def _adapted(value: Any) -> Any:
    """Return a value as this database takes it."""
    return connection.ops.adapt_datefield_value(value) if isinstance(value, date) else value


def _converted(row: Row, written: _Written) -> Row:
    """Return a row with the values that its fields promise."""
    values = list(row)
    for column, (converters, expression) in written.converters.items():
        for convert in converters:
            values[column] = convert(values[column], expression, connection)
    return tuple(values)
