"""From bytes to text, whatever the encoding; what is no text is refused by its name."""

from __future__ import annotations

import codecs
import re

from openstage.errors import StoryError

_AS_TEXT = "Save the story as plain text, Fountain or Final Draft (.fdx), and give that file."
_AS_STORY = "Give the story itself: a .fountain, .fdx or .txt file."

_SIGNATURES: tuple[tuple[bytes, int, str, str], ...] = (
    # (the bytes, where they stand, what it is, what to do)
    (b"%PDF", 0, "a PDF", "Export the screenplay as Fountain or Final Draft (.fdx) instead."),
    (b"PK\x03\x04", 0, "a zip archive (a .docx, .odt or .epub is one too)", _AS_TEXT),
    (b"\xd0\xcf\x11\xe0", 0, "an old Office document", _AS_TEXT),
    (b"{\\rtf", 0, "a rich text document (RTF)", _AS_TEXT),
    (b"\x1f\x8b", 0, "a gzip archive", "Unpack it first."),
    (b"BZh", 0, "a bzip2 archive", "Unpack it first."),
    (b"\xfd7zXZ", 0, "an xz archive", "Unpack it first."),
    (b"7z\xbc\xaf", 0, "a 7-Zip archive", "Unpack it first."),
    (b"Rar!", 0, "a RAR archive", "Unpack it first."),
    (b"\x89PNG", 0, "a PNG picture", _AS_STORY),
    (b"\xff\xd8\xff", 0, "a JPEG picture", _AS_STORY),
    (b"GIF8", 0, "a GIF picture", _AS_STORY),
    (b"II*\x00", 0, "a TIFF picture", _AS_STORY),
    (b"MM\x00*", 0, "a TIFF picture", _AS_STORY),
    (b"RIFF", 0, "a picture, sound or film (RIFF)", _AS_STORY),
    (b"OggS", 0, "a sound or film (Ogg)", _AS_STORY),
    (b"ID3", 0, "a sound (MP3)", _AS_STORY),
    (b"fLaC", 0, "a sound (FLAC)", _AS_STORY),
    (b"\x1a\x45\xdf\xa3", 0, "a film (Matroska)", _AS_STORY),
    (b"ftyp", 4, "a film (MP4)", _AS_STORY),
    (b"SQLite format 3", 0, "a database", _AS_STORY),
    (b"\x7fELF", 0, "a program", _AS_STORY),
)

_BYTE_ORDER_MARKS: tuple[tuple[bytes, str], ...] = (
    # UTF-32 first: its little-endian mark begins with that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

_LINE_ENDS = re.compile("\r\n|[\r\x85\u2028\u2029]")
_NO_TEXT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufeff\ud800-\udfff]")
"""Controls but line feed and tab, byte order marks, and halves of letters."""
_STRAY_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x19\x1c-\x1f\x7f]")
_STRAY_SHARE = 0.01
"""Text has next to no control characters; compressed data has some ten in a hundred."""


def decode(data: bytes, name: str) -> str:
    """`data` as text with lines that end in a line feed, and without control characters.

    Reads UTF-8, UTF-16 and UTF-32 with or without a byte order mark (UTF-32 with), and Windows-1252
    (of which Latin-1 is a part), also where a few such letters stray into UTF-8. Raises StoryError
    where `data` is no text; `name` is what the message calls it.
    """
    for signature, start, what, remedy in _SIGNATURES:
        if data.startswith(signature, start):
            raise StoryError(f"{name!r} is {what}, not a story.", remedy)
    text = _decode(data)
    if text is None or len(_STRAY_CONTROLS.findall(text)) > _STRAY_SHARE * len(text):
        raise StoryError(f"{name!r} is a binary file, not a story.", _AS_STORY)
    return clean(text)


def clean(text: str) -> str:
    """`text` with line feeds alone at the ends of lines, and without control characters."""
    return _NO_TEXT.sub(" ", _LINE_ENDS.sub("\n", text))


def _decode(data: bytes) -> str | None:
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    if b"\x00" in data:
        encoding_of_zeros = _wide_encoding(data)
        return data.decode(encoding_of_zeros, "replace") if encoding_of_zeros else None
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _decode_broken(data)


def _wide_encoding(data: bytes) -> str | None:
    """UTF-16 without a mark: of its letters every second byte is zero, the others hardly ever."""
    even, odd = data[0::2].count(0), data[1::2].count(0)
    half = len(data) / 2
    if odd > 0.4 * half and even < 0.05 * half:
        return "utf-16-le"
    if even > 0.4 * half and odd < 0.05 * half:
        return "utf-16-be"
    return None


def _decode_broken(data: bytes) -> str:
    """UTF-8 with a few strays where most of its letters are right, else Windows-1252."""
    right = sum(map(len, _NOT_ASCII.findall(data.decode("utf-8", "ignore"))))
    strays = data.decode("utf-8", "replace").count("\ufffd")
    return data.decode("utf-8", _STRAYS) if right >= strays else _windows(data)


def _windows(data: bytes) -> str:
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:  # five bytes mean nothing there
        return data.decode("latin-1")


_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")
_STRAYS = "openstage.windows-1252"


def _stray(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeDecodeError)
    return _windows(error.object[error.start : error.end]), error.end


codecs.register_error(_STRAYS, _stray)
