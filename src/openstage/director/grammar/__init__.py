"""The embedded director: reads English and films it by the rules of film grammar."""

from openstage.director.grammar.director import GrammarDirector
from openstage.director.grammar.reader import read_story
from openstage.director.grammar.reading import Reading

__all__ = ["GrammarDirector", "Reading", "read_story"]
