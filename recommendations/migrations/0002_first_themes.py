from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

THEMES = (
    "Tổ chức cán bộ",
    "Đào tạo, bồi dưỡng",
    "Chế độ, chính sách",
    "Cơ sở vật chất, điều kiện làm việc",
    "Cải cách hành chính, chuyển đổi số",
    "Thể chế, pháp luật",
    "Kế hoạch, tài chính",
    "Phối hợp giữa các đơn vị",
    "Truyền thông",
    "Khác",
)


def add_themes(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    theme = apps.get_model("recommendations", "Theme")
    for place, name in enumerate(THEMES, 1):
        theme.objects.get_or_create(name=name, defaults={"position": 10 * place})


class Migration(migrations.Migration):
    dependencies = [("recommendations", "0001_initial")]

    operations = [migrations.RunPython(add_themes, migrations.RunPython.noop)]
