from django.db import migrations

from convivio.kernel.moments import NothingTakenTwice


class Migration(migrations.Migration):
    dependencies = [("resources", "0001_tables")]

    operations = [NothingTakenTwice("booking", ("resource_id", "place"), "a_place_is_held_once")]
