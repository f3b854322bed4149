"""Some true frames of the world, drawn once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import torch

from openstage.evaluation import frames
from openstage.evaluation.frames import Order, make
from openstage.evaluation.readers import Shape

WIDTH, HEIGHT = 96, 64
ORDER = Order(clips=2, seed=5, width=WIDTH, height=HEIGHT)
SHAPE = Shape(height=HEIGHT, width=WIDTH, channels=(16, 24, 32), blocks=(1, 1, 1), rounds=1)


@pytest.fixture(autouse=True, scope="session")
def one_thread() -> Iterator[None]:
    """Models of a few thousand weights gain nothing from threads."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


@pytest.fixture(scope="session")
def true_frames(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two clips: one to train with, one to test with."""
    folder = tmp_path_factory.mktemp("frames")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(frames, "SHARD", 1)
        make(folder, ORDER)
    return folder
