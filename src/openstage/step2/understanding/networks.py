"""What is asked of a network: where it computes, and which one it is."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import torch
from torch import nn


def awake(network: nn.Module) -> torch.device:
    """Where the network computes; fetched there if it is offloaded.

    Offloading hooks into the network's own forward, which is passed by where a part of the network
    is called instead.
    """
    hook = getattr(network, "_hf_hook", None)
    if hook is not None:
        hook.pre_forward(network)
    hooks = (getattr(part, "_hf_hook", None) for part in network.modules())
    devices = (getattr(hook, "execution_device", None) for hook in hooks)
    device = next((device for device in devices if device is not None), None)
    return torch.device(next(network.parameters()).device if device is None else device)


def digest_of_weights(network: nn.Module) -> str:
    """The SHA-256 of all weights with their names, kinds and shapes.

    Reads every weight once (a model of 7 B in bf16 takes some ten seconds).
    """
    told = hashlib.sha256()
    for name, weight in sorted(network.state_dict().items()):
        told.update(f"{name} {weight.dtype} {tuple(weight.shape)}\n".encode())
        flat = weight.detach().cpu().contiguous().flatten()
        told.update(memoryview(flat.view(torch.uint8).numpy()))
    return told.hexdigest()


def tokenizer_data(tokenizer: Any) -> Any:
    """All that decides how a text is cut, as plain data.

    Padding and truncation are left out: they are of the last call, not of the tokenizer.
    """
    data = json.loads(tokenizer.backend_tokenizer.to_str())
    return {name: part for name, part in data.items() if name not in ("padding", "truncation")}
