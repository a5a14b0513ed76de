from django.db import migrations

# The history is proof: not even SQL by hand may change or remove an entry.
FORWARD = """
CREATE FUNCTION assignments_history_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The history is append-only: % is refused.', TG_OP USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER assignments_historyentry_append_only
    BEFORE UPDATE OR DELETE ON assignments_historyentry
    FOR EACH ROW EXECUTE FUNCTION assignments_history_is_append_only();
"""
BACKWARD = """
DROP TRIGGER assignments_historyentry_append_only ON assignments_historyentry;
DROP FUNCTION assignments_history_is_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("assignments", "0001_initial")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
