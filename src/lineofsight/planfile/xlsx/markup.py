"""Walking through the XML of a workbook part as it is unpacked, in bounded memory and time.

Python's own expat is used rather than a tree: nothing is kept of what has gone by, and a part of
100 MB costs no more memory than one of 100 kB.
"""

from collections.abc import Callable, Iterable, Iterator
from xml.parsers import expat

from lineofsight.kit.i18n import gettext as _
from lineofsight.planfile.problems import PlanError, quoted

MOST_TAGS = 6_000_000  # opening and closing ones of one part; more takes too long
LONGEST_TAG = 1_000_000  # bytes
MOST_NAMES = 2_000  # different ones, of elements and attributes; the format has fewer
MOST_TAGS_OF_SMALL = 300_000  # of a part that lists sheets, styles or relationships
MOST_BYTES_OF_SMALL = 10_000_000
DEEPEST = 5_000  # elements in one another

Start = Callable[[str, dict[str, str]], None]


class Walk:
    """One walk through a part.

    Parameters
    ----------
    file, part : str
        The workbook and the part of it, for messages.
    start : callable
        Called for each opening tag with its name and its attributes; ``Local`` takes off prefixes.
    """

    def __init__(self, file: str, part: str, start: Start) -> None:
        self._file = file
        self._part = part
        self._closed: list[str] = []
        self._names: dict[str, str] = {}  # expat keeps each name here once
        # Other encodings could hide from us what they hold; workbooks are UTF-8.
        self._parser = expat.ParserCreate(encoding="utf-8", intern=self._names)
        self._parser.XmlDeclHandler = self._check_encoding
        self._parser.buffer_text = True
        self._parser.buffer_size = 1 << 16
        self._parser.StartDoctypeDeclHandler = self._refuse_doctype
        self._parser.StartElementHandler = start
        # A call without a Python frame: depth is looked at once a chunk, not once an element.
        self._parser.EndElementHandler = self._closed.append

    def collect(self, pieces: list[str]) -> None:
        """Append the text of the element that just opened to this list, until a tag closes."""
        self._parser.CharacterDataHandler = pieces.append
        self._parser.EndElementHandler = self._stop

    def _stop(self, name: str) -> None:
        self._closed.append(name)
        self._parser.CharacterDataHandler = None
        self._parser.EndElementHandler = self._closed.append

    def through(
        self,
        chunks: Iterable[bytes],
        most_tags: int = MOST_TAGS,
        most_bytes: int | None = None,
    ) -> Iterator[None]:
        """Walk on, chunk by chunk, through at most so many tags and bytes.

        Raises
        ------
        PlanError
            If the part is not well-formed UTF-8, declares a document type, or is nested or large
            beyond reason.
        """
        fed = tags = depth = 0
        try:
            for chunk in chunks:
                if b"\0" in chunk:
                    raise self._refused(_("is not written in UTF-8"))
                fed += len(chunk)
                tags += chunk.count(b"<")
                if tags > most_tags or (most_bytes is not None and fed > most_bytes):
                    raise self._refused(_("is too large"))
                # Never less than the true depth: text cannot hold the sign that opens a tag.
                depth += chunk.count(b"<") - sum(map(chunk.count, (b"</", b"<!", b"<?")))
                self._parser.Parse(chunk, False)
                depth -= len(self._closed)
                self._closed.clear()
                if fed - self._parser.CurrentByteIndex > LONGEST_TAG:
                    raise self._refused(_("is too large"))
                if len(self._names) > MOST_NAMES:
                    raise self._refused(_("has too many different names of elements"))
                if depth > DEEPEST:
                    raise self._refused(_("is nested too deeply"))
                yield
            self._parser.Parse(b"", True)
        except expat.ExpatError as error:
            raise self._refused(_("is damaged: {reason}").format(reason=quoted(error))) from error
        yield

    def _check_encoding(self, _version: str, encoding: str | None, _standalone: int) -> None:
        if encoding is not None and encoding.lower() not in {"utf-8", "us-ascii"}:
            raise self._refused(_("is not written in UTF-8"))

    def _refuse_doctype(self, *_arguments: object) -> None:
        raise self._refused(_("declares a document type"))

    def _refused(self, why: str) -> PlanError:
        return PlanError.one(
            self._file,
            _("The part {part} of the workbook {why}.").format(part=quoted(self._part), why=why),
            _("Save it again from a spreadsheet program, or as a folder of CSV files."),
        )


class Local(dict[str, str]):
    """Names of elements without their prefix, each found once."""

    def __missing__(self, name: str) -> str:
        local = self[name] = name.rpartition(":")[2]
        return local


def elements(
    file: str, part: str, chunks: Iterable[bytes], wanted: frozenset[str]
) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the wanted elements of a small part in their order: name without prefix, attributes."""
    found: list[tuple[str, dict[str, str]]] = []
    local = Local()

    def start(name: str, attributes: dict[str, str]) -> None:
        if local[name] in wanted:
            found.append((local[name], attributes))

    walk = Walk(file, part, start)
    for _step in walk.through(chunks, MOST_TAGS_OF_SMALL, MOST_BYTES_OF_SMALL):
        yield from found
        found.clear()
