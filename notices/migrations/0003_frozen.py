from django.db import migrations

# An issued notice is proof: not even SQL by hand may change or remove what was issued, or leave a gap.
FORWARD = """
CREATE FUNCTION notices_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % is refused.', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER notices_historyentry_append_only
    BEFORE UPDATE OR DELETE ON notices_historyentry
    FOR EACH ROW EXECUTE FUNCTION notices_is_append_only();
CREATE TRIGGER notices_issuance_append_only
    BEFORE UPDATE OR DELETE ON notices_issuance
    FOR EACH ROW EXECUTE FUNCTION notices_is_append_only();
CREATE TRIGGER notices_original_append_only
    BEFORE UPDATE OR DELETE ON notices_original
    FOR EACH ROW EXECUTE FUNCTION notices_is_append_only();

ALTER TABLE notices_original ADD CONSTRAINT notices_original_hash_is_of_content
    CHECK (sha256 = encode(sha256(content), 'hex') AND size = length(content));

CREATE FUNCTION notices_issued_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    free CONSTANT text[] := ARRAY['state', 'version', 'updated_at'];
BEGIN
    IF OLD.state NOT IN ('issued', 'voided') THEN
        RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'An issued notice cannot be deleted.' USING ERRCODE = 'restrict_violation';
    END IF;
    IF to_jsonb(NEW) - free <> to_jsonb(OLD) - free
        OR NEW.state NOT IN (OLD.state, 'voided') THEN
        RAISE EXCEPTION 'An issued notice cannot be changed.' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER notices_notice_issued_is_frozen
    BEFORE UPDATE OR DELETE ON notices_notice
    FOR EACH ROW EXECUTE FUNCTION notices_issued_is_frozen();

CREATE FUNCTION notices_number_follows() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    wanted integer;
BEGIN
    SELECT coalesce(max(given.number) + 1, min(series.first_number)) INTO wanted
        FROM notices_numberseries series LEFT JOIN notices_issuance given ON given.series_id = series.id
        WHERE series.id = NEW.series_id;
    IF NEW.number <> wanted THEN
        RAISE EXCEPTION 'The next number of this series is %, not %.', wanted, NEW.number
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER notices_issuance_number_follows
    BEFORE INSERT ON notices_issuance
    FOR EACH ROW EXECUTE FUNCTION notices_number_follows();

CREATE FUNCTION notices_used_series_is_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM notices_issuance WHERE series_id = OLD.id) THEN
        RAISE EXCEPTION 'A series with issued numbers cannot be changed.' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER notices_numberseries_used_is_fixed
    BEFORE UPDATE OR DELETE ON notices_numberseries
    FOR EACH ROW EXECUTE FUNCTION notices_used_series_is_fixed();
"""
BACKWARD = """
DROP TRIGGER notices_numberseries_used_is_fixed ON notices_numberseries;
DROP TRIGGER notices_issuance_number_follows ON notices_issuance;
DROP TRIGGER notices_notice_issued_is_frozen ON notices_notice;
DROP TRIGGER notices_original_append_only ON notices_original;
DROP TRIGGER notices_issuance_append_only ON notices_issuance;
DROP TRIGGER notices_historyentry_append_only ON notices_historyentry;
DROP FUNCTION notices_used_series_is_fixed();
DROP FUNCTION notices_number_follows();
DROP FUNCTION notices_issued_is_frozen();
DROP FUNCTION notices_is_append_only();
ALTER TABLE notices_original DROP CONSTRAINT notices_original_hash_is_of_content;
"""


class Migration(migrations.Migration):
    dependencies = [("notices", "0002_issuing")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
