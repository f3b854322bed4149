"""What is trained: the transformer, and the understanding model where it is trained as well.

Both are one network, so that whatever spreads a network over devices sees every pass through it.
"""

from __future__ import annotations

from torch import Tensor, nn

from openstage.step2.guidance import TextStates, predicted
from openstage.step2.pipeline import STEP2Pipeline
from openstage.step2.understanding.reader import reader_of
from openstage.training.flow import Batch
from openstage.training.naming import Namer


class STEP2Network(nn.Module):
    """Of a pipeline whose `understanding` reads text alone, its text states are computed before;
    where it sees pictures they are computed here, and its `text_encoder` may learn.

    `naming`: a namer listens to what the transformer knows of people; how much it errs in a pass
    whose batch tells their names is left in `naming_error`.
    """

    def __init__(self, pipeline: STEP2Pipeline, naming: bool = False) -> None:
        super().__init__()
        self.transformer = pipeline.transformer
        self.namer = Namer(pipeline.transformer) if naming else None
        self.naming_error: Tensor | None = None
        self.text_encoder: nn.Module | None = None
        if sees_pictures(pipeline):
            self.text_encoder = pipeline.text_encoder
            config = pipeline.config
            self._reader = reader_of(
                pipeline.text_encoder, pipeline.tokenizer, pipeline.processor, config.templates
            )

    def forward(self, batch: Batch, noised_BPD: Tensor, sigma_B: Tensor) -> Tensor:
        """Noise minus data as the transformer sees it, (B, P, D)."""
        text = batch.text
        if not isinstance(text, TextStates):
            text = self._reader.encode(text.messages, text.pictures)
        if self.namer is not None:
            self.namer.listens = batch.names_BPK is not None
        found = predicted(
            self.transformer, noised_BPD, sigma_B, text, batch.memory_BMD, batch.grids
        )
        if self.namer is not None and batch.names_BPK is not None:
            self.naming_error = self.namer(batch.names_BPK, batch.weight_BP)
        return found


def sees_pictures(pipeline: STEP2Pipeline) -> bool:
    return pipeline.processor is not None
