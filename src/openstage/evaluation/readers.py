"""The readers: one small network that tells what is to be seen in a frame.

    frame ─ stem ─ blocks at 1/4, 1/8, 1/16 ─ attention ─ fused at 1/4 ─┬─▶ what each place shows
                                        one query an attribute ─────────┴─▶ states ─▶ classes

A query is the sum of what it asks for (hair) and whose (the second from the left), so that what is
learned of the first person's hair serves for the third's. Each also has a place to find: where the
person of its slot is.

Shape suffixes: B batch, C channels, H and W rows and columns, N places of the picture, Q queries
(attributes), K classes, D width of a feature.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from torch import Tensor, nn

from openstage.crew import Frame, FramePair
from openstage.errors import MissingError, UseError
from openstage.evaluation.maps import CLASSES
from openstage.evaluation.read import Read
from openstage.evaluation.truth import ATTRIBUTES, COUNTS, LABELS_VERSION, PLACE, SLOT_PARTS, SLOTS
from openstage.step2.latents import as_pixels
from openstage.storyboard.files import atomic, reading_errors
from openstage.storyboard.manifests import write_json
from openstage.storyboard.pictures import resized
from openstage.storyboard.project import file_digest
from openstage.training.saving import saving_errors
from openstage.world.palette import PALETTES
from openstage.world.staging import WORLD_VERSION

CONFIG, WEIGHTS = "readers.json", "readers.safetensors"
READERS = Path(__file__).parents[1] / "readers"
"""Those that come with the program."""
STEM = 4
"""Pixels a side that enter as one place."""
UNIT = 4 * STEM
"""Pixels a side of a place where the picture is coarsest."""
_KINDS = (*PLACE, *PALETTES)
"""What a query asks for: a row of the table of questions, and a head."""


@dataclass(frozen=True, kw_only=True)
class Shape:
    """Of the network, and of the frames that it reads."""

    height: int = 160
    width: int = 288
    """Multiples of `UNIT`."""
    channels: tuple[int, int, int] = (64, 128, 160)
    """At 1/4, 1/8 and 1/16 of the frame's sides."""
    blocks: tuple[int, int, int] = (2, 2, 2)
    heads: int = 4
    rounds: int = 2
    """How often the queries look at the picture."""

    @classmethod
    def of_frames(cls, width: int, height: int) -> Shape:
        """To read frames of this size as they are, or nearly."""
        high, wide = (max(UNIT, round(side / UNIT) * UNIT) for side in (height, width))
        return cls(height=high, width=wide)


@dataclass(frozen=True)
class Answers:
    logits: dict[str, Tensor]
    """By attribute, (B, K)."""
    places_BS: Tensor
    """Where the person of each slot is, 0 to 1."""
    states_BQD: Tensor
    """What the heads read, in the order of `ATTRIBUTES`."""
    maps: dict[str, Tensor]
    """What each place of a quarter of the frame's sides shows, by the questions of `maps.CLASSES`,
    (B, K, H, W); they teach, and nothing is read from them."""


