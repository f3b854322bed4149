"""The release's names of weights, and the names that diffusers and transformers know."""

from __future__ import annotations

from collections.abc import Callable, Iterable

Rename = Callable[[str], str]

_WRAPPED = "model.diffusion_model."


def transformer_name(name: str) -> str:
    """The release keeps diffusers' names, at times one level deeper."""
    return name.removeprefix(_WRAPPED)


def vae_name(name: str) -> str:
    return name


_MOVED = (
    # Of Qwen2.5-VL: the language model and the eyes were moved into one model. The new names begin
    # with the old ones, so they stand first.
    ("model.language_model.", "model.language_model."),
    ("model.visual.", "model.visual."),
    ("model.", "model.language_model."),
    ("visual.", "model.visual."),
)


def text_encoder_name(name: str) -> str:
    for old, new in _MOVED:
        if name.startswith(old):
            return new + name.removeprefix(old)
    return name


LORA_PREFIX = "lora_unet_"
"""Of the transformer and of the text encoder alike."""

_LORA_PARTS = {
    ".lora_down.0.weight": "down",
    ".lora_up.0.weight": "up",
    ".alpha": "alpha",
}


def lora_part(name: str) -> tuple[str, str] | None:
    """'lora_unet_a_b.lora_up.0.weight' to ('a_b', 'up'); None for a name of another kind."""
    for suffix, part in _LORA_PARTS.items():
        if name.startswith(LORA_PREFIX) and name.endswith(suffix):
            return name.removeprefix(LORA_PREFIX).removesuffix(suffix), part
    return None


def by_flat_name(modules: Iterable[str]) -> dict[str, str]:
    """Module paths by the name that a LoRA gives them: 'a.0.b_c' by 'a_0_b_c'.

    Raises ValueError where two modules would have one name.
    """
    found: dict[str, str] = {}
    for path in modules:
        flat = path.replace(".", "_")
        if flat in found:
            raise ValueError(f"{path} and {found[flat]} are both called {flat}")
        found[flat] = path
    return found
