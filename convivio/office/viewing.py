"""Ways to look at the members that the office keeps under a name."""

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.http import Http404

from convivio.activity.trace import record
from convivio.clusters.models import Cluster
from convivio.kernel.rows import lock
from convivio.office.asking import Asked
from convivio.office.errors import ViewIsThere
from convivio.office.models import SavedView
from convivio.office.permissions import may_keep_office
from convivio.people.acting import Acting
from convivio.people.models import Person


def views_for(cluster: Cluster, acting: Acting) -> list[SavedView]:
    """Give one's own views and those of the office; one's own default stands before a shared one."""
    rows = SavedView.objects.filter(cluster=cluster).filter(Q(is_shared=True) | Q(owner=acting.person))
    found = list(rows.select_related("owner", "cluster"))
    found.sort(key=lambda view: (not view.is_default, view.owner_id != _number(acting.person), view.name))
    return found


def find_view(cluster: Cluster, acting: Acting, number: int) -> SavedView:
    """Return a view that this person may use.

    Errors: Http404.
    """
    found = next((view for view in views_for(cluster, acting) if view.pk == number), None)
    if found is None:
        raise Http404
    return found


@transaction.atomic
def save_view(
    cluster: Cluster, name: str, query: str, *, is_shared: bool, is_default: bool, by: Acting
) -> SavedView:
    """Keep a way to look at the members under a name; the same name of one's own is written anew.

    Raises: NotAllowed; ViewIsThere.
    """
    lock(cluster)
    may_keep_office(by, cluster).enforce()
    if is_default:
        SavedView.objects.filter(cluster=cluster, owner=by.person).update(is_default=False)
    said = {"query": Asked.said(query).query, "is_shared": is_shared, "is_default": is_default}
    try:
        with transaction.atomic():
            view, _made = SavedView.objects.update_or_create(
                cluster=cluster, owner=by.person, name=name, defaults=said
            )
    except IntegrityError as twice:
        raise ViewIsThere(name) from twice
    record("view.saved", cluster, by=by, facts={"view": view.pk, "shared": is_shared})
    return view


@transaction.atomic
def remove_view(view: SavedView, *, by: Acting) -> None:
    """Take a view away; the members stay as they are.

    Raises: NotAllowed.
    """
    lock(view)
    may_keep_office(by, view.cluster).enforce()
    record("view.removed", view.cluster, by=by, facts={"view": view.pk})
    view.delete()


def _number(person: Person | None) -> int | None:
    return person.pk if person else None
