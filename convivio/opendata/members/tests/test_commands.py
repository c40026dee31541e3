"""convivio import organisations: a preview row by row, then all of it or nothing, and never twice."""

import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from convivio.activity.models import Trace
from convivio.clusters.models import Cluster, Membership
from convivio.clusters.tests.factories import ClusterFactory, MembershipFactory
from convivio.opendata.members.tests import files
from convivio.organisations.models import Identifier, Kind, LikelyDouble, Organisation
from convivio.organisations.tests.factories import IdentifierFactory, MandateFactory, OrganisationFactory
from convivio.search.models import Change

pytestmark = pytest.mark.django_db


@pytest.fixture
def cluster() -> Cluster:
    return ClusterFactory.create(slug="salute")


def run(folder: Path, content: bytes, *options: str) -> list[str]:
    path, said = folder / "members.csv", io.StringIO()
    path.write_bytes(content)
    call_command("import", "organisations", str(path), *options, stdout=said)
    return said.getvalue().splitlines()


def write(folder: Path, *rows: tuple[str, ...], options: tuple[str, ...] = ("--cluster", "salute")) -> str:
    """Take these rows in, and return the line with the counts."""
    return run(folder, files.as_csv(rows or files.ROWS), *options, "--yes")[-2]


def test_without_a_yes_nothing_is_written(tmp_path: Path, cluster: Cluster) -> None:
    said = run(tmp_path, files.as_csv(), "--cluster", "salute")

    assert "row 2  new  Officina Panaro srl" in said
    assert said[-2:] == [
        "0 refused, 0 double, 2 new, 0 updated, 0 same", "Nothing is written yet. Add --yes to write it.",
    ]  # fmt: skip
    assert not Organisation.objects.exists()


def test_with_a_yes_members_are_made(tmp_path: Path, cluster: Cluster) -> None:
    write(tmp_path)

    organisation = Organisation.objects.get(identifiers__value="IT01234567897")
    assert (organisation.kind, organisation.nuts, organisation.staff_count) == (Kind.SME, "ITH54", 45)
    assert organisation.reading is not None
    assert organisation.reading.source.slug == "member-lists"
    assert Membership.objects.get(organisation=organisation).category == "sme"
    assert Change.objects.filter(key=organisation.key).exists()


def test_it_is_on_record(tmp_path: Path, cluster: Cluster) -> None:
    write(tmp_path)

    entry = Trace.objects.get()
    assert (entry.verb, entry.subject, entry.facts["new"]) == ("members.taken_in", cluster.key, 2)


@pytest.mark.parametrize("content", [files.as_csv(), files.as_xlsx()], ids=["csv", "xlsx"])
def test_a_second_time_changes_nothing(tmp_path: Path, cluster: Cluster, content: bytes) -> None:
    run(tmp_path, content, "--cluster", "salute", "--yes")

    said = run(tmp_path, content, "--cluster", "salute", "--yes")

    assert "0 refused, 0 double, 0 new, 0 updated, 2 same" in said
    assert (Organisation.objects.count(), Membership.objects.count()) == (2, 2)


def test_a_body_is_known_by_its_pic_before_its_vat_number(tmp_path: Path, cluster: Cluster) -> None:
    known = IdentifierFactory.create(scheme="pic", value="999999999").organisation
    content = files.as_csv([("Another name", "999999999")], ["name", "PIC"])

    run(tmp_path, content, "--cluster", "salute", "--yes")

    assert Organisation.objects.get() == known
    assert Membership.objects.get().organisation == known


def test_a_pic_and_a_vat_number_of_two_bodies_refuse_a_row(tmp_path: Path, cluster: Cluster) -> None:
    IdentifierFactory.create(scheme="pic", value="999999999")
    IdentifierFactory.create(scheme="vat", value="IT01234567897")
    content = files.as_csv([("Alfa", "999999999", files.GOOD_VAT)], ["name", "PIC", "VAT"])

    said = run(tmp_path, content, "--map", "VAT=vat")

    assert any(line.startswith("row 2  refused  Alfa  Its PIC is of") for line in said)


def test_the_same_name_in_the_same_town_is_flagged_and_never_merged(tmp_path: Path, cluster: Cluster) -> None:
    known = OrganisationFactory.create(name="Officina Panaro S.r.l.", city="MODENA")

    assert "1 double" in write(tmp_path, files.ROWS[0])

    made = Organisation.objects.exclude(pk=known.pk).get()
    double = LikelyDouble.objects.get()
    assert (double.first, double.second) == (known, made)


def test_the_same_name_in_another_town_is_another_body(tmp_path: Path, cluster: Cluster) -> None:
    OrganisationFactory.create(name="Officina Panaro srl", city="Rimini")

    assert "1 new" in write(tmp_path, files.ROWS[0])


