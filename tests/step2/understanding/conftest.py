"""One tiny Qwen2.5-VL and one tiny MiniLM for all tests here; none of them changes it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import torch

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


@pytest.fixture(autouse=True, scope="package")
def _one_thread() -> Iterator[None]:
    """For networks this small, threads wait for one another longer than they work."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


@pytest.fixture(autouse=True)
def _no_gradients() -> Iterator[None]:
    with torch.no_grad():
        yield
