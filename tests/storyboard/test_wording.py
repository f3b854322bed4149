"""English as every room writes it."""

from __future__ import annotations

from openstage.storyboard.wording import capital, listed, with_article


def test_words() -> None:
    assert [with_article(noun) for noun in ("shot", "old man", "Owl")] == [
        "a shot", "an old man", "an Owl",
    ]  # fmt: skip
    assert [capital(words) for words in ("mara's INT", "", "É")] == ["Mara's INT", "", "É"]
    names = ["Mara", "Tomas", "the old man"]
    assert [listed(names[:count]) for count in range(4)] == [
        "", "Mara", "Mara and Tomas", "Mara, Tomas and the old man",
    ]  # fmt: skip
    assert listed(names, ", ") == "Mara, Tomas, the old man"