def test_a_member_of_the_cluster_is_known_by_name_and_town(tmp_path: Path, cluster: Cluster) -> None:
    known = OrganisationFactory.create(
        name="Università di Valmorra", city="Bologna", kind=Kind.UNIVERSITY, nuts="ITH55"
    )
    MembershipFactory.create(organisation=known, cluster=cluster)

    assert "1 same" in write(tmp_path, files.ROWS[1])


def test_a_member_of_that_name_with_another_vat_number_is_another_body(
    tmp_path: Path, cluster: Cluster
) -> None:
    known = OrganisationFactory.create(name="Officina Panaro srl", city="Modena")
    MembershipFactory.create(organisation=known, cluster=cluster)
    IdentifierFactory.create(organisation=known, scheme="vat", value="IT00743110157")

    assert "1 double" in write(tmp_path, files.ROWS[0])


def test_a_list_fills_what_is_empty_and_leaves_what_others_said(tmp_path: Path, cluster: Cluster) -> None:
    known = OrganisationFactory.create(kind=Kind.COMPANY, size="", city="Carpi", staff_count=None)
    IdentifierFactory.create(organisation=known, scheme="vat", value="IT01234567897")

    write(tmp_path, files.ROWS[0])

    known.refresh_from_db()
    assert (known.kind, known.staff_count, known.city) == (Kind.SME, 45, "Carpi")


def test_a_list_corrects_what_a_list_had_said(tmp_path: Path, cluster: Cluster) -> None:
    write(tmp_path, files.ROWS[0])

    assert "1 updated" in write(tmp_path, (*files.ROWS[0][:-1], "46"))

    assert Organisation.objects.get().staff_count == 46


def test_a_list_does_not_correct_a_body_that_speaks_for_itself(tmp_path: Path, cluster: Cluster) -> None:
    write(tmp_path, files.ROWS[0])
    MandateFactory.create(organisation=Organisation.objects.get())

    assert "1 same" in write(tmp_path, (*files.ROWS[0][:-1], "46"))


def test_a_refused_row_holds_up_all_of_it_unless_it_is_left_out(tmp_path: Path, cluster: Cluster) -> None:
    content = files.as_csv([*files.ROWS, ("Beta", "123", "", "", "", "")])

    with pytest.raises(CommandError, match="1 rows are refused, so nothing was written"):
        run(tmp_path, content, "--yes")
    assert not Organisation.objects.exists()

    run(tmp_path, content, "--yes", "--leave-out-refused")
    assert Organisation.objects.count() == 2


def test_a_row_that_is_there_twice_is_refused(tmp_path: Path) -> None:
    said = run(tmp_path, files.as_csv([files.ROWS[0], files.ROWS[0]]))

    assert "row 3  refused  Officina Panaro srl  It is the same as row 2." in said


def test_one_body_under_two_names_is_refused_the_second_time(tmp_path: Path, cluster: Cluster) -> None:
    IdentifierFactory.create(scheme="vat", value="IT01234567897")
    twin = ("Panaro, officina", *files.ROWS[0][1:])

    said = run(tmp_path, files.as_csv([files.ROWS[0], twin]))

    assert "row 3  refused  Panaro, officina  It is the same body as row 2." in said


def test_columns_may_be_said(tmp_path: Path) -> None:
    run(tmp_path, b"Chi;Dove\nAlfa;Modena\n", "--map", "chi=name", "Dove=city", "--yes")

    assert Organisation.objects.get().city == "Modena"


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ((), "No column is the name"),
        (("--map", "Dove=city"), "No column is the name"),
        (("--map", "Quando=name"), "There is no column “Quando”; there are: Chi, Dove"),
        (("--map", "Chi=nom"), "There is no field “nom”"),
        (("--map", "Chi"), "There is no column “”"),
        (("--map", "Chi=name", "--cluster", "luna"), "There is no cluster “luna”; there are: salute"),
    ],
)
def test_what_cannot_be_done_is_said(
    tmp_path: Path, cluster: Cluster, options: tuple[str, ...], sentence: str
) -> None:
    with pytest.raises(CommandError, match=sentence):
        run(tmp_path, b"Chi;Dove\nAlfa;Modena\n", *options)


def test_slugs_are_free(tmp_path: Path) -> None:
    OrganisationFactory.create(slug="alfa", name="Alfa", city="Rimini")

    run(tmp_path, "name;city\nAlfa;Modena\nALFA!;Parma\n社団;Tokyo\n".encode(), "--yes")

    assert set(Organisation.objects.values_list("slug", flat=True)) == {
        "alfa",
        "alfa-2",
        "alfa-3",
        "organisation",
    }


def test_an_identifier_is_added_to_the_body_it_belongs_to(tmp_path: Path, cluster: Cluster) -> None:
    known = IdentifierFactory.create(scheme="pic", value="999999999").organisation

    run(tmp_path, files.as_csv([("Alfa", "999999999", files.GOOD_VAT)], ["name", "PIC", "P.IVA"]), "--yes")

    found = Identifier.objects.filter(organisation=known).values_list("value", flat=True)
    assert set(found) == {"999999999", "IT01234567897"}
