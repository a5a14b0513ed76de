"""The text of a .docx, with the numbers that Word prints by itself. Distrusts every size. No Django."""

import zipfile
from collections.abc import Callable
from io import BytesIO
from xml.parsers import expat

from dialogue_tracker.packed_xml import BROKEN, Bomb, Limits

LIMITS = Limits(unpacked=60_000_000, ratio=200)  # text in XML packs 10 to 40 times
_WORD_NAMESPACES = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
_DEEPEST_STYLE = 20
# What was moved away, and how paragraphs, text and numbers were before a tracked change.
_FORMER = {"moveFrom", "pPrChange", "rPrChange", "numberingChange", "sectPrChange", "tblPrChange"}
_ROMANS = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_LETTERS = "abcdđeghiklmnopqrstuvxy"

Attributes = dict[str, str]


class DocxBomb(Exception):
    """The file unpacks to far more than a text can be."""


class DocxBroken(Exception):
    """Not a Word document, or a damaged one."""


def docx_text(data: bytes) -> str:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            LIMITS.guard(archive)
            numbering = _Numbering()
            for name, target in (
                ("word/numbering.xml", numbering.definition),
                ("word/styles.xml", numbering.style),
            ):
                if name in archive.namelist():
                    _parse(archive, name, target, None, None)
            body = _Body(numbering)
            _parse(archive, "word/document.xml", body.start, body.end, body.characters)
            return body.text()
    except Bomb as error:
        raise DocxBomb from error
    except BROKEN as error:
        raise DocxBroken(str(error)) from error


def _parse(
    archive: zipfile.ZipFile,
    name: str,
    start: Callable[[str, Attributes], None],
    end: Callable[[str], None] | None,
    characters: Callable[[str], None] | None,
) -> None:
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = start
    if end is not None:
        parser.EndElementHandler = end
    if characters is not None:
        parser.CharacterDataHandler = characters
    LIMITS.feed(archive, name, parser)


def _local(name: str) -> str:
    namespace, _, local = name.rpartition(" ")
    return local if namespace in _WORD_NAMESPACES else f"?{local}"


def _value(attributes: Attributes, name: str = "val") -> str:
    return next((value for key, value in attributes.items() if key.rpartition(" ")[2] == name), "")


class _Level:
    def __init__(self) -> None:
        self.format = "decimal"
        self.text = ""
        self.first = 1


class _Numbering:
    """The lists of numbering.xml and where they stand."""

    def __init__(self) -> None:
        self._abstract: dict[str, dict[int, _Level]] = {}
        self._lists: dict[str, str] = {}
        self.styles: dict[str, tuple[str, int]] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._restarts: dict[tuple[str, int], int] = {}
        self._based_on: dict[str, str] = {}
        self._open_abstract = self._open_list = self._open_style = ""
        self._open_level = 0

    def definition(self, name: str, attributes: Attributes) -> None:
        match _local(name):
            case "abstractNum":
                self._open_abstract = _value(attributes, "abstractNumId")
                self._open_list = ""
                self._abstract[self._open_abstract] = {}
            case "lvl" if not self._open_list:
                self._open_level = _number(_value(attributes, "ilvl"))
                self._abstract.setdefault(self._open_abstract, {})[self._open_level] = _Level()
            case "num":
                self._open_list = _value(attributes, "numId")
            case "lvlOverride":
                self._open_level = _number(_value(attributes, "ilvl"))
            case "startOverride":
                self._restarts[self._open_list, self._open_level] = _number(_value(attributes))
            case "abstractNumId" if self._open_list:
                self._lists[self._open_list] = _value(attributes)
            case "numFmt" | "lvlText" | "start" as part if not self._open_list:
                self._set(part, _value(attributes))

    def _set(self, part: str, value: str) -> None:
        level = self._abstract.get(self._open_abstract, {}).get(self._open_level)
        if level is None:
            return
        if part == "numFmt":
            level.format = value
        elif part == "lvlText":
            level.text = value
        else:
            level.first = _number(value)

    def style(self, name: str, attributes: Attributes) -> None:
        match _local(name):
            case "style":
                self._open_style = _value(attributes, "styleId")
            case "basedOn":
                self._based_on[self._open_style] = _value(attributes)
            case "ilvl" if self._open_style:
                self.styles[self._open_style] = (
                    self.styles.get(self._open_style, ("", 0))[0],
                    _number(_value(attributes)),
                )
            case "numId" if self._open_style:
                self.styles[self._open_style] = (
                    _value(attributes),
                    self.styles.get(self._open_style, ("", 0))[1],
                )

    def of_style(self, name: str) -> tuple[str, int] | None:
        """The list of a style, or of the one that it is based on."""
        for _step in range(_DEEPEST_STYLE):
            if name in self.styles:
                return self.styles[name]
            name = self._based_on.get(name, "")
        return None

    def label(self, list_id: str, depth: int) -> str:
        """The number printed before the next paragraph of that list."""
        abstract = self._lists.get(list_id, "")
        levels = self._abstract.get(abstract, {})
        level = levels.get(depth)
        if level is None or level.format == "none":
            return ""
        if level.format == "bullet":
            return "- "
        counts = self._counts.setdefault(abstract, {})
        if (list_id, depth) in self._restarts:  # at the first item of this list; the next ones count on
            counts[depth] = self._restarts.pop((list_id, depth)) - 1
        counts[depth] = counts.get(depth, level.first - 1) + 1
        for deeper in [key for key in counts if key > depth]:
            del counts[deeper]
        label = level.text
        for index in range(depth + 1):
            shown = levels.get(index, level)
            label = label.replace(f"%{index + 1}", _shown(counts.get(index, shown.first), shown.format))
        return f"{label} " if label else ""


