from dev.folders import ROOT

NOT_SHIPPED = {"dev", "tests"}


def test_every_package_of_the_product_goes_into_the_image():
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")} - NOT_SHIPPED
    shipped = {line.removeprefix("!") for line in (ROOT / ".dockerignore").read_text().splitlines()}

    assert packages <= shipped
    assert not shipped & NOT_SHIPPED
