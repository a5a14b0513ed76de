from django.db import migrations

# The trigger of 0003 is asked for rows, and emptying a table has none.
FORWARD = """
CREATE TRIGGER units_rolechange_never_emptied
    BEFORE TRUNCATE ON units_rolechange
    FOR EACH STATEMENT EXECUTE FUNCTION units_role_changes_are_append_only();
"""
BACKWARD = """
DROP TRIGGER units_rolechange_never_emptied ON units_rolechange;
"""


class Migration(migrations.Migration):
    dependencies = [("units", "0004_calling_off")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
