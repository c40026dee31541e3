"""Importing a data set of CORDIS into the database."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.management import call_command
from django.db import models

from convivio.activity.checkpoints import Reading as Checkpoints
from convivio.activity.models import Trace
from convivio.activity.proving import prove
from convivio.kernel.translated import in_both
from convivio.opendata.cordis.importing import Import, import_cordis, import_topics
from convivio.opendata.cordis.rows import LENGTHS
from convivio.opendata.tests.cordis_making import (
    ORGANIZATION,
    PROJECT,
    Made,
    body,
    concept,
    many,
    project,
    topic,
)
from convivio.opendata.tests.fingerprints import fingerprint
from convivio.organisations.models import Identifier, Kind, LikelyDouble, Organisation, Size
from convivio.organisations.tests.factories import OrganisationFactory
from convivio.search.models import Change
from convivio.sources.models import Reading
from convivio.trackrecord.models import Participation, Project, Topic
from convivio.vocabulary.models import Concept

pytestmark = pytest.mark.django_db


def import_made(made, folder, **unusual):
    return import_cordis(Import(made.zip(folder), **unusual))


def test_a_project_has_its_words_days_money_and_topic(tmp_path):
    import_made(Made(), tmp_path)

    found: Any = Project.objects.select_related("topic").get()
    assert (found.programme, found.code, found.acronym) == ("HORIZON", "900000001", "RIVER1")
    assert (found.signed_on, found.signed_is_start, found.ends_on) == (
        date(2023, 5, 2),
        False,
        date(2026, 5, 31),
    )
    assert (found.total_cost, found.contribution) == (Decimal("1500000.50"), Decimal("1200000.00"))
    assert (found.topic.code, found.topic.title) == ("HORIZON-TEST-2022-01", "Clean water in slow rivers")
    assert found.status == "signed"


def test_an_organisation_has_its_kind_place_and_identifiers(tmp_path):
    import_made(Made(), tmp_path)

    found = Organisation.objects.with_identifier("pic", "910000001").get()
    assert (found.name, found.kind, found.size) == ("CANNETO NUMERO 1 SRL", Kind.SME, Size.SME)
    assert (found.country, found.nuts, found.city) == ("IT", "ITH56", "FERRARA")
    assert (found.latitude, found.longitude) == (44.8378, 11.6198)
    assert found.website == "http://www.canneto.example.org"
    assert found.identifiers.filter(scheme="vat", value="IT90000000001").exists()


def test_participations_have_roles_and_money(tmp_path):
    import_made(Made(), tmp_path)

    rows = Participation.objects.order_by("position").values_list("role", "contribution", "total_cost")
    assert list(rows) == [
        ("coordinator", Decimal("90000.25"), Decimal("120000.00")),
        ("participant", Decimal("90000.25"), Decimal("120000.00")),
    ]


@pytest.mark.parametrize(
    ("activity", "sme", "kind", "size"),
    [
        ("PRC", "true", Kind.SME, Size.SME),
        ("PRC", "false", Kind.LARGE_COMPANY, Size.LARGE),
        ("PRC", "", Kind.COMPANY, Size.UNKNOWN),
        ("REC", "false", Kind.RESEARCH_CENTRE, Size.UNKNOWN),
        ("HES", "false", Kind.UNIVERSITY, Size.UNKNOWN),
        ("PUB", "", Kind.PUBLIC_AUTHORITY, Size.UNKNOWN),
        ("OTH", "true", Kind.OTHER, Size.SME),
        ("", "", Kind.OTHER, Size.UNKNOWN),
    ],
)
def test_kinds_become_ours(activity, sme, kind, size, tmp_path):
    import_made(Made(bodies=[body(activityType=activity, SME=sme)]), tmp_path)

    found = Organisation.objects.get()
    assert (found.kind, found.size) == (kind, size)


def test_every_fact_shows_its_source_and_date(tmp_path):
    import_made(Made(), tmp_path)

    reading = Reading.objects.select_related("source").get()
    assert reading.source.slug == "cordis-horizon"
    assert reading.source.attribution == "Contains data © European Union, CORDIS, modified"
    assert (reading.published_on, reading.state) == (date(2024, 2, 3), Reading.State.DONE)
    for model in (Organisation, Identifier, Project, Topic, Concept):
        assert set(model.objects.values_list("reading", flat=True)) == {reading.pk}


def test_an_import_is_on_record(tmp_path):
    import_made(Made(), tmp_path)

    entry = Trace.objects.get()
    assert (entry.verb, entry.subject, entry.person) == (
        "source.read",
        f"reading:{Reading.objects.get().pk}",
        "",
    )
    assert entry.facts["projects"] == {"new": 1}
    assert prove(Checkpoints()).holds


def test_what_is_new_waits_for_the_index(tmp_path):
    import_made(Made(), tmp_path)

    numbers = [f"organisation:{row.pk}" for row in Organisation.objects.all()]
    assert sorted(Change.objects.values_list("key", flat=True)) == [
        *sorted(numbers),
        Project.objects.get().key,
    ]


def test_fields_of_science_stand_below_one_another(tmp_path):
    import_made(Made(), tmp_path)

    found: Any = Project.objects.get().concepts.get()
    assert (found.scheme, found.code, found.path) == ("euroscivoc", "/91/92/93", "/91/92/93/")
    assert [str(found), str(found.broader), str(found.broader.broader)] == [
        "reed beds",
        "river sciences",
        "water sciences",
    ]


def test_a_concept_that_we_have_keeps_our_words(tmp_path):
    Concept.objects.create(
        scheme="euroscivoc", code="/91/92/93", label=in_both("canneti", "reeds"), path="/91/92/93/"
    )

    import_made(Made(), tmp_path)

    assert Project.objects.get().concepts.get().label == in_both("canneti", "reeds")


def test_the_same_file_again_changes_nothing_and_says_so(tmp_path):
    import_made(Made(), tmp_path)
    before = fingerprint()

    report = import_made(Made(), tmp_path)

    assert fingerprint() == before
    assert "read on" in report.notes[0]


def test_the_same_rows_again_change_no_row_but_the_reading(tmp_path):
    import_made(many(5), tmp_path)
    before = rows_but_readings()

    report = import_made(many(5), tmp_path, again=True)

    assert rows_but_readings() == before
    assert not report.changed_anything()
    assert Reading.objects.count() == 2


def rows_but_readings():
    tables = (
        Organisation,
        Identifier,
        Project,
        Project.concepts.through,
        Participation,
        Topic,
        Concept,
        Change,
    )
    return {table: sorted(table.objects.values_list(), key=str) for table in tables}


def test_a_file_of_which_rows_were_lost_is_read_again(tmp_path):
    import_made(Made(), tmp_path)
    Participation.objects.order_by("pk")[:1].get().delete()

    import_made(Made(), tmp_path)

    assert Participation.objects.count() == 2


def test_only_what_changed_is_written(tmp_path):
    import_made(many(3), tmp_path)
    first = Reading.objects.get()
    made = many(3)
    made.projects[1]["title"] = "Another title"

    report = import_made(made, tmp_path)

    assert (report.of("projects")["changed"], report.of("projects")["unchanged"]) == (1, 2)
    assert Project.objects.exclude(reading=first).get().title == "Another title"
    assert Organisation.objects.filter(reading=first).count() == 9


def test_an_amount_that_changed_is_written_and_found_anew(tmp_path):
    import_made(Made(), tmp_path)
    Change.objects.all().delete()

    report = import_made(Made(bodies=[body(), body(2, netEcContribution="7,5")]), tmp_path)

    assert report.of("participations")["changed"] == 1
    assert Participation.objects.get(role="participant").contribution == Decimal("7.50")
    assert [change.key for change in Change.objects.all()] == [Project.objects.get().key]


def test_a_project_with_other_fields_of_science_is_found_anew(tmp_path):
    import_made(Made(), tmp_path)
    Change.objects.all().delete()

    import_made(Made(concepts=[concept(euroSciVocCode="/91/92")]), tmp_path)

    assert [change.key for change in Change.objects.all()] == [Project.objects.get().key]


def test_a_participation_that_the_file_no_longer_names_goes_with_its_field(tmp_path):
    import_made(Made(), tmp_path)

    report = import_made(Made(bodies=[body()], concepts=[concept(euroSciVocCode="/91/92")]), tmp_path)

    assert Participation.objects.get().role == "coordinator"
    assert report.of("participations")["removed"] == 1
    assert Project.objects.get().concepts.get().code == "/91/92"
    assert Organisation.objects.count() == 2


def test_a_project_that_the_file_does_not_name_stays_with_its_partners(tmp_path):
    import_made(many(2), tmp_path)

    import_made(many(1), tmp_path)

    assert Project.objects.count() == 2
    assert Participation.objects.count() == 6


def test_an_organisation_known_by_its_vat_number_gets_its_pic(tmp_path):
    ours = OrganisationFactory.create(name="Canneto", description=in_both("Canne.", "Reeds."), city="")
    Identifier.objects.create(organisation=ours, scheme="vat", value="IT90000000001")

    import_made(Made(bodies=[body()]), tmp_path)

    assert Organisation.objects.get() == ours
    assert ours.identifiers.get(scheme="pic").value == "910000001"
    assert Participation.objects.get().organisation == ours


def test_what_people_wrote_is_theirs_and_only_what_is_empty_is_filled(tmp_path):
    ours = OrganisationFactory.create(
        name="Canneto", kind=Kind.LABORATORY, size="", city="", website="", confirmed_on=date(2024, 1, 1)
    )
    Identifier.objects.create(organisation=ours, scheme="pic", value="910000001")

    import_made(Made(bodies=[body()]), tmp_path)

    ours.refresh_from_db()
    assert (ours.name, ours.kind, ours.size) == ("Canneto", Kind.LABORATORY, "")
    assert (ours.city, ours.website) == ("FERRARA", "http://www.canneto.example.org")


@pytest.mark.parametrize(
    "by_people", [{"confirmed_on": date(2024, 1, 1)}, {"description": in_both("Canne.", "Reeds.")}]
)
def test_what_was_imported_is_theirs_once_people_confirm_or_describe_it(by_people, tmp_path):
    import_made(Made(), tmp_path)
    Organisation.objects.update(**by_people)

    import_made(Made(bodies=[body(name="Another name"), body(2)]), tmp_path)

    assert Organisation.objects.with_identifier("pic", "910000001").get().name == "CANNETO NUMERO 1 SRL"


def test_what_nobody_confirmed_follows_the_file(tmp_path):
    import_made(Made(), tmp_path)

    import_made(Made(bodies=[body(name="Another name"), body(2)]), tmp_path)

    assert Organisation.objects.with_identifier("pic", "910000001").get().name == "Another name"


def test_an_earlier_file_that_is_read_after_a_later_one_has_the_word_again(tmp_path):
    earlier, later = Made(), Made(projects=[project(title="Later")])
    for made in (earlier, later, earlier):
        import_made(made, tmp_path)

    assert Project.objects.get().title == "Rivers that clean themselves, part 1"


def test_a_vat_number_shared_with_another_pic_is_flagged_and_never_merged(tmp_path):
    made = Made(bodies=[body(), body(2, vatNumber="IT90000000001")])

    report = import_made(made, tmp_path)

    double = LikelyDouble.objects.get()
    assert (double.first.name, double.second.name) == ("CANNETO NUMERO 1 SRL", "CANNETO NUMERO 2 SRL")
    assert double.reason == "The same VAT number"
    assert report.of("organisations")["flagged"] == 1


def test_the_same_name_in_the_same_country_is_flagged(tmp_path):
    made = Made(
        bodies=[
            body(name="Canneto S.r.l."),
            body(2, name="CANNETO SRL"),
            body(3, name="CANNETO SRL", country="FR"),
        ]
    )

    import_made(made, tmp_path)

    assert LikelyDouble.objects.get().reason == "The same name in the same country"
    assert Organisation.objects.count() == 3


def test_two_pics_with_the_vat_number_of_one_of_ours_are_not_guessed_at(tmp_path):
    ours = OrganisationFactory.create(name="Someone else", country="IT")
    Identifier.objects.create(organisation=ours, scheme="vat", value="IT90000000001")

    import_made(Made(bodies=[body(), body(2, vatNumber="IT90000000001")]), tmp_path)

    assert not ours.identifiers.filter(scheme="pic").exists()
    assert LikelyDouble.objects.count() == 3


def test_a_double_that_a_person_settled_is_not_flagged_again(tmp_path):
    made = Made(bodies=[body(), body(2, vatNumber="IT90000000001")])
    import_made(made, tmp_path)
    LikelyDouble.objects.update(verdict=LikelyDouble.Verdict.DIFFERENT)

    report = import_made(made, tmp_path, again=True)

    assert LikelyDouble.objects.get().verdict == LikelyDouble.Verdict.DIFFERENT
    assert report.of("organisations")["flagged"] == 0


def test_a_body_known_only_by_its_vat_number_stays_one_however_often_it_is_read(tmp_path):
    made = Made(bodies=[body(), body(2, organisationID="", vatNumber="IT90000000001")])
    import_made(made, tmp_path)

    import_made(made, tmp_path, again=True)

    assert Organisation.objects.count() == 2
    assert Participation.objects.count() == 2


def test_an_older_programme_read_later_does_not_have_the_word(tmp_path):
    import_made(Made(bodies=[body(name="NEW NAME", street="")]), tmp_path)
    older = Made(projects=[project(2, frameworkProgramme="H2020")], topics=None, concepts=None)
    older.bodies = [body(1, 2, name="OLD NAME")]

    import_cordis(Import(older.zip(tmp_path, "older.zip")))

    found = Organisation.objects.get()
    assert (found.name, found.street) == ("NEW NAME", "VIA DELL ARGINE 1")
    assert found.participations.count() == 2


def test_a_company_that_becomes_a_research_centre_takes_kind_and_size_together(tmp_path):
    import_made(Made(bodies=[body()]), tmp_path)

    import_made(Made(bodies=[body(activityType="REC", SME="false")]), tmp_path)

    found = Organisation.objects.get()
    assert (found.kind, found.size) == (Kind.RESEARCH_CENTRE, Size.UNKNOWN)


def test_names_that_are_taken_or_not_latin_still_make_addresses(tmp_path):
    made = Made(bodies=[body(name="Canneto"), body(2, name="Canneto"), body(3, name="Καλαμιώνας")])

    import_made(made, tmp_path)

    slugs = set(Organisation.objects.values_list("slug", flat=True))
    assert slugs == {"canneto", "canneto-910000002", "910000003"}


def test_topics_get_keywords_from_a_file_of_their_own_and_keep_them(tmp_path):
    import_made(Made(), tmp_path)
    Change.objects.all().delete()
    file = tmp_path / "call-topics.csv"
    file.write_text("topic,title,keywords\nHORIZON-TEST-2022-01,,reeds|willows\nOTHER-1,Other,\n")

    import_topics(Import(file))
    import_made(Made(), tmp_path, again=True)

    found = Topic.objects.get(code="HORIZON-TEST-2022-01")
    assert (found.title, found.keywords) == ("Clean water in slow rivers", "reeds | willows")
    assert Topic.objects.count() == 2
    assert [change.key for change in Change.objects.all()] == [Project.objects.get().key]


def test_the_command_closes_with_a_table_and_leaves_everything_found(tmp_path, capsys):
    call_command("import", "cordis", str(Made().zip(tmp_path)))

    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "CORDIS: Horizon Europe projects, from cordis-HORIZONprojects-csv.zip"
    assert next(line.split()[:2] for line in lines if line.startswith("participations")) == [
        "participations",
        "2",
    ]
    assert not Change.objects.exists()


def test_a_file_without_fields_of_science_leaves_them_alone(tmp_path):
    import_made(Made(), tmp_path)

    import_made(Made(concepts=None), tmp_path)

    assert Project.objects.get().concepts.count() == 1


def test_missing_columns_leave_what_is_known(tmp_path):
    import_made(Made(), tmp_path)
    gone = {
        "city",
        "geolocation",
        "SME",
        "totalCost",
        "ecContribution",
        "netEcContribution",
        "ecSignatureDate",
        "keywords",
    }
    headers = {
        "organization.csv": [name for name in ORGANIZATION if name not in gone],
        "project.csv": [name for name in PROJECT if name not in gone],
    }
    before = rows_but_readings()

    report = import_made(Made(headers=headers), tmp_path)

    assert rows_but_readings() == before
    assert not report.changed_anything()


COLUMNS: dict[str, tuple[type[models.Model], str]] = {
    "programme": (Project, "programme"),
    "code": (Project, "code"),
    "acronym": (Project, "acronym"),
    "title": (Project, "title"),
    "topic": (Topic, "code"),
    "topic_title": (Topic, "title"),
    "scheme": (Project, "scheme"),
    "legal_basis": (Project, "legal_basis"),
    "status": (Project, "status"),
    "concept": (Concept, "code"),
    "concept_path": (Concept, "path"),
    **{
        name: (Organisation, name) for name in ("name", "short_name", "street", "postcode", "city", "website")
    },
}


@pytest.mark.parametrize("name", LENGTHS)
def test_the_reader_cuts_to_what_the_tables_take(name):
    model, column = COLUMNS[name]

    field: Any = model._meta.get_field(column)
    assert field.max_length == LENGTHS[name]


def test_a_whole_row_at_its_longest_fits(tmp_path):
    long = project(title="t" * 2000, acronym="a" * 300, fundingScheme="f" * 200, status="s" * 99, topics="")
    made = Made(projects=[long], topics=[topic(topic="T" * 300, title="u" * 900)])
    made.bodies = [
        body(name="n" * 900, shortName="s" * 900, street="v" * 900, city="c" * 900, order="9" * 12)
    ]

    report = import_made(made, tmp_path)

    assert Organisation.objects.get().slug == "n" * 140
    assert sum("cut" in note for note in report.notes) == 10
