"""STEP2 as a diffusers pipeline: text and memory in, the start and the end frame of a shot out.

    prompt, previous end frame ──understanding──▶ text states ─┐
    memory ──rank, encode, pack──▶ memory tokens ──────────────┤
    noise of both frames ──join──▶ pair tokens ── denoise ─────┴─▶ split ─ decode ─▶ start, end

Shape suffixes: B batch, C channels, F frames (1), H and W rows and columns of the latent, P tokens
of the pair, D channels of a token.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal, get_args

import numpy as np
import torch
from diffusers import (
    AutoencoderDC,
    AutoencoderKLQwenImage,
    DiffusionPipeline,
    FlowMatchEulerDiscreteScheduler,
    QwenImageTransformer2DModel,
)
from diffusers.image_processor import VaeImageProcessor
from diffusers.utils import BaseOutput
from torch import Tensor

from openstage.crew import Frame, FrameKind, FramePair, Memory, MemoryFrame
from openstage.errors import WorkError
from openstage.step2 import eight_bits
from openstage.step2.adapters import LoraLoader
from openstage.step2.budget import Budget, Trained, sizes
from openstage.step2.frame_pair import (
    frames,
    pair_noise,
    sequences,
    texts_of,
)
from openstage.step2.guidance import Conditions, TextStates, Velocity
from openstage.step2.last_block import read_pair_alone
from openstage.step2.latent_size import USUAL, Canvas, LatentSize, PairMode
from openstage.step2.latents import FrameCodec, LatentCache, resized
from openstage.step2.ranking import Kept, Similarity, ranked
from openstage.step2.sampling import denoise
from openstage.step2.schedule import set_steps
from openstage.step2.understanding.message import Shown, message_of, shown
from openstage.step2.understanding.protocol import Understanding
from openstage.step2.understanding.reader import reader_of
from openstage.step2.understanding.templates import NEGATIVE
from openstage.storyboard.context import ShotContext
from openstage.storyboard.document import Shot, Storyboard
from openstage.storyboard.pictures import fitted

Passes = Literal["auto", "one", "two"]
"""How guidance asks the network: both texts in one batch, or one after the other."""

ONE_PASS_TOKENS = 2048
"""Up to so many tokens a pass leaves most of a device idle, so that two are done at once. Beyond
them attention takes most of the time, and it is slower over padded texts, which need a mask."""

STEPS = 20
GUIDANCE = 4.0
"""Of the release."""


@dataclass
class STEP2Output(BaseOutput):
    """The start and the end frame of each shot of the batch, in the form that was asked for."""

    start: Any
    end: Any


class STEP2Pipeline(LoraLoader, DiffusionPipeline):
    """Predicts start-end frame pairs (paper, section 3): M_i and U_i in, (F_S, F_E) out.

    `templates` is the chat around a message, as `Templates.to_data` gives it (None: openstage's
    own wording), `message` what is told of a shot, `memory_area` how many pixels a memory has
    before a budget that nothing is trained with makes it smaller (None: those of a frame of the
    pair),
    `shrink` how it is made smaller,
    `frame_area` how many a frame has that it was trained to draw (None: any), `frame_size` its
    height and width where it was trained with one shape alone, `keep` which frames of earlier shots
    it remembers, `steps`, `guidance` by the text, `memory_guidance`, `budget` and `pair` how it
    is sampled unless a call tells.
    All belong to the weights and are saved with them.
    """

    model_cpu_offload_seq = "text_encoder->transformer->vae"
    _optional_components = ["processor"]  # noqa: RUF012  # as diffusers declares it
    _callback_tensor_inputs = ["latents"]  # noqa: RUF012

    def __init__(
        self,
        transformer: QwenImageTransformer2DModel,
        vae: AutoencoderKLQwenImage | AutoencoderDC,
        scheduler: FlowMatchEulerDiscreteScheduler,
        text_encoder: Any,
        tokenizer: Any,
        processor: Any = None,
        templates: dict[str, Any] | None = None,
        message: str = "release",  # a MessageKind; diffusers knows no Literal
        memory_area: int | None = None,
        frame_area: int | None = None,
        frame_size: list[int] | None = None,
        keep: str = "both",  # Kept
        steps: int = STEPS,
        guidance: float = GUIDANCE,
        memory_guidance: float = 1.0,
        budget: str = "paper",  # Budget
        pair: str = "joint",  # PairMode
        shrink: str = "latents",  # Shrink
    ) -> None:
        super().__init__()
        read_pair_alone(transformer)
        self.register_modules(
            transformer=transformer,
            vae=vae,
            scheduler=scheduler,
            text_encoder=text_encoder,
            tokenizer=tokenizer,
            processor=processor,
        )
        self.register_to_config(
            templates=templates,
            message=message,
            memory_area=memory_area,
            frame_area=frame_area,
            frame_size=frame_size,
            keep=keep,
            steps=steps,
            guidance=guidance,
            memory_guidance=memory_guidance,
            budget=budget,
            pair=pair,
            shrink=shrink,
        )
        self.codec = FrameCodec(vae)
        self.latents = LatentCache()
        self.image_processor = VaeImageProcessor(vae_scale_factor=self.codec.factor)

    @classmethod
    def from_pretrained(cls, folder: Any, **settings: Any) -> Any:
        """See diffusers; models that are stored in eight bits are unpacked."""
        dtype = settings.get("dtype", settings.get("torch_dtype"))
        small = eight_bits.models_in(Path(folder), dtype)
        return super().from_pretrained(folder, **{**small, **settings})

    @property
    def understanding(self) -> Understanding:
        """What reads the text: made anew, since adapters may have changed the encoder."""
        return reader_of(self.text_encoder, self.tokenizer, self.processor, self.config.templates)

    def message(self, context: ShotContext, memory: Memory = ()) -> str:
        """What these weights are told of a shot with these ranked memories."""
        return message_of(self.config.message, context, memory, self._pictures)

    @property
    def _pictures(self) -> Shown:
        pictures: Shown = (self.config.templates or {}).get("pictures", "first")
        return pictures

    @torch.no_grad()
    def __call__(
        self,
        prompt: str | Sequence[str],
        *,
        memory: Memory | Sequence[Memory] = (),
        height: int | None = None,
        width: int | None = None,
        num_inference_steps: int | None = None,
        guidance_scale: float | None = None,
        memory_guidance_scale: float | None = None,
        negative_prompt: str = NEGATIVE,
        budget: Budget | None = None,
        pair: PairMode | None = None,
        passes: Passes = "auto",
        generator: torch.Generator | Sequence[torch.Generator] | None = None,
        output_type: Literal["pil", "np", "pt", "latent"] = "pil",
        callback_on_step_end: Callable[..., dict[str, Any]] | None = None,
        callback_on_step_end_tensor_inputs: Sequence[str] = ("latents",),
        return_dict: bool = True,
    ) -> Any:
        """The pair of a shot, or of each shot of a batch: a STEP2Output, or a tuple of two.

        `prompt` is a message as `message` gives it; a batch has a list of them, of memories and of
        generators. `memory` is ranked, the previous end frame first (`ranking.ranked`). Height and
        width, in pixels, are cut down to whole tokens; left away, they are those of the frames that
        the weights draw, 16:9 where these have any shape. `guidance_scale` leads away from
        `negative_prompt`, which sees the same memory, and `memory_guidance_scale` from the prompt
        without the memory's tokens, at the cost of another pass; whoever reads the prompt beside
        the previous end frame has still seen that one. A pair does not depend on what else is in
        its batch. Callbacks are those of diffusers, with `latents` as (B, P, D) tokens.

        Raises ValueError for a picture of no token, and for batches of different lengths; WorkError
        where what is drawn is not finite.
        """
        prompts = [prompt] if isinstance(prompt, str) else list(prompt)
        memories = _for_each(memory, len(prompts))
        generators = _generators(generator, len(prompts))
        usual = self.canvas.picture(*USUAL, self.codec.factor)
        size = self.codec.size_of(height or usual[0], width or usual[1])
        packed = [self._packed(one, size, budget or self.config.budget) for one in memories]
        pairs = []
        for group in _alike(packed):
            run = _Run(
                prompts=[prompts[i] for i in group],
                pictures=[
                    tuple(frame.load() for frame in shown(memories[i], self._pictures))
                    for i in group
                ],
                memories=[
                    torch.cat(frames) for frames in zip(*(packed[i] for i in group), strict=True)
                ],
                generators=[generators[i] for i in group],
                size=size,
            )
            settings = _Settings(
                steps=num_inference_steps or self.config.steps,
                guidance=_or(guidance_scale, self.config.guidance),
                memory_guidance=_or(memory_guidance_scale, self.config.memory_guidance),
                negative=negative_prompt,
                pair=pair or self.config.pair,
                passes=passes,
            )
            on_step = self._callback(callback_on_step_end, callback_on_step_end_tensor_inputs)
            pairs.append((group, self._sampled(run, settings, on_step)))
        order = torch.tensor([i for group, _ in pairs for i in group]).argsort()
        start, end = (torch.cat([made[k] for _, made in pairs])[order] for k in (0, 1))
        start, end = (self._shown(latents, output_type) for latents in (start, end))
        self.maybe_free_model_hooks()
        return STEP2Output(start=start, end=end) if return_dict else (start, end)

    @property
    def canvas(self) -> Canvas:
        size = self.config.frame_size
        return Canvas(self.config.frame_area, None if size is None else (size[0], size[1]))

    def storyboard(
        self,
        storyboard: Storyboard,
        *,
        references: Memory = (),
        similarity: Similarity | None = None,
        keep: Kept | None = None,
        **settings: Any,
    ) -> Iterator[tuple[Shot, FramePair]]:
        """Draws a film shot by shot, each with the memory of all before, and gives each pair as it
        is done, in the size that these weights draw. `references` are remembered from the first
        shot on; `settings` go to each call.
        """
        memory = list(references)
        height, width = self.canvas.picture(storyboard.height, storyboard.width, self.codec.factor)
        for scene, shot in storyboard.shots():
            context = ShotContext(storyboard, scene, shot)
            frames = ranked(memory, context, similarity, keep or self.config.keep)
            start, end = self(
                self.message(context, frames),
                memory=frames,
                height=height,
                width=width,
                generator=torch.Generator().manual_seed(context.noise_seed),
                output_type="np",
                return_dict=False,
                **settings,
            )
            start, end = (np.rint(frames[0] * 255).astype(np.uint8) for frames in (start, end))
            yield shot, FramePair(start, end)
            memory += [remembered(shot.id, "start", start), remembered(shot.id, "end", end)]

    def _packed(self, memory: Memory, frame: LatentSize, budget: Budget) -> list[Tensor]:
        """Ranked memories as latents in the sizes that the budget gives them."""
        whole = [self._whole(one, frame, budget) for one in memory]
        wanted = sizes(budget, whole, frame)
        rooms = zip(memory, whole, wanted, strict=True)
        if self.config.shrink == "pixels":
            return [self._encoded(one, room) for one, _, room in rooms if room is not None]
        return [
            resized(self._encoded(one, size), room) for one, size, room in rooms if room is not None
        ]

    def _whole(self, memory: MemoryFrame, frame: LatentSize, budget: Budget) -> LatentSize:
        """The size at which a memory is encoded. Earlier frames have the shape of this one."""
        area = None if budget in get_args(Trained) else self.config.memory_area
        if memory.kind != "reference" and area is None:
            return frame
        shape = memory.load().shape if memory.kind == "reference" else (frame.height, frame.width)
        pixels = area or frame.height * frame.width * self.codec.factor**2
        return self.codec.about(pixels, shape[0], shape[1])

    def _encoded(self, frame: MemoryFrame, size: LatentSize) -> Tensor:
        def encode() -> Tensor:
            picture = frame.load()
            if self.canvas.size is not None and frame.kind != "reference":
                # Of a film of another shape it is the middle of what was drawn.
                high, wide = self.canvas.size
                picture = fitted(picture, wide, high, bars=False)
            return self.codec.encode(picture, size).to(self.transformer.dtype)

        return self.latents.get(frame.digest, size, encode).to(self._execution_device)

    def _sampled(self, run: _Run, settings: _Settings, on_step: Any) -> tuple[Tensor, Tensor]:
        """Start and end latents, each (B, C, 1, H, W)."""
        device, dtype = self._execution_device, self.transformer.dtype
        start, end = pair_noise(run.size, run.generators, channels=self.codec.channels)
        noise, grid = sequences(start, end, settings.pair), run.size.grid_of(settings.pair)
        texts = texts_of(run.prompts, settings.pair)
        copies = len(texts) // len(run.prompts)
        reader, pictures = self.understanding, run.pictures * copies
        told = _placed(reader.encode(texts, pictures), device, dtype)
        negative = None
        if settings.guidance != 1:
            away = reader.encode([settings.negative] * len(texts), pictures)
            negative = _placed(away, device, dtype)
        memories = [memory.repeat(copies, 1, 1, 1, 1) for memory in run.memories]
        conditions = Conditions.of(grid, told, memories, negative)
        velocity = Velocity(
            self.transformer,
            conditions,
            settings.guidance,
            settings.memory_guidance,
            settings.in_one_pass(conditions),
        )
        set_steps(self.scheduler, settings.steps, 2 * run.size.tokens, device)
        with self.progress_bar(total=settings.steps) as bar:

            def stepped(number: int, timestep: Tensor, tokens: Tensor) -> Tensor:
                bar.update()
                return on_step(number, timestep, tokens) if on_step else tokens

            tokens = denoise(noise.to(device, dtype), velocity, self.scheduler, stepped)
        return frames(tokens, run.size, settings.pair)

    def _callback(self, call: Any, names: Sequence[str]) -> Any:
        """A callback of diffusers as one of ours; None where there is none."""
        unknown = set(names) - set(self._callback_tensor_inputs)
        if unknown:
            raise ValueError(f"a callback is given {self._callback_tensor_inputs}; not {unknown}")
        if call is None:
            return None

        def on_step(number: int, timestep: Tensor, tokens: Tensor) -> Tensor:
            given = {"latents": tokens} if names else {}
            changed: Tensor = call(self, number, timestep, given).get("latents", tokens)
            return changed

        return on_step

    def _shown(self, latents: Tensor, output_type: str) -> Any:
        shown = latents if output_type == "latent" else self.codec.decode(latents)
        if not torch.isfinite(shown).all():
            raise WorkError(
                f"What was drawn in {self.transformer.dtype} is not finite, so it is no picture.",
                "float16 is too small for some weights: load them in bfloat16. If they were, they "
                "are damaged: convert, train or fetch them again.",
            )
        return shown if shown is latents else self.image_processor.postprocess(shown, output_type)


def remembered(source: str, kind: FrameKind, frame: Any) -> MemoryFrame:
    """A frame that is in memory, not in a file, as a memory; its digest is that of its pixels."""
    pixels = np.ascontiguousarray(frame)
    digest = sha256(repr(pixels.shape).encode() + pixels.tobytes()).hexdigest()
    return MemoryFrame(source, kind, digest, lambda: pixels)


@dataclass(frozen=True)
class _Run:
    """What is sampled together: memories of the same sizes."""

    prompts: list[str]
    pictures: list[tuple[Frame, ...]]
    """What the understanding model is shown beside each prompt, the previous end frame first."""
    memories: list[Tensor]
    """Of each rank, (B, C, 1, H, W)."""
    generators: list[torch.Generator]
    size: LatentSize


@dataclass(frozen=True)
class _Settings:
    steps: int
    guidance: float
    memory_guidance: float
    negative: str
    pair: PairMode
    passes: Passes

    def in_one_pass(self, conditions: Conditions) -> bool:
        tokens = sum(frames * rows * columns for frames, rows, columns in conditions.grids)
        batch = conditions.text.states_BTE.shape[0]
        return self.passes == "one" or (self.passes == "auto" and batch * tokens <= ONE_PASS_TOKENS)


def _or(told: float | None, usual: float) -> float:
    return usual if told is None else told


def _placed(text: TextStates, device: torch.device, dtype: torch.dtype) -> TextStates:
    mask = None if text.mask_BT is None else text.mask_BT.to(device)
    return TextStates(text.states_BTE.to(device, dtype), mask)


def _for_each(memory: Memory | Sequence[Memory], batch: int) -> list[Memory]:
    """The memory of each prompt; a flat one belongs to the only prompt."""
    if not memory:
        return [()] * batch
    nested = [[one] if isinstance(one, MemoryFrame) else one for one in memory]
    if isinstance(memory[0], MemoryFrame):
        nested = [[frame for each in nested for frame in each]]
    if len(nested) != batch:
        raise ValueError(f"{batch} prompts need as many memories; got {len(nested)}")
    return list(nested)


def _generators(given: Any, batch: int) -> list[torch.Generator]:
    """One for each prompt; without any, seeds are drawn from torch's own."""
    if given is None:
        seeds = torch.randint(2**62, (batch,)).tolist()
        return [torch.Generator().manual_seed(seed) for seed in seeds]
    generators = [given] if isinstance(given, torch.Generator) else list(given)
    if len(generators) != batch:
        raise ValueError(f"{batch} prompts need as many generators; got {len(generators)}")
    return generators


def _alike(packed: list[list[Tensor]]) -> list[list[int]]:
    """Numbers of the prompts whose memories have the same sizes, since a batch shares its grid."""
    groups: dict[tuple[torch.Size, ...], list[int]] = {}
    for number, memories in enumerate(packed):
        groups.setdefault(tuple(memory.shape for memory in memories), []).append(number)
    return list(groups.values())
