"""The days off and make-up working days that were known in November 2026.

Of 2027 only Tết and the National Day are announced; the other days follow from the law and are marked so.
"""

from datetime import date, timedelta

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

LAW = "Bộ luật Lao động 2019, Điều 112"
COMPENSATED = "Bộ luật Lao động 2019, Điều 111 khoản 3"
CULTURE_LAW = "Nghị quyết 28/2026/QH16"
YEAR_2025 = "Phương án nghỉ lễ, Tết năm 2025"
YEAR_2026 = "Thông báo 9441/TB-BNV"
YEAR_2027 = "Công văn 10065/VPCP-KGVX ngày 02/10/2026"

NEW_YEAR, TET, HUNG_KINGS = "Tết Dương lịch", "Tết Nguyên đán", "Giỗ Tổ Hùng Vương"
VICTORY, LABOUR, NATIONAL = "Ngày Chiến thắng 30/4", "Quốc tế Lao động 01/5", "Quốc khánh 02/9"
CULTURE = "Ngày Văn hóa Việt Nam"

# First day, last day, name, legal basis, is provisional.
OFF = [
    ("2025-01-01", "2025-01-01", NEW_YEAR, LAW, False),
    ("2025-01-27", "2025-01-31", TET, YEAR_2025, False),
    ("2025-04-07", "2025-04-07", HUNG_KINGS, LAW, False),
    ("2025-04-30", "2025-04-30", VICTORY, LAW, False),
    ("2025-05-01", "2025-05-01", LABOUR, LAW, False),
    ("2025-09-01", "2025-09-02", NATIONAL, YEAR_2025, False),
    ("2026-01-01", "2026-01-01", NEW_YEAR, YEAR_2026, False),
    ("2026-02-16", "2026-02-20", TET, YEAR_2026, False),
    ("2026-04-26", "2026-04-26", HUNG_KINGS, YEAR_2026, False),
    ("2026-04-30", "2026-04-30", VICTORY, YEAR_2026, False),
    ("2026-05-01", "2026-05-01", LABOUR, YEAR_2026, False),
    ("2026-09-01", "2026-09-02", NATIONAL, YEAR_2026, False),
    ("2026-11-24", "2026-11-24", CULTURE, CULTURE_LAW, False),
    ("2027-01-01", "2027-01-01", NEW_YEAR, LAW, True),
    ("2027-02-04", "2027-02-10", TET, YEAR_2027, False),
    ("2027-04-16", "2027-04-16", HUNG_KINGS, LAW, True),
    ("2027-04-30", "2027-04-30", VICTORY, LAW, True),
    ("2027-05-01", "2027-05-01", LABOUR, LAW, True),
    ("2027-09-02", "2027-09-03", NATIONAL, YEAR_2027, False),
    ("2027-11-24", "2027-11-24", CULTURE, CULTURE_LAW, True),
]
# Day off, instead of which day, name, legal basis, is provisional: swaps and compensation.
OFF_INSTEAD = [
    ("2025-05-02", "2025-04-26", "Nghỉ hoán đổi dịp 30/4 và 01/5", YEAR_2025, False),
    ("2026-01-02", "2026-01-10", "Nghỉ hoán đổi dịp Tết Dương lịch", YEAR_2026, False),
    ("2026-04-27", "2026-04-26", "Nghỉ bù Giỗ Tổ Hùng Vương", YEAR_2026, False),
    ("2026-08-31", "2026-08-22", "Nghỉ hoán đổi dịp Quốc khánh", YEAR_2026, False),
    ("2027-05-03", "2027-05-01", "Nghỉ bù ngày Quốc tế Lao động", COMPENSATED, True),
]
# Saturday worked, instead of which day off.
MADE_UP = [
    ("2025-04-26", "2025-05-02", "Làm bù ngày 02/5", YEAR_2025),
    ("2026-01-10", "2026-01-02", "Làm bù ngày 02/01", YEAR_2026),
    ("2026-08-22", "2026-08-31", "Làm bù ngày 31/8", YEAR_2026),
]


def add_days(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    special_day = apps.get_model("workdays", "SpecialDay")
    rows = []
    for first, last, name, basis, provisional in OFF:
        day = date.fromisoformat(first)
        while day <= date.fromisoformat(last):
            rows.append(
                special_day(day=day, kind="off", name=name, legal_basis=basis, is_provisional=provisional)
            )
            day += timedelta(days=1)
    rows += [
        special_day(day=day, in_lieu_of=other, kind="off", name=name, legal_basis=basis, is_provisional=open_)
        for day, other, name, basis, open_ in OFF_INSTEAD
    ]
    rows += [
        special_day(day=day, in_lieu_of=other, kind="make_up", name=name, legal_basis=basis)
        for day, other, name, basis in MADE_UP
    ]
    special_day.objects.bulk_create(rows)


class Migration(migrations.Migration):
    dependencies = [("workdays", "0002_changes_append_only")]

    operations = [migrations.RunPython(add_days, migrations.RunPython.noop)]
