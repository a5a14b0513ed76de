from django.db import migrations

# Deadlines were computed from these days: who changed which is proof, not even SQL by hand may rewrite it.
FORWARD = """
CREATE FUNCTION workdays_change_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The trace of the calendar is append-only: % is refused.', TG_OP
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER workdays_calendarchange_append_only
    BEFORE UPDATE OR DELETE ON workdays_calendarchange
    FOR EACH ROW EXECUTE FUNCTION workdays_change_is_append_only();
"""
BACKWARD = """
DROP TRIGGER workdays_calendarchange_append_only ON workdays_calendarchange;
DROP FUNCTION workdays_change_is_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("workdays", "0001_initial")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
