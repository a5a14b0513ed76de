from django.db import migrations

# The triggers of 0003 are asked for rows, and emptying a table has none.
FORWARD = """
CREATE TRIGGER notices_historyentry_never_emptied
    BEFORE TRUNCATE ON notices_historyentry
    FOR EACH STATEMENT EXECUTE FUNCTION notices_is_append_only();
CREATE TRIGGER notices_issuance_never_emptied
    BEFORE TRUNCATE ON notices_issuance
    FOR EACH STATEMENT EXECUTE FUNCTION notices_is_append_only();
CREATE TRIGGER notices_original_never_emptied
    BEFORE TRUNCATE ON notices_original
    FOR EACH STATEMENT EXECUTE FUNCTION notices_is_append_only();
"""
BACKWARD = """
DROP TRIGGER notices_historyentry_never_emptied ON notices_historyentry;
DROP TRIGGER notices_issuance_never_emptied ON notices_issuance;
DROP TRIGGER notices_original_never_emptied ON notices_original;
"""


class Migration(migrations.Migration):
    dependencies = [("notices", "0005_reports")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
