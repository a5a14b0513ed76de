"""Copy the third-party files the pages need out of node_modules.

Only a developer who wants newer versions runs this (`make vendor`); its results are committed, so that running the
product needs no node. Every package's licence text is kept beside what was copied from it, and
static/vendor/VERSIONS says what came from where.
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

ICON_NAMES = """
adjustments alert-circle alert-triangle arrow-back-up arrow-down arrow-left arrow-narrow-right arrow-right
arrow-up arrows-exchange arrows-sort award ban bell bell-ringing book briefcase building building-bank
building-community bulb calendar calendar-due calendar-event chart-bar check checklist chevron-down
chevron-left chevron-right chevron-up circle-check circle-dashed circle-x clipboard-check clipboard-list
clipboard-off clipboard-text clock clock-check clock-exclamation clock-play copy corner-down-right dashboard
device-desktop dots dots-vertical download external-link eye file-description file-spreadsheet file-text
file-type-docx file-type-pdf file-upload filter flag gavel git-merge hash help-circle history home hourglass
inbox info-circle keyboard language layout-dashboard link list list-check list-details loader-2 lock login-2
logout mail map-pin menu-2 message message-2 message-circle messages minus moon notes paperclip pencil
player-pause player-play plus printer progress-check refresh repeat report-analytics rotate search send
settings shield-check signature sitemap speakerphone stack-2 sun tag target trash upload user user-check
user-circle users users-group versions x
""".split()

BOOTSTRAP = "Contains parts of Bootstrap, Copyright 2011-2026 The Bootstrap Authors, under the same licence."
MIT_WITHOUT_FILE = """The MIT License (MIT)

{copyright}

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
documentation files (the "Software"), to deal in the Software without restriction, including without limitation the
rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit
persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
"""


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
        (package.to / "LICENSE").write_text(MIT_WITHOUT_FILE.format(copyright="\n".join(lines)))


def write_icons() -> None:
    """The drawing alone: the `icon` tag adds size, class and the title a reader needs."""
    for name in ICON_NAMES:
        source = (MODULES / "@tabler/icons/icons/outline" / f"{name}.svg").read_text()
        body = re.search(r"<svg[^>]*>(.*)</svg>", source, re.S)
        assert body is not None, name
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
