from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("needs", "0001_tables")]

    operations = [
        migrations.AddField("answer", "introduced_on", models.DateField(null=True, blank=True)),
    ]
