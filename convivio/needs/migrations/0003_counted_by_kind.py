from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("needs", "0002_when_an_introduction_was_proposed")]

    operations = [
        migrations.AddIndex(
            "entry",
            models.Index(fields=["state", "audience", "side", "about", "cluster"], name="entries_by_kind"),
        ),
    ]
