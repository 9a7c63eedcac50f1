"""The database itself refuses to change or remove an entry: for every role, the owner of the table included."""

from django.db import migrations

APPEND_ONLY = """
CREATE FUNCTION journal_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the journal is append-only: % refused', TG_OP USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER journal_entry_stays BEFORE UPDATE OR DELETE ON journal_entry
    FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse_change();
CREATE TRIGGER journal_entry_is_kept BEFORE TRUNCATE ON journal_entry
    FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse_change();
ALTER TABLE journal_entry ENABLE ALWAYS TRIGGER journal_entry_stays;
ALTER TABLE journal_entry ENABLE ALWAYS TRIGGER journal_entry_is_kept;
"""
UNDO = """
DROP TRIGGER journal_entry_is_kept ON journal_entry;
DROP TRIGGER journal_entry_stays ON journal_entry;
DROP FUNCTION journal_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_initial")]
    operations = [migrations.RunSQL(APPEND_ONLY, UNDO)]
