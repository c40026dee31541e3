"""Whatever could hold something of a person is in the register, with what, why and until when."""

from typing import Any

from django.db import models

from convivio.consortia.models import Consortium
from convivio.kernel import personal
from convivio.kernel.personal import Personal, declare_personal, entry_of, missing, needing_an_entry, register
from convivio.people.models import Person


def test_every_field_that_could_hold_something_of_a_person_is_in_the_register() -> None:
    assert missing() == [], "name them in the room's personal.py: what they hold and why, or as plain"


def test_the_tables_of_libraries_are_in_the_register_too() -> None:
    assert missing("allauth") == missing("django_tasks_db") == missing("django.contrib.sessions") == []


def test_a_field_without_an_entry_is_missed() -> None:
    kept = entry_of(Consortium)
    assert kept is not None
    declare_personal(Consortium, Personal(plain=("name",)))
    try:
        assert "consortia.Consortium.begun_by" in missing()
        assert "consortia.Consortium.need" in missing()
    finally:
        declare_personal(Consortium, kept)


def test_text_files_and_links_to_people_need_an_entry_and_numbers_do_not() -> None:
    assert {"email", "name", "shown_to"} <= needing_an_entry(Person)
    assert not {"id", "is_active", "joined_at"} & needing_an_entry(Person)


def test_each_entry_says_why() -> None:
    whys = [holds.why for _, entry in register() for holds in entry.holds.values()]

    assert len(whys) > 20
    assert all(len(why) > 10 for why in whys)


def test_a_table_whose_rows_are_emptied_can_be() -> None:
    for model, entry in register():
        for name, holds in entry.holds.items():
            field: Any = model._meta.get_field(name)
            may_be_empty = (
                field.null or field.has_default() or isinstance(field, models.CharField | models.TextField)
            )
            assert may_be_empty or holds.is_kept or entry.ending is personal.Ending.GONE or not entry.whose
