"""Networks over several devices: FSDP2 of torch, each block a unit that is gathered by itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import torch
from torch import Tensor, nn
from torch.distributed.checkpoint.state_dict import StateDictOptions, get_model_state_dict
from torch.distributed.device_mesh import init_device_mesh
from torch.distributed.fsdp import fully_shard
from torch.distributed.tensor import DTensor, distribute_tensor


def spread(network: nn.Module, device: torch.device, processes: int) -> None:
    """Every process keeps its share of each weight. In place; the network must be the same on all
    of them."""
    mesh = init_device_mesh(device.type, (processes,))
    for block in _blocks(network):
        fully_shard(block, mesh=mesh)
    fully_shard(network, mesh=mesh)


def _blocks(network: nn.Module) -> Iterator[nn.Module]:
    """What stands in the outermost lists and learns. The tower that sees pictures does not: a
    process whose shots have none would pass it over, and the others would wait for it."""
    for part in network.children():
        if not isinstance(part, nn.ModuleList):
            yield from _blocks(part)
        elif any(weight.requires_grad for weight in part.parameters()):
            yield from part


def whole(tensor: Tensor) -> Tensor:
    """Of a tensor that is spread, all of it, in every process; of another, itself."""
    return tensor.full_tensor() if isinstance(tensor, DTensor) else tensor


def own(tensor: Tensor) -> Tensor:
    """Of a tensor that is spread, the share of this process; of another, itself."""
    return tensor.to_local() if isinstance(tensor, DTensor) else tensor


def like(tensor: Tensor, other: Tensor) -> Tensor:
    """A whole tensor, spread as the other one is."""
    if isinstance(other, DTensor):
        return distribute_tensor(tensor.to(other.device), other.device_mesh, other.placements)
    return tensor.to(other.device)


def learned(network: nn.Module) -> Mapping[str, Tensor]:
    """All weights and buffers but the frozen ones, whole and on the CPU; of a network that is
    spread, in the first process alone. All processes have to ask."""
    options = StateDictOptions(full_state_dict=True, cpu_offload=True, ignore_frozen_params=True)
    state: Any = get_model_state_dict(network, options=options)
    found: Mapping[str, Tensor] = state
    return found
