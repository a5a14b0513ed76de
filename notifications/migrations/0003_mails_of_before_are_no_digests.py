from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import Exists, OuterRef


def name_other_changes(apps: Apps, schema_editor: BaseDatabaseSchemaEditor | None) -> None:
    """Mails older than the kinds were all called "daily", and one that still waits would be worded anew from
    news and reminders it never had, and so be cancelled. Every real digest has its row.
    """
    mails = apps.get_model("notifications", "OutgoingMail").objects.filter(kind="daily")
    digests = apps.get_model("notifications", "Digest").objects.filter(mail=OuterRef("pk"))
    mails.filter(~Exists(digests)).update(kind="changed")


class Migration(migrations.Migration):
    dependencies = [("notifications", "0002_kinds_digests_and_mail_settings")]

    operations = [migrations.RunPython(name_other_changes, migrations.RunPython.noop)]
