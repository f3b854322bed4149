"""One tiny Qwen2.5-VL and one tiny MiniLM for all tests here; none of them changes it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.step2.tiny import TinyQwen, TinyWords, tiny_minilm, tiny_qwen


@pytest.fixture(scope="session")
def qwen_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("qwen")


@pytest.fixture(scope="session")
def qwen(qwen_folder: Path) -> TinyQwen:
    return tiny_qwen(qwen_folder)


@pytest.fixture(scope="session")
def words_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("words")


@pytest.fixture(scope="session")
def words(words_folder: Path) -> TinyWords:
    return tiny_minilm(words_folder)
