"""Qwen2.5-VL against a reference made by hand: the whole network, one conversation at a time."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from torch import Tensor
from transformers import Qwen2_5_VLForConditionalGeneration, Qwen2_5_VLModel, Qwen2Tokenizer
from transformers.models.qwen2_vl.image_processing_pil_qwen2_vl import Qwen2VLImageProcessorPil

from openstage.crew import Frame
from openstage.errors import UseError
from openstage.step2.guidance import TextStates
from openstage.step2.understanding.protocol import Understanding
from openstage.step2.understanding.qwen import QwenUnderstanding
from openstage.step2.understanding.templates import CORRECTED, OURS, Template, Templates
from tests.step2.tiny import TinyQwen, tiny_qwen

SPECIAL = ["<|im_end|>", "<|image_pad|>", "<|vision_start|>", "{}", " ", "Mara sits. ", "é\n", "<|"]
odd_words = st.lists(st.sampled_from(SPECIAL) | st.text(max_size=4), max_size=5).map("".join)


def picture(height: int, width: int, seed: int = 0) -> Frame:
    return np.random.default_rng(seed).integers(0, 256, (height, width, 3), dtype=np.uint8)


WIDE, TALL, SQUARE = picture(90, 160), picture(128, 72, 1), picture(40, 40, 2)


def reference(
    qwen: TinyQwen, text: str, frames: Sequence[tuple[Frame, tuple[int, int]]] = ()
) -> Tensor:
    """The states of a whole conversation; frames with the size that each is to be read at.

    The positions are counted here, as the paper on Qwen2-VL has them: a text token has one number
    three times; a picture's tokens have the number of its beginning, that plus their row, that plus
    their column; the text goes on after the largest.
    """
    read = [Image.fromarray(frame).resize(size, Image.Resampling.LANCZOS) for frame, size in frames]
    cut = qwen.image_processor(images=read, return_tensors="pt") if read else {}
    grids = [(h // 2, w // 2) for _, h, w in cut["image_grid_thw"].tolist()] if read else []
    parts = text.split("<|image_pad|>")
    assert len(parts) == len(grids) + 1
    whole = parts[0]
    for (rows, columns), part in zip(grids, parts[1:], strict=True):
        whole += "<|image_pad|>" * (rows * columns) + part
    tokens = qwen.tokenizer(whole)["input_ids"]

    pad = qwen.tokenizer.convert_tokens_to_ids("<|image_pad|>")
    positions: list[tuple[int, int, int]] = []
    place, number, ahead = 0, 0, iter(grids)
    while number < len(tokens):
        if tokens[number] == pad:
            rows, columns = next(ahead)
            positions += [
                (place, place + row, place + column)
                for row in range(rows)
                for column in range(columns)
            ]
            place, number = place + max(rows, columns), number + rows * columns
        else:
            positions.append((place, place, place))
            place, number = place + 1, number + 1
    output = qwen.text_encoder(
        input_ids=torch.tensor([tokens]),
        position_ids=torch.tensor(positions).T[:, None],
        output_hidden_states=True,
        **cut,
    )
    states: Tensor = output.hidden_states[-1][0]
    return states


SHOWN = "Picture {}: <|vision_start|><|image_pad|><|vision_end|>"


def close(got: Tensor, expected: Tensor) -> bool:
    return got.shape == expected.shape and bool((got - expected).abs().max() < 1e-5)


def row(states: TextStates, number: int) -> Tensor:
    """The states of one message, without padding."""
    if states.mask_BT is None:
        return states.states_BTE[number]
    assert states.mask_BT[number].sort(descending=True).values.equal(states.mask_BT[number])
    assert not states.states_BTE[number][~states.mask_BT[number]].any()
    return states.states_BTE[number][states.mask_BT[number]]


@pytest.mark.parametrize(
    ("frame", "read"), [(WIDE, (512, 288)), (TALL, (288, 512)), (SQUARE, (384, 384))]
)
def test_text_and_picture_are_read_as_by_the_whole_network(
    qwen: TinyQwen, frame: Frame, read: tuple[int, int]
) -> None:
    states = QwenUnderstanding(*qwen).encode(["Mara types."], frame)
    text = OURS.with_picture.text.replace("{}", SHOWN.format(1) + "Mara types.")
    assert states.mask_BT is None
    assert close(states.states_BTE[0], reference(qwen, text, [(frame, read)])[64:])


def test_text_alone(qwen: TinyQwen) -> None:
    states = QwenUnderstanding(*qwen).encode(["Mara types."])
    text = OURS.without_picture.text.replace("{}", "Mara types.")
    assert close(states.states_BTE[0], reference(qwen, text)[34:])


def test_the_release_sees_the_first_picture_alone(qwen: TinyQwen) -> None:
    reader = QwenUnderstanding(*qwen)
    both = reader.encode(["Mara types."], [[WIDE, TALL]])
    assert torch.equal(both.states_BTE, reader.encode(["Mara types."], WIDE).states_BTE)


def test_the_corrected_template_sees_all_and_drops_the_whole_preamble(qwen: TinyQwen) -> None:
    states = QwenUnderstanding(*qwen, CORRECTED).encode(["Mara types."], [[WIDE, TALL]])
    text = CORRECTED.with_picture.text.replace(
        "{}", SHOWN.format(1) + SHOWN.format(2) + "Mara types."
    )
    preamble = len(qwen.tokenizer(CORRECTED.with_picture.preamble)["input_ids"])
    expected = reference(qwen, text, [(WIDE, (512, 288)), (TALL, (288, 512))])[preamble:]
    assert close(states.states_BTE[0], expected)
    alone = QwenUnderstanding(*qwen, CORRECTED).encode(["Mara types."])
    kept = qwen.tokenizer("Mara types.<|im_end|>\n<|im_start|>assistant\n")["input_ids"]
    assert alone.states_BTE.shape[1] == len(kept)


def test_a_message_is_the_same_alone_and_in_a_batch(qwen: TinyQwen) -> None:
    reader = QwenUnderstanding(*qwen, CORRECTED)
    messages = ["Mara types.", " ", "Mara sits at the desk, and types. " * 9, "Ana", ""]
    seen = [WIDE, None, None, [TALL, SQUARE], SQUARE]
    batch = reader.encode(messages, seen)
    for number, (message, frames) in enumerate(zip(messages, seen, strict=True)):
        alone = reader.encode([message], [frames])
        assert close(row(batch, number), alone.states_BTE[0])


@settings(max_examples=15, deadline=None)
@given(st.lists(odd_words, min_size=1, max_size=4), st.data())
def test_no_words_and_no_company_change_a_message(
    qwen: TinyQwen, messages: list[str], data: st.DataObject
) -> None:
    reader = QwenUnderstanding(*qwen)
    seen = [data.draw(st.sampled_from([None, SQUARE])) for _ in messages]
    batch = reader.encode(messages, seen)
    for number, (message, frame) in enumerate(zip(messages, seen, strict=True)):
        # No word of the message is read as a token of the conversation.
        template = OURS.without_picture if frame is None else OURS.with_picture
        around = len(qwen.tokenizer(template.around(""))["input_ids"])
        shown = 0 if frame is None else len(qwen.tokenizer("Picture 1: ")["input_ids"]) + 2 + 14**2
        inside = row(batch, number).shape[0] - (around - template.drop) - shown  # type: ignore[operator]
        assert abs(inside - len(qwen.tokenizer(message.replace("<|", "< |"))["input_ids"])) <= 2
        assert close(row(batch, number), reader.encode([message], [frame]).states_BTE[0])


def test_a_picture_beside_all_messages(qwen: TinyQwen) -> None:
    reader = QwenUnderstanding(*qwen)
    batch = reader.encode(["Mara types.", " "], WIDE)
    each = reader.encode(["Mara types.", " "], [WIDE, WIDE])
    assert torch.equal(batch.states_BTE, each.states_BTE)


def test_the_picture_matters_and_so_does_where_its_rows_are(qwen: TinyQwen) -> None:
    reader = QwenUnderstanding(*qwen)
    upright, turned = (reader.encode(["Mara"], frame) for frame in (SQUARE, SQUARE[::-1].copy()))
    assert (upright.states_BTE - turned.states_BTE)[:, -1].abs().max() > 1e-3


def test_the_head_over_the_vocabulary_is_not_run(qwen: TinyQwen) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("the head was run")

    handle = qwen.text_encoder.lm_head.register_forward_hook(refuse)
    try:
        QwenUnderstanding(*qwen).encode(["Mara"], WIDE)
    finally:
        handle.remove()


def test_saved_and_loaded_it_is_the_same(qwen: TinyQwen, qwen_folder: Path) -> None:
    before = QwenUnderstanding(*qwen)
    tokenizer = Qwen2Tokenizer.from_pretrained(qwen_folder / "tokenizer")
    processor = Qwen2VLImageProcessorPil.from_pretrained(qwen_folder / "processor")
    expected = before.encode(["Mara types.", " "], WIDE)
    for kind in (Qwen2_5_VLForConditionalGeneration, Qwen2_5_VLModel):
        loaded = kind.from_pretrained(qwen_folder / "text_encoder")
        after = QwenUnderstanding(loaded, tokenizer, processor)
        got = after.encode(["Mara types.", " "], WIDE)
        assert torch.equal(got.states_BTE, expected.states_BTE)
        # Without the head it is the same to us, though another set of weights.
        assert (after.digest == before.digest) is (kind is Qwen2_5_VLForConditionalGeneration)


def test_the_digest_covers_what_the_states_depend_on(tmp_path: Path, qwen: TinyQwen) -> None:
    reader: Understanding = QwenUnderstanding(*qwen)
    digests = {reader.digest, QwenUnderstanding(*qwen, CORRECTED).digest}
    digests.add(QwenUnderstanding(*qwen, weights_digest="ab").digest)
    digests.add(QwenUnderstanding(*tiny_qwen(tmp_path, seed=1)).digest)
    smaller = Qwen2VLImageProcessorPil(max_pixels=28 * 28 * 64)
    digests.add(QwenUnderstanding(qwen.text_encoder, qwen.tokenizer, smaller).digest)
    assert len(digests) == 5
    qwen.tokenizer(["a", "bcd"], padding=True, truncation=True, max_length=5)
    assert QwenUnderstanding(*qwen).digest == reader.digest
    assert reader.width == 32


@torch.enable_grad()
def test_a_lora_is_learned_through_it_and_switched_off(tmp_path: Path) -> None:
    from peft import LoraConfig

    qwen = tiny_qwen(tmp_path)
    reader = QwenUnderstanding(*qwen)
    plain = reader.encode(["Mara"], SQUARE).states_BTE
    qwen.text_encoder.add_adapter(
        LoraConfig(r=2, target_modules=["q_proj", "v_proj"], init_lora_weights=False)
    )
    changed = reader.encode(["Mara"], SQUARE).states_BTE
    assert not torch.allclose(changed, plain)
    changed.square().sum().backward()
    learned = [weight for weight in qwen.text_encoder.parameters() if weight.requires_grad]
    assert learned
    assert all(weight.grad is not None and weight.grad.any() for weight in learned)
    qwen.text_encoder.disable_adapters()
    assert torch.equal(reader.encode(["Mara"], SQUARE).states_BTE, plain)


def test_offloaded_it_is_the_same(tmp_path: Path) -> None:
    from accelerate import cpu_offload, cpu_offload_with_hook

    expected = QwenUnderstanding(*tiny_qwen(tmp_path)).encode(["Mara"], SQUARE).states_BTE
    whole = tiny_qwen(tmp_path)
    _, hook = cpu_offload_with_hook(whole.text_encoder, "cpu")
    fetched: list[object] = []
    before = hook.hook.pre_forward
    hook.hook.pre_forward = lambda module: (fetched.append(module), before(module))
    assert torch.equal(QwenUnderstanding(*whole).encode(["Mara"], SQUARE).states_BTE, expected)
    assert fetched == [whole.text_encoder]

    piecewise = tiny_qwen(tmp_path)
    cpu_offload(piecewise.text_encoder, torch.device("cpu"))
    assert next(piecewise.text_encoder.parameters()).is_meta
    reader = QwenUnderstanding(*piecewise, weights_digest="ab")
    assert torch.equal(reader.encode(["Mara"], SQUARE).states_BTE, expected)


def test_in_bfloat16_the_states_are_bfloat16(tmp_path: Path) -> None:
    qwen = tiny_qwen(tmp_path)
    exact = QwenUnderstanding(*qwen).encode(["Mara"], SQUARE).states_BTE
    qwen.text_encoder.to(torch.bfloat16)
    reader = QwenUnderstanding(*qwen)
    rounded = reader.encode(["Mara"], SQUARE).states_BTE
    assert rounded.dtype == torch.bfloat16
    assert (rounded.float() - exact).abs().mean() < 0.1
    assert len(reader.digest) == 64


def test_a_template_that_drops_everything_is_refused(qwen: TinyQwen) -> None:
    greedy = Templates(Template("{}", 10_000), Template("{}", 10))
    reader = QwenUnderstanding(*qwen, greedy)
    with pytest.raises(UseError, match=r"drops 10 hidden states of a text that has \d"):
        reader.encode(["ab"])
    with pytest.raises(UseError, match="drops 10000"):
        reader.encode(["ab"], SQUARE)


def test_parts_that_do_not_belong_together(qwen: TinyQwen) -> None:
    text_encoder, tokenizer, processor = qwen
    with pytest.raises(UseError, match=r"Patch_size .* is 16; the text encoder expects 14"):
        QwenUnderstanding(text_encoder, tokenizer, Qwen2VLImageProcessorPil(patch_size=16))
    with pytest.raises(UseError, match="Merge_size"):
        QwenUnderstanding(text_encoder, tokenizer, Qwen2VLImageProcessorPil(merge_size=1))
    other = Qwen2Tokenizer(vocab={"<|endoftext|>": 0, "a": 1}, merges=[])
    with pytest.raises(UseError, match=r"image_pad\|> of the tokenizer"):
        QwenUnderstanding(text_encoder, other, processor)
