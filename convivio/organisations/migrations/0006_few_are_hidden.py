from django.db import migrations, models


class Migration(migrations.Migration):
    """Find in no time the few organisations that are not for anyone to see."""

    dependencies = [("organisations", "0005_contact_of_the_house")]
    operations = [
        migrations.AddIndex(
            model_name="organisation",
            index=models.Index(
                fields=["audience", "id"],
                condition=~models.Q(audience="public"),
                name="organisations_hidden",
            ),
        ),
    ]
