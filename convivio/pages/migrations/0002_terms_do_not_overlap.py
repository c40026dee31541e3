from django.db import migrations

from convivio.kernel.overlaps import NothingOverlaps


class Migration(migrations.Migration):
    """Hold a role in a body once at a time, and be financed by a programme's act once at a time."""

    dependencies = [("pages", "0001_tables")]
    operations = [
        NothingOverlaps("term", ("body_id", "person_name", "role"), "a_term_is_held_once"),
        NothingOverlaps("funding", ("programme_id", "publisher", "act"), "an_act_finances_once"),
    ]
