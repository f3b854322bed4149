"""The readers that travel with the program read frames of stories that nobody has learned from."""

from __future__ import annotations

import numpy as np
import pytest

from openstage.evaluation.drawing import true_pairs, truth_of
from openstage.evaluation.readers import READERS, load_readers, read_pairs, size_read
from openstage.evaluation.stories import story
from openstage.evaluation.truth import UNJUDGED
from openstage.step2.weights import MINI, Weights


def test_they_read_what_the_mini_draws() -> None:
    _, made = load_readers(READERS)
    width, height = size_read(made)
    assert Weights.of(MINI).picture(height, width) == (height, width)
    assert made["right"] >= 0.97, "of the labels of frames that were held back"


@pytest.mark.parametrize("number", [0, 1])
def test_they_read_true_frames(number: int) -> None:
    readers, made = load_readers(READERS)
    told = story(70002, number, *size_read(made))
    true = true_pairs(told)
    read, codes = read_pairs(readers, true), truth_of(told, true).codes()
    known = codes != UNJUDGED
    assert known.sum() > 40
    assert np.mean((read.codes == codes)[known]) > 0.9