def _number(value: str) -> int:
    return int(value) if value.isdecimal() and len(value) < 7 else 0


def _shown(value: int, form: str) -> str:
    if form in ("upperRoman", "lowerRoman"):
        roman = _roman(value)
        return roman.upper() if form == "upperRoman" else roman
    if form in ("upperLetter", "lowerLetter") and 1 <= value <= len(_LETTERS):
        letter = _LETTERS[value - 1]
        return letter.upper() if form == "upperLetter" else letter
    return str(value)


def _roman(value: int) -> str:
    shown = ""
    for size, letters in _ROMANS:
        while value >= size and len(shown) < 20:
            shown += letters
            value -= size
    return shown


class _Body:
    """Paragraphs of document.xml, one a line; without what is deleted or hidden, and doubled text boxes."""

    def __init__(self, numbering: _Numbering) -> None:
        self._numbering = numbering
        self._parts: list[str] = []
        self._in_text = False
        self._hidden = 0  # how deep inside of what is left out
        self._run_hidden = False
        self._list = ("", 0)
        self._labelled = True
        self._around: list[tuple[tuple[str, int], bool]] = []  # paragraphs that a text box stands in

    def start(self, name: str, attributes: Attributes) -> None:
        local = _local(name)
        if self._hidden or local == "?Fallback" or local in _FORMER:
            self._hidden += 1
            return
        match local:
            case "p" | "pStyle" | "ilvl" | "numId":
                self._paragraph(local, attributes)
            case "t":
                self._label()
                self._in_text = True
            case "tab":
                self._write(" ")
            case "br" | "cr":
                self._write("\n")
            case "noBreakHyphen":
                self._write("-")
            case _:
                self._frame(local, attributes)

    def _paragraph(self, local: str, attributes: Attributes) -> None:
        match local:
            case "p":
                self._around.append((self._list, self._labelled))
                self._list, self._labelled = ("", 0), False
            case "pStyle":
                self._list = self._numbering.of_style(_value(attributes)) or self._list
            case "ilvl":
                self._list = (self._list[0], _number(_value(attributes)))
            case "numId":
                self._list = (_value(attributes), self._list[1])

    def _frame(self, local: str, attributes: Attributes) -> None:
        match local:
            case "r":
                self._run_hidden = False
            case "vanish":
                self._run_hidden = _value(attributes) not in ("0", "false", "off")
            case "txbxContent":
                self._parts.append("\n")

    def _label(self) -> None:
        if not self._labelled and not self._run_hidden:
            self._labelled = True
            if self._list[0] not in ("", "0"):
                self._parts.append(self._numbering.label(*self._list))

    def _write(self, text: str) -> None:
        if not self._run_hidden:
            self._parts.append(text)

    def end(self, name: str) -> None:
        if self._hidden:
            self._hidden -= 1
            return
        match _local(name):
            case "t":
                self._in_text = False
            case "r" | "pPr":
                self._run_hidden = False
            case "p":
                self._parts.append("\n")
                self._list, self._labelled = self._around.pop() if self._around else (("", 0), True)

    def characters(self, data: str) -> None:
        if self._in_text and not self._hidden:
            self._write(data)

    def text(self) -> str:
        return "".join(self._parts)
