from django.db import migrations

from distretto.analysis.register.folding import folded

# Words were kept without accents; now they are kept in Latin letters as well, so that
# what is typed in another script finds them. `folded` is the one of today on purpose:
# the search compares with what it makes.
SPOKEN = {
    "Place": ("name", "code"),
    "Cluster": ("name", "products"),
}


def fold_again(apps, schema_editor):
    for name, fields in SPOKEN.items():
        model = apps.get_model("register", name)
        records = list(model.objects.all())
        for record in records:
            told = [getattr(record, field) for field in fields]
            told += getattr(record, "industries", [])
            record.words = folded(" ".join(told))[:600]
        model.objects.bulk_update(records, ["words"], batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("register", "0005_bodies_and_contacts")]

    operations = [migrations.RunPython(fold_again, migrations.RunPython.noop)]
