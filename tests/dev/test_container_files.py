import re

from dev.folders import ROOT
from dev.postgres_server import INITDB_OPTIONS, MAJOR_VERSION

COMPOSE = (ROOT / "docker-compose.yml").read_text()
NOT_SHIPPED = {"dev", "tests"}


def test_every_package_of_the_product_goes_into_the_image():
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")} - NOT_SHIPPED
    shipped = {line.removeprefix("!") for line in (ROOT / ".dockerignore").read_text().splitlines()}

    assert packages <= shipped
    assert not shipped & NOT_SHIPPED


def test_compose_runs_the_database_that_tests_run_on():
    assert f"image: postgres:{MAJOR_VERSION}\n" in COMPOSE
    arguments = re.search(r"POSTGRES_INITDB_ARGS: (.+)", COMPOSE)[1].split()
    assert set(arguments) <= set(INITDB_OPTIONS)


def test_compose_sets_only_what_the_settings_read():
    handed_over = re.findall(r"^    ([A-Z_]+):", COMPOSE, re.MULTILINE)
    settings = (ROOT / "dialogue_tracker" / "settings.py").read_text()

    assert handed_over
    assert [name for name in handed_over if f'"{name}"' not in settings] == []


def test_the_example_names_every_value_that_compose_demands_and_holds_none():
    demanded = set(re.findall(r"\$\{([A-Z_]+):\?", COMPOSE))
    example = dict(
        line.split("=", 1)
        for line in (ROOT / ".env.example").read_text().splitlines()
        if not line.startswith("#")
    )

    assert set(example) == demanded
    assert set(example.values()) == {""}
