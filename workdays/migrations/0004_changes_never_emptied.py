from django.db import migrations

# The trigger of 0002 is asked for rows, and emptying a table has none.
FORWARD = """
CREATE TRIGGER workdays_calendarchange_never_emptied
    BEFORE TRUNCATE ON workdays_calendarchange
    FOR EACH STATEMENT EXECUTE FUNCTION workdays_change_is_append_only();
"""
BACKWARD = """
DROP TRIGGER workdays_calendarchange_never_emptied ON workdays_calendarchange;
"""


class Migration(migrations.Migration):
    dependencies = [("workdays", "0003_days_off_2025_to_2027")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
