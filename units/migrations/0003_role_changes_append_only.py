from django.db import migrations

# Who held which role when is proof of who was allowed to act: not even SQL by hand may change it.
FORWARD = """
CREATE FUNCTION units_role_changes_are_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The history of roles is append-only: % is refused.', TG_OP
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER units_rolechange_append_only
    BEFORE UPDATE OR DELETE ON units_rolechange
    FOR EACH ROW EXECUTE FUNCTION units_role_changes_are_append_only();
"""
BACKWARD = """
DROP TRIGGER units_rolechange_append_only ON units_rolechange;
DROP FUNCTION units_role_changes_are_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("units", "0002_units_in_time")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
