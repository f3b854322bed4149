"""How well pictures fit a text: CLIP, from a folder on this machine.

Shape suffixes: N pictures, E width of an embedding.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor
from transformers import AutoTokenizer, CLIPModel

from openstage.crew import Frame, Memory
from openstage.errors import MissingError

MEAN = (0.48145466, 0.4578275, 0.40821073)
STD = (0.26862954, 0.26130258, 0.27577711)
"""Of the pictures that CLIP was trained on, by color."""


class CLIPSimilarity:
    """The cosine of picture and text in CLIP's space, a `ranking.Similarity`.

    The embedding of a picture is kept by its content, so that a frame is read once in a film.
    """

    def __init__(self, model: Any, tokenizer: Any) -> None:
        self.model = model.eval()
        self.tokenizer = tokenizer
        self._pictures: dict[str, Tensor] = {}

    @classmethod
    def from_folder(cls, folder: Path) -> CLIPSimilarity:
        """Of a folder as transformers saves CLIP, such as openai/clip-vit-base-patch32.

        Raises MissingError where it is not there; pickles are not read.
        """
        try:
            model = CLIPModel.from_pretrained(folder, local_files_only=True, use_safetensors=True)
            tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
        except (OSError, ValueError) as error:
            raise MissingError(
                f"{folder} holds no CLIP that can be read.",
                "Give a folder with config.json, model.safetensors and the tokenizer's files.",
            ) from error
        return cls(model, tokenizer)

    @torch.no_grad()
    def __call__(self, frames: Memory, text: str) -> Sequence[float]:
        """-1 to 1 for each frame."""
        if not frames:
            return []
        for frame in frames:
            if frame.digest not in self._pictures:
                self._pictures[frame.digest] = self._picture(frame.load())
        pictures_NE = torch.stack([self._pictures[frame.digest] for frame in frames])
        cosines: list[float] = (pictures_NE @ self._text(text)).tolist()
        return cosines

    def _picture(self, frame: Frame) -> Tensor:
        """(E,), of length 1: the short side to CLIP's size, the middle of the long one."""
        side = int(self.model.config.vision_config.image_size)
        height, width = frame.shape[:2]
        scale = side / min(height, width)
        size = [max(side, round(height * scale)), max(side, round(width * scale))]
        picture = torch.from_numpy(np.ascontiguousarray(frame)).permute(2, 0, 1)[None] / 255
        picture = F.interpolate(picture, size, mode="bicubic", antialias=True).clamp(0, 1)
        top, left = ((have - side) // 2 for have in size)
        middle = picture[:, :, top : top + side, left : left + side]
        mean, std = (torch.tensor(values).view(1, 3, 1, 1) for values in (MEAN, STD))
        pixels = ((middle - mean) / std).to(self.model.device, self.model.dtype)
        return _unit(self.model.get_image_features(pixels))

    def _text(self, text: str) -> Tensor:
        longest = int(self.model.config.text_config.max_position_embeddings)
        tokens = self.tokenizer(text, truncation=True, max_length=longest, return_tensors="pt")
        ids, mask = (tokens[name].to(self.model.device) for name in ("input_ids", "attention_mask"))
        return _unit(self.model.get_text_features(input_ids=ids, attention_mask=mask))


def _unit(features: Any) -> Tensor:
    """(E,), of length 1."""
    return F.normalize(features.pooler_output[0].float(), dim=-1).cpu()
