"""Rulebooks, kept for ever: numbers begin at 1001, below are the versions that a default gives itself."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

KEPT = """
ALTER TABLE marketplace_rulebook ALTER COLUMN id SET START WITH 1001 RESTART WITH 1001;
CREATE FUNCTION marketplace_rulebook_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a rulebook is never changed: % refused', TG_OP USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER marketplace_rulebook_stays BEFORE UPDATE OR DELETE ON marketplace_rulebook
    FOR EACH ROW EXECUTE FUNCTION marketplace_rulebook_refuse_change();
ALTER TABLE marketplace_rulebook ENABLE ALWAYS TRIGGER marketplace_rulebook_stays;
"""
UNDO = """
DROP TRIGGER marketplace_rulebook_stays ON marketplace_rulebook;
DROP FUNCTION marketplace_rulebook_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("marketplace", "0001_initial")]
    operations = [
        migrations.CreateModel(
            name="Rulebook",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("document", models.TextField()),
                ("digest", models.CharField(help_text="SHA-256 of the document, hex.", max_length=64)),
                ("author", models.CharField(blank=True, help_text="Who published it.", max_length=200)),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "marketplace",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rulebooks",
                        to="marketplace.marketplace",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["marketplace", "-id"], name="rulebook_of_marketplace")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("marketplace__isnull", True)),
                        fields=("digest",),
                        name="rulebook_default_once",
                    )
                ],
            },
        ),
        migrations.RunSQL(KEPT, UNDO),
    ]
