from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Attempt",
            fields=[
                ("message", models.PositiveBigIntegerField(primary_key=True, serialize=False)),
                ("count", models.PositiveSmallIntegerField(default=0)),
                ("worker", models.CharField(max_length=120)),
                ("began_at", models.DateTimeField()),
                ("problem", models.TextField(blank=True)),
            ],
        ),
        migrations.CreateModel(
            name="WorkerSeen",
            fields=[
                ("name", models.CharField(max_length=120, primary_key=True, serialize=False)),
                ("started_at", models.DateTimeField()),
                ("seen_at", models.DateTimeField(db_index=True)),
            ],
        ),
    ]
