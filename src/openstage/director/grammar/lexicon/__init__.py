"""The words that the grammar director knows, as tables."""


def word_set(words: str) -> frozenset[str]:
    """The words of a text, which is how the tables are written."""
    return frozenset(words.split())
