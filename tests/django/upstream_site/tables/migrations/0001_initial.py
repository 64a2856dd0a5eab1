from django.db import migrations

from pg_summary.sandbox.site import apps

HERE = apps.__file__.rsplit("/", 2)[0]


def text(name):
    with open(f"{HERE}/{name}") as file:
        return file.read()


class Migration(migrations.Migration):
    operations = [migrations.RunSQL(text("source_tables.sql")), migrations.RunSQL(text("source_keys.sql"))]
