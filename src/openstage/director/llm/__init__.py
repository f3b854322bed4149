"""The director who asks a language model behind any OpenAI-compatible endpoint."""

from openstage.director.llm.director import LLMDirector

__all__ = ["LLMDirector"]
