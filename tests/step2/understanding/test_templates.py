"""The chat around a message."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Regex, pre_tokenizers
from transformers.models.qwen2.tokenization_qwen2 import PRETOKENIZE_REGEX

from openstage.errors import UseError
from openstage.step2.understanding.templates import (
    CORRECTED,
    NEGATIVE,
    OURS,
    RELEASE_DROP,
    RELEASE_DROP_WITHOUT_PICTURE,
    Template,
    Templates,
)

plain = st.text(st.characters(exclude_characters="{}", exclude_categories=["Cs"]))
templates = st.builds(
    Template,
    st.builds(lambda before, after: before + "{}" + after, plain, plain),
    st.none() | st.integers(0, 200),
)
sets = st.builds(Templates, templates, templates, st.sampled_from(["first", "all"]))


def test_the_numbers_of_the_release() -> None:
    assert (RELEASE_DROP, RELEASE_DROP_WITHOUT_PICTURE, NEGATIVE) == (64, 34, " ")
    assert (OURS.with_picture.drop, OURS.without_picture.drop) == (64, 34)
    assert (CORRECTED.with_picture.drop, CORRECTED.without_picture.drop) == (None, None)


@pytest.mark.parametrize("template", [OURS.with_picture, OURS.without_picture])
def test_our_preambles_are_longer_than_what_is_dropped(template: Template) -> None:
    # Byte-pair encoding joins no two of these pieces: there are at least as many tokens.
    pieces = pre_tokenizers.Split(Regex(PRETOKENIZE_REGEX), "isolated")
    system = template.preamble.partition("<|im_end|>")[0].removeprefix("<|im_start|>")
    assert template.drop is not None
    assert len(pieces.pre_tokenize_str(system)) >= template.drop


@pytest.mark.parametrize("chosen", [OURS, CORRECTED])
def test_a_conversation_is_in_the_format_of_qwen(chosen: Templates) -> None:
    for template in (chosen.with_picture, chosen.without_picture):
        assert template.text.startswith("<|im_start|>system\n")
        assert template.preamble.endswith("<|im_end|>\n<|im_start|>user\n")
        assert template.text.endswith("{}<|im_end|>\n<|im_start|>assistant\n")
        assert "above, its first frame" in template.preamble
    assert "last frames of the shots before" in chosen.with_picture.preamble


@given(templates, st.text())
def test_a_message_stands_as_it_is(template: Template, message: str) -> None:
    around = template.around(message)
    assert around.startswith(template.preamble + message)
    assert len(around) == len(template.text) - 2 + len(message)


@pytest.mark.parametrize("text", ["nothing", "{} and {}"])
def test_a_template_has_one_hole(text: str) -> None:
    with pytest.raises(ValueError, match=r"one \{\} where"):
        Template(text, 0)


@given(sets)
def test_data_and_back(chosen: Templates) -> None:
    assert Templates.from_data(json.loads(json.dumps(chosen.to_data()))) == chosen


def changed(**fields: Any) -> Any:
    return {**OURS.to_data(), **fields}


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ([], "got 'list'"),
        (changed(schema="openstage.templates/9"), "got 'openstage.templates/9'"),
        (changed(pictures="some"), "pictures: "),
        (changed(negative=" "), "negative: "),
        (changed(with_picture={"text": "no hole", "drop": 3}), "with_picture: .*one"),
        (changed(with_picture={"text": "{}", "drop": -1}), "with_picture.drop: "),
        (changed(with_picture={"text": "{}", "drop": None, "skip": 3}), "with_picture.skip: "),
        (changed(without_picture={"text": "{}"}), "without_picture.drop: "),
    ],
)
def test_a_wrong_field_is_named(data: Any, words: str) -> None:
    with pytest.raises(UseError, match=words) as caught:
        Templates.from_data(data)
    assert caught.value.remedy


def test_templates_are_told_apart() -> None:
    assert replace(OURS, pictures="all") != OURS
