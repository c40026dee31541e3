from django.db import migrations

from convivio.kernel.overlaps import NothingOverlaps


class Migration(migrations.Migration):
    """Be a member of a cluster, suspended, or in an office once at a time."""

    dependencies = [("clusters", "0002_the_register")]
    operations = [
        NothingOverlaps("membership", ("organisation_id", "cluster_id"), "a_membership_is_held_once"),
        NothingOverlaps("suspension", ("membership_id",), "a_suspension_is_held_once"),
        NothingOverlaps("office", ("person_id", "kind", "cluster_id"), "an_office_is_held_once"),
        NothingOverlaps("office", ("person_id", "kind", "network_id"), "a_network_office_is_held_once"),
    ]
