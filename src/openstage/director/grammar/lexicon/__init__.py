"""The words that the grammar director knows, as tables."""
