"""Emphasis marks are taken off; what only looks like one stays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openstage.script.emphasis import plain


@pytest.mark.parametrize(
    ("marked", "text"),
    [
        ("*italics*", "italics"),
        ("**bold**", "bold"),
        ("***bold italics***", "bold italics"),
        ("_underlined_", "underlined"),
        ("_**both**_ and *_more_*", "both and more"),
        ("**bold *and italics* too**", "bold and italics too"),
        ("**bold *and italics***", "bold and italics"),
        ("un*frigging*believable", "unfriggingbelievable"),
        (r"the sign \*reads\* so", "the sign *reads* so"),
        (r"snake\_case", "snake_case"),
        ("file_name_1 stays", "file_name_1 stays"),
        ("2 * 3 * 4", "2 * 3 * 4"),
        ("a lone *star", "a lone *star"),
        ("a lone _line", "a lone _line"),
        ("****", "****"),
        ("********", "********"),
        ("no marks", "no marks"),
        (r"back\slash", r"back\slash"),
        ("", ""),
    ],
)
def test_plain(marked: str, text: str) -> None:
    assert plain(marked) == text


@given(st.text(alphabet="ab *_\\"))
def test_only_marks_go(line: str) -> None:
    def letters(text: str) -> str:
        return "".join(letter for letter in text if letter not in "*_\\")

    assert letters(plain(line)) == letters(line)
    assert len(plain(line)) <= len(line)