class Block(nn.Module):
    """A norm and a convolution, whose result is added. Dense: on a CPU the way back through a
    depthwise one takes longer."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.norm = nn.GroupNorm(1, channels)
        self.around = nn.Conv2d(channels, channels, 3, padding=1)

    def forward(self, picture_BCHW: Tensor) -> Tensor:
        changed_BCHW: Tensor = self.around(F.gelu(self.norm(picture_BCHW)))
        return picture_BCHW + changed_BCHW


class Attention(nn.Module):
    """Reads `source` with the states as queries, then thinks over each by itself."""

    def __init__(self, width: int, heads: int, source: int | None = None) -> None:
        super().__init__()
        self.heads = heads
        self.norm, self.norm_after = nn.LayerNorm(width), nn.LayerNorm(width)
        self.query, self.out = nn.Linear(width, width), nn.Linear(width, width)
        self.key_value = nn.Linear(source or width, 2 * width)
        self.mlp = nn.Sequential(
            nn.Linear(width, 2 * width), nn.GELU(), nn.Linear(2 * width, width)
        )

    def forward(self, states_BQD: Tensor, source_BND: Tensor) -> Tensor:
        query, key, value = (
            each.unflatten(-1, (self.heads, -1)).transpose(1, 2)
            for each in (
                self.query(self.norm(states_BQD)),
                *self.key_value(source_BND).chunk(2, dim=-1),
            )
        )
        read = F.scaled_dot_product_attention(query, key, value)
        states_BQD = states_BQD + self.out(read.transpose(1, 2).flatten(2))
        thought: Tensor = states_BQD + self.mlp(self.norm_after(states_BQD))
        return thought


class Readers(nn.Module):
    """All attributes of a frame. Raises ValueError for a shape that is no multiple of `UNIT`."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        if shape.height % UNIT or shape.width % UNIT:
            raise ValueError(
                f"frames are multiples of {UNIT} pixels; got {shape.height} x {shape.width}"
            )
        self.shape = shape
        fine, middle, coarse = shape.channels
        # Three colors and two coordinates.
        self.stem = nn.Conv2d(3 * STEM**2 + 2, fine, 3, padding=1)
        self.fine = nn.Sequential(*[Block(fine) for _ in range(shape.blocks[0])])
        self.to_middle = nn.Conv2d(fine, middle, 2, stride=2)
        self.middle = nn.Sequential(*[Block(middle) for _ in range(shape.blocks[1])])
        self.to_coarse = nn.Conv2d(middle, coarse, 2, stride=2)
        self.coarse = nn.Sequential(*[Block(coarse) for _ in range(shape.blocks[2])])
        self.norm = nn.LayerNorm(coarse)
        self.whole = Attention(coarse, shape.heads)
        self.up, self.up_again = nn.Linear(coarse, middle), nn.Conv2d(middle, fine, 1)
        self.fuse, self.fused_norm = Block(fine), nn.LayerNorm(fine)
        self.where = nn.Linear(2, fine)
        self.maps = nn.ModuleDict({name: nn.Conv2d(fine, n, 1) for name, n in CLASSES.items()})
        self.questions = nn.Embedding(len(_KINDS), middle)
        self.whose = nn.Embedding(SLOTS + 1, middle)
        self.among = nn.ModuleList([Attention(middle, shape.heads) for _ in range(shape.rounds)])
        self.looks = nn.ModuleList(
            [Attention(middle, shape.heads, fine) for _ in range(shape.rounds)]
        )
        self.last_norm = nn.LayerNorm(middle)
        self.heads = nn.ModuleDict(
            {kind: nn.Linear(middle, len(told)) for kind, told in {**PLACE, **PALETTES}.items()}
        )
        self.places = nn.Linear(middle, 1)
        asked = [(_KINDS.index(kind), slot) for kind, slot in map(_asked, ATTRIBUTES)]
        self.register_buffer("asked", torch.tensor(asked), persistent=False)

    def forward(self, pixels_BCHW: Tensor) -> Answers:
        """Of frames from -1 to 1, (B, 3, height, width)."""
        fused_BCHW = self._fused(pixels_BCHW)
        fused_BND = self.fused_norm(fused_BCHW.flatten(2).transpose(1, 2))
        fused_BND = fused_BND + self.where(_coordinates(fused_BCHW).flatten(2).transpose(1, 2))
        kinds, slots = self.get_buffer("asked").T
        states_BQD = (self.questions(kinds) + self.whose(slots)).expand(len(pixels_BCHW), -1, -1)
        for among, look in zip(self.among, self.looks, strict=True):
            states_BQD = look(among(states_BQD, states_BQD), fused_BND)
        states_BQD = self.last_norm(states_BQD)
        logits = {
            name: self.heads[_asked(name)[0]](states_BQD[:, number])
            for number, name in enumerate(ATTRIBUTES)
        }
        # The parts of a slot agree on where it is.
        parts = states_BQD[:, len(PLACE) :].unflatten(1, (SLOTS, -1)).mean(2)
        maps = {name: head(fused_BCHW) for name, head in self.maps.items()}
        return Answers(logits, self.places(parts)[..., 0], states_BQD, maps)

    def _fused(self, pixels_BCHW: Tensor) -> Tensor:
        """The picture at 1/4, each place knowing of the whole, (B, C, H, W)."""
        grid_BCHW = F.pixel_unshuffle(pixels_BCHW, STEM)
        where_BCHW = _coordinates(grid_BCHW)
        fine_BCHW = self.fine(self.stem(torch.cat([grid_BCHW, where_BCHW], dim=1)))
        middle_BCHW = self.middle(self.to_middle(fine_BCHW))
        coarse_BCHW = self.coarse(self.to_coarse(middle_BCHW))
        size = coarse_BCHW.shape[-2:]
        coarse_BND = self.norm(coarse_BCHW.flatten(2).transpose(1, 2))
        coarse_BND = self.up(self.whole(coarse_BND, coarse_BND))
        known_BCHW = coarse_BND.transpose(1, 2).unflatten(2, size)
        middle_BCHW = middle_BCHW + F.interpolate(known_BCHW, scale_factor=2.0)
        around_BCHW = F.interpolate(self.up_again(middle_BCHW), scale_factor=2.0)
        found: Tensor = self.fuse(fine_BCHW + around_BCHW)
        return found


def _asked(attribute: str) -> tuple[str, int]:
    """What is asked for, and of whose slot: 0 the place, 1 the person at the left."""
    if attribute in PLACE:
        return attribute, 0
    slot, part = SLOT_PARTS[attribute]
    return part, slot + 1


def _coordinates(like_BCHW: Tensor) -> Tensor:
    """Column and row from -1 to 1, (B, 2, H, W)."""
    batch, _, height, width = like_BCHW.shape
    rows = torch.linspace(-1, 1, height, device=like_BCHW.device, dtype=like_BCHW.dtype)
    columns = torch.linspace(-1, 1, width, device=like_BCHW.device, dtype=like_BCHW.dtype)
    both = torch.stack([columns.expand(height, width), rows[:, None].expand(height, width)])
    return both.expand(batch, -1, -1, -1)


