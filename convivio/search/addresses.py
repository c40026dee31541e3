"""The address of a list: what narrows it, and the same list with one thing changed."""

from collections.abc import Iterable

from django.http import HttpRequest, QueryDict

MOST_CHOSEN = 50
LONGEST_NUMBER = 6


def chosen_in(query: QueryDict, names: Iterable[str]) -> dict[str, list[str]]:
    """Read which values of which facets an address asks for, each once."""
    read = {name: list(dict.fromkeys(value for value in query.getlist(name) if value)) for name in names}
    return {name: values[:MOST_CHOSEN] for name, values in read.items() if values}


def page_in(query: QueryDict, most: int) -> int:
    """Read the number of a page; anything that is none is the first, anything beyond is the last."""
    asked = query.get("page", "1")
    is_number = asked.isascii() and asked.isdecimal() and len(asked) <= LONGEST_NUMBER
    return min(max(int(asked), 1), most) if is_number else 1


def without(request: HttpRequest, name: str, value: str | None = None) -> str:
    """Give the address of this list with one choice taken away, or all of a facet, at its first page."""
    query = request.GET.copy()
    query.setlist(name, [one for one in query.getlist(name) if value is not None and one != value])
    return _address(request, query)


def changed(request: HttpRequest, **values: str | None) -> str:
    """Give the address of this list with other values, at its first page; None takes a value away."""
    query = request.GET.copy()
    for name, value in values.items():
        query.pop(name, None)
        if value is not None:
            query[name] = value
    return _address(request, query)


def _address(request: HttpRequest, query: QueryDict) -> str:
    query.pop("page", None)
    return f"{request.path}?{query.urlencode()}" if query else request.path
