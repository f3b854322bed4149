"""Where a story comes from: files, standard input, encodings; and what is refused."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from openstage.errors import StoryError
from openstage.script import read, read_text, source
from openstage.script.decoding import decode

TEXT = "INT. CAFÉ - NIGHT\n\nZoë waits — alone.\n"


def write(folder: Path, data: bytes, name: str = "story.fountain") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def refusal(path: Path | str) -> StoryError:
    with pytest.raises(StoryError) as caught:
        read(path)
    assert caught.value.exit_code == 2
    assert caught.value.remedy
    return caught.value


# --- encodings


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"],
)
def test_encodings(tmp_path: Path, encoding: str) -> None:
    scene = read(write(tmp_path, TEXT.encode(encoding))).scenes[0]
    assert scene.place == "CAFÉ"
    assert scene.elements[0].text == "Zoë waits — alone."


def test_utf_16_with_a_mark_in_either_order(tmp_path: Path) -> None:
    for mark, encoding in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        scene = read(write(tmp_path, mark + TEXT.encode(encoding))).scenes[0]
        assert scene.place == "CAFÉ"


def test_latin_1(tmp_path: Path) -> None:
    text = "INT. CAFÉ - NIGHT\n\nZoë waits.\n"
    assert read(write(tmp_path, text.encode("latin-1"))).scenes[0].place == "CAFÉ"


def test_bytes_that_windows_does_not_know() -> None:
    assert decode(b"caf\xe9 \x81", "x") == "café  "


def test_a_stray_letter_does_not_spoil_the_rest() -> None:
    data = "Zoë waits — ".encode() + b"caf\xe9" + " — ëë".encode()
    assert decode(data, "x") == "Zoë waits — café — ëë"


def test_a_cut_off_end_does_not_spoil_the_rest() -> None:
    assert decode("Zoë — Zoë".encode()[:-1], "x").startswith("Zoë — Zo")


def test_control_characters_become_blanks() -> None:
    assert decode(b"a" * 200 + b"\x0cb\x1ac", "x") == "a" * 200 + " b c"


def test_halves_of_letters_become_blanks() -> None:
    assert next(read_text("She \ud83d waits.", name="x").elements())[1].text == "She   waits."


# --- files


def test_the_file_is_neither_written_nor_opened_for_writing(tmp_path: Path) -> None:
    path = write(tmp_path, TEXT.encode())
    path.chmod(0o444)
    os.utime(path, (1_000_000_000, 1_000_000_000))
    opened: list[str] = []

    def watch(event: str, details: tuple[object, ...]) -> None:
        if watching and event == "open" and details[0] == str(path):
            opened.append(str(details[1]))

    watching = True
    sys.addaudithook(watch)  # hooks cannot be taken off, so it is told when to look
    read(path)
    watching = False
    assert opened == ["r"]
    assert path.read_bytes() == TEXT.encode()
    assert path.stat().st_mtime == 1_000_000_000


def test_a_path_may_be_a_string(tmp_path: Path) -> None:
    assert read(str(write(tmp_path, TEXT.encode()))).scenes[0].place == "CAFÉ"


def test_a_missing_file_names_the_one_that_was_meant(tmp_path: Path) -> None:
    write(tmp_path, b"x", "night_shift.fountain")
    error = refusal(tmp_path / "nightshift.fountain")
    assert "There is no file" in error.message
    assert "night_shift.fountain" in error.remedy


def test_a_missing_folder(tmp_path: Path) -> None:
    assert "Check the name" in refusal(tmp_path / "nowhere" / "story.txt").remedy


def test_a_sentence_in_place_of_a_file() -> None:
    assert "pipe it in" in refusal("A lighthouse keeper finds a lost child.").remedy


def test_a_folder(tmp_path: Path) -> None:
    assert "is a folder" in refusal(tmp_path).message


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is unreadable to root")
def test_an_unreadable_file(tmp_path: Path) -> None:
    path = write(tmp_path, TEXT.encode())
    path.chmod(0)
    assert "may not be read" in refusal(path).message


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def deny(path: Path, mode: str) -> io.BytesIO:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", deny)
    assert "may not be read" in refusal(write_nothing(tmp_path)).message


def write_nothing(folder: Path) -> Path:
    return folder / "story.txt"


@pytest.mark.parametrize("name", ["a\x00b", "n" * 5000])
def test_names_that_no_file_can_have(name: str) -> None:
    assert "cannot be read" in refusal(name).message


def test_a_file_that_is_too_large(tmp_path: Path) -> None:
    path = tmp_path / "story.txt"
    with path.open("wb") as file:
        file.truncate(source.LARGEST + 1)
    assert "larger than 2 MB" in refusal(path).message


def test_a_device_without_end_is_too_large() -> None:
    assert "larger than 2 MB" in refusal("/dev/zero").message


@pytest.mark.parametrize("text", ["", " \n\t\r\n ", "\ufeff", "\x00\x00"])
def test_empty_stories(tmp_path: Path, text: str) -> None:
    error = refusal(write(tmp_path, text.encode()))
    assert "empty" in error.message or "binary" in error.message


@pytest.mark.parametrize(
    "text", ["Title: The Letter\nAuthor: Ana\n", "[[only a note]]", "/* gone */", "===", "!"]
)
def test_stories_without_a_story(tmp_path: Path, text: str) -> None:
    assert "no story in it" in refusal(write(tmp_path, text.encode())).message


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"%PDF-1.7\n1 0 obj", "a PDF"),
        (b"PK\x03\x04\x14\x00", "a zip archive"),
        (b"\x89PNG\r\n\x1a\n", "a PNG picture"),
        (b"\xff\xd8\xff\xe0", "a JPEG picture"),
        (b"\x00\x00\x00\x18ftypmp42", "a film (MP4)"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "an old Office document"),
        (b"{\\rtf1\\ansi Hello}", "a rich text document"),
        (b"MZ\x00\x01\x02 words \x00 words", "a binary file"),
        (bytes(range(1, 256)) * 20, "a binary file"),
        (b"<!DOCTYPE html><p>Hello", "a web page"),
        (b"<?xml version='1.0'?><score/>", "XML, but not a Final Draft script"),
    ],
)
def test_what_is_no_text(tmp_path: Path, data: bytes, what: str) -> None:
    error = refusal(write(tmp_path, data, "story.txt"))
    assert f"'story.txt' is {what}" in error.message


# --- standard input


def feed(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    feed(monkeypatch, TEXT.encode("utf-16"))
    assert read("-").scenes[0].place == "CAFÉ"


def test_a_name_tells_the_format_of_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    feed(monkeypatch, b"She waits.")
    assert read("-", name="story.fountain").kind == "screenplay"


def test_empty_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    feed(monkeypatch, b"")
    assert refusal("-").message == "'standard input' is empty."


def test_closed_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    assert refusal("-").message.startswith("Standard input cannot be read")


def test_standard_input_that_is_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    feed(monkeypatch, b"a" * (source.LARGEST + 1))
    assert "Standard input is larger" in refusal("-").message


# --- the package


def test_the_screenplay_alone_loads_no_reader() -> None:
    code = (
        "import sys, openstage.script.screenplay, openstage.script as s;"
        "assert 'screenplay_tools' not in sys.modules and 'pysbd' not in sys.modules;"
        "assert s.read_text('She waits.', name='x').kind == 'theme';"
        "assert s.__all__ == ['looks_english', 'read', 'read_text']"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_the_package_has_nothing_else() -> None:
    from openstage import script

    with pytest.raises(AttributeError, match="has no attribute 'write'"):
        script.write  # noqa: B018