# --- reading ---------------------------------------------------------------------------------


def pixels_of(frames: Sequence[Frame], shape: Shape) -> Tensor:
    """(B, 3, height, width), -1 to 1; frames of another size are resized."""
    return as_pixels([resized(frame, shape.width, shape.height) for frame in frames])


@torch.no_grad()
def read_frames(readers: Readers, frames: Sequence[Frame], batch: int = 32) -> Read:
    """What is read in frames, with features of length 1."""
    device = next(readers.parameters()).device
    codes, subjects, backgrounds = [], [], []
    for first in range(0, len(frames), batch):
        pixels = pixels_of(frames[first : first + batch], readers.shape).to(device)
        answers = readers(pixels)
        codes.append(torch.stack([each.argmax(-1) for each in answers.logits.values()], dim=1))
        subjects.append(_subject(answers))
        backgrounds.append(F.normalize(answers.states_BQD[:, :2].flatten(1), dim=-1))
    return Read(
        torch.cat(codes).cpu().numpy().astype(np.int8),
        torch.cat(subjects).cpu().numpy(),
        torch.cat(backgrounds).cpu().numpy(),
    )


def read_pairs(readers: Readers, pairs: Sequence[FramePair]) -> Read:
    """What is read in the frames of pairs: a start, its end, the next."""
    return read_frames(readers, [frame for pair in pairs for frame in (pair.start, pair.end)])


def _subject(answers: Answers) -> Tensor:
    """The mean over as many slots as people are read, one at least."""
    states_BQD = answers.states_BQD[:, len(PLACE) :]
    slots_BSD = states_BQD.reshape(len(states_BQD), SLOTS, -1)
    people_B = answers.logits["people"].argmax(-1).clamp(1, min(SLOTS, len(COUNTS) - 1))
    counted_BS = torch.arange(SLOTS, device=people_B.device) < people_B[:, None]
    return F.normalize((slots_BSD * counted_BS[..., None]).sum(1), dim=-1)


# --- in a folder -----------------------------------------------------------------------------


def save_readers(readers: Readers, folder: Path, told: Mapping[str, Any]) -> None:
    """Weights in half precision, shape and classes; `told` is what made them."""
    classes = {name: list(values) for name, values in ATTRIBUTES.items()}
    config = {"shape": asdict(readers.shape), "classes": classes, "made": dict(told)}
    state = {
        name: weight.to("cpu", torch.float16).contiguous()
        for name, weight in readers.state_dict().items()
    }
    with saving_errors(folder), atomic(folder / WEIGHTS) as temporary:
        save_file(state, temporary)
    write_json(folder / CONFIG, config)


def digest_of_readers(folder: Path) -> str:
    """A SHA-256 of what they have learned: figures of two readers are not comparable."""
    return file_digest(folder / WEIGHTS)


def size_read(made: Mapping[str, Any]) -> tuple[int, int]:
    """Width and height of the frames that readers have learned from, and so can read: larger ones
    would be sharper than all they have seen, smaller ones less so. Raises UseError for readers that
    have learned from another world or its labels than those that they are to measure."""
    data = made.get("data") or {}
    for what, now in (("labels", LABELS_VERSION), ("world", WORLD_VERSION)):
        if data.get(what) != now:
            raise UseError(
                f"The readers have learned from the {what} of another version.",
                "Train them again, from frames that are made anew.",
            )
    width, height = data["size"]
    return width, height


def load_readers(folder: Path) -> tuple[Readers, dict[str, Any]]:
    """The readers of a folder, ready to read, and what made them.

    Raises MissingError where there are none, UseError where they are damaged or know other classes.
    """
    if not (folder / CONFIG).is_file():
        raise MissingError(
            f"{folder} holds no readers: it has no {CONFIG}.",
            "Train some with: openstage evaluate readers FRAMES -o DIR",
        )
    with reading_errors(folder / CONFIG):
        text = (folder / CONFIG).read_text(encoding="utf-8")
    try:
        told = json.loads(text)
        shape: dict[str, Any] = {
            k: tuple(v) if isinstance(v, list) else v for k, v in told["shape"].items()
        }
        if told["classes"] != {name: list(values) for name, values in ATTRIBUTES.items()}:
            raise UseError(f"The readers in {folder} know other classes.", "Train them again.")
        readers = Readers(Shape(**shape))
        state = load_file(folder / WEIGHTS)
        if state.keys() != readers.state_dict().keys():
            raise UseError(f"The readers in {folder} are of another version.", "Train them again.")
        readers.load_state_dict(state)
        made: dict[str, Any] = told["made"]
    except (OSError, ValueError, KeyError, TypeError, RuntimeError, SafetensorError) as error:
        first = str(error).partition("\n")[0]
        raise UseError(
            f"The readers in {folder} are damaged: {first}", "Train them again."
        ) from error
    return readers.eval(), made
