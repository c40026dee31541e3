from django.db import migrations

from convivio.clusters.standard_categories import STANDARD


def give_each_cluster_the_standard_categories(apps, _schema_editor):
    category = apps.get_model("clusters", "MembershipCategory")
    for cluster in apps.get_model("clusters", "Cluster").objects.all():
        category.objects.bulk_create(
            category(cluster=cluster, code=code, name={"it": italian, "en": english}, position=position)
            for position, (code, italian, english) in enumerate(STANDARD)
        )


class Migration(migrations.Migration):
    """Name for each cluster the categories that its members already have."""

    dependencies = [("clusters", "0003_memberships_do_not_overlap")]
    operations = [
        migrations.RunPython(give_each_cluster_the_standard_categories, migrations.RunPython.noop),
    ]
