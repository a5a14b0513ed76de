"""Copy the third-party files the pages need out of node_modules.

Only a developer who wants newer versions runs this (`make vendor`); its results are committed, so that
running the product needs no node. Every package's licence text is kept beside what was copied from it, and
static/vendor/VERSIONS says what came from where. The icons are those named in dev/icons.txt.
"""

import json
import re
import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MODULES = ROOT / "node_modules"
ICONS = ROOT / "templates/components/icons"
AXE = ROOT / "tests/assets"

WEIGHTS = (400, 500, 600, 700)
SUBSETS = ("vietnamese", "latin-ext", "latin")
TINOS = ("400Regular", "400Regular_Italic", "700Bold", "700Bold_Italic")

ICON_NAMES = (ROOT / "dev/icons.txt").read_text().split()

MIT = ROOT / "dev/mit-licence.txt"
BOOTSTRAP = "Contains parts of Bootstrap, Copyright 2011-2026 The Bootstrap Authors, under the same licence."


@dataclass
class Package:
    name: str
    licences: tuple[str, ...]
    to: Path
    files: dict[str, str] = field(default_factory=dict)

    @property
    def home(self) -> Path:
        return MODULES / self.name

    @property
    def about(self) -> dict[str, str]:
        data: dict[str, str] = json.loads((self.home / "package.json").read_text())
        return data


def fontsource_files() -> dict[str, str]:
    names = [f"be-vietnam-pro-{subset}-{weight}-normal.woff2" for weight in WEIGHTS for subset in SUBSETS]
    return {f"files/{name}": name for name in names}


PACKAGES = (
    Package("@tabler/core", (), ROOT / "static/vendor/tabler", {"dist/css/tabler.min.css": "tabler.min.css"}),
    Package("htmx.org", ("LICENSE",), ROOT / "static/vendor/htmx", {"dist/htmx.min.js": "htmx.min.js"}),
    Package("@tabler/icons", ("LICENSE",), ICONS),
    Package(
        "@fontsource/be-vietnam-pro", ("LICENSE",), ROOT / "static/fonts/be-vietnam-pro", fontsource_files()
    ),
    Package(
        "@expo-google-fonts/tinos",
        ("LICENSE", "LICENSE_FONT"),
        ROOT / "static/fonts/tinos",
        {f"{name}/Tinos_{name}.ttf": f"Tinos_{name}.ttf" for name in TINOS},
    ),
    Package("axe-core", ("LICENSE", "LICENSE-3RD-PARTY.txt"), AXE, {"axe.min.js": "axe.min.js"}),
)


def without_source_map(path: Path) -> None:
    """The maps are not shipped, and a manifest storage refuses files that point to a missing one."""
    if path.suffix in {".css", ".js"}:
        text = path.read_text()
        path.write_text(re.sub(r"\n?(/\*|//)# sourceMappingURL=\S+(\s*\*/)?", "", text).rstrip() + "\n")


def copy(package: Package) -> None:
    if package.to != AXE:
        shutil.rmtree(package.to, ignore_errors=True)
    package.to.mkdir(parents=True, exist_ok=True)
    for source, target in package.files.items():
        shutil.copyfile(package.home / source, package.to / target)
        without_source_map(package.to / target)
    prefix = "axe-" if package.name == "axe-core" else ""
    for licence in package.licences:
        shutil.copyfile(package.home / licence, package.to / f"{prefix}{licence}")
    if not package.licences:
        banner = (package.to / next(iter(package.files.values()))).read_text()[:600]
        lines = [*re.findall(r"Copyright .*", banner), BOOTSTRAP]
        (package.to / "LICENSE").write_text(MIT.read_text().format(copyright="\n".join(lines)))


def write_icons() -> None:
    """The drawing alone: the `icon` tag adds size, class and the title a reader needs."""
    for name in ICON_NAMES:
        source = (MODULES / "@tabler/icons/icons/outline" / f"{name}.svg").read_text()
        body = re.search(r"<svg[^>]*>(.*)</svg>", source, re.S)
        if body is None:
            raise ValueError(name)
        shapes = [line.strip() for line in body[1].strip().splitlines() if 'stroke="none"' not in line]
        (ICONS / f"{name}.svg").write_text("".join(shapes) + "\n")


def write_versions() -> None:
    rows = ["package\tversion\tlicence\tcopied to"]
    for package in PACKAGES:
        about, to = package.about, package.to.relative_to(ROOT)
        rows.append(f"{package.name}\t{about['version']}\t{about['license']}\t{to}")
    (ROOT / "static/vendor/VERSIONS").write_text("\n".join(rows) + "\n")


def main() -> None:
    subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=ROOT, check=True)
    for package in PACKAGES:
        print(f"{package.name} {package.about['version']} -> {package.to.relative_to(ROOT)}")
        copy(package)
    write_icons()
    write_versions()


if __name__ == "__main__":
    main()
