"""What organisations were known for becomes their skills; the table below goes on following them."""

from django.db import migrations
from django.utils.timezone import localdate

BATCH = 1000


def say_them(apps, _schema_editor):
    competence = apps.get_model("organisations", "Competence")
    skill = apps.get_model("skills", "Skill")
    rows = competence.objects.filter(origin="declared").select_related("organisation")
    skill.objects.bulk_create(
        (
            skill(
                organisation_id=one.organisation_id,
                concept_id=one.concept_id,
                visibility=one.organisation.visibility,
                audience=one.organisation.audience,
                confirmed_on=one.confirmed_on or localdate(),
            )
            for one in rows.iterator(BATCH)
        ),
        batch_size=BATCH,
        ignore_conflicts=True,
    )


class Migration(migrations.Migration):
    dependencies = [("skills", "0001_tables")]

    operations = [migrations.RunPython(say_them, migrations.RunPython.noop)]
