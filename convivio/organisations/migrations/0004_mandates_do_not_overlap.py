from django.db import migrations

from convivio.kernel.overlaps import NothingOverlaps


class Migration(migrations.Migration):
    """Hold a mandate of one kind once at a time."""

    dependencies = [("organisations", "0003_the_register")]
    operations = [
        NothingOverlaps("mandate", ("person_id", "organisation_id", "right"), "a_mandate_is_held_once"),
    ]
