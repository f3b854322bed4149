"""A device that is none: its tensors say that they are elsewhere, and their numbers lie on the CPU.

Offloading moves models to a device and back. Here it can be watched without any: under
`accelerator()`, `to("meta")` gives tensors that compute, and what lies on two devices does not mix,
as on a real one.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

import pytest
import torch
from torch import Tensor
from torch.overrides import TorchFunctionMode
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils._pytree import tree_leaves, tree_map

DEVICE = "meta"
"""The one name of a device that every build of torch knows and nothing else uses here."""

_INDEXED = {torch.ops.aten.index.Tensor, torch.ops.aten.index_put_.default}
"""A real device takes indices from the CPU as well."""


class Elsewhere(torch.Tensor):
    """A tensor of the accelerator."""

    numbers: Tensor

    @staticmethod
    def __new__(cls, numbers: Tensor) -> Elsewhere:
        made: Elsewhere = torch.Tensor._make_wrapper_subclass(
            cls,
            numbers.shape,
            strides=numbers.stride(),
            storage_offset=numbers.storage_offset(),
            dtype=numbers.dtype,
            device=DEVICE,
        )
        made.numbers = numbers
        return made

    @classmethod
    def __torch_dispatch__(cls, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        return _computed(func, args, kwargs or {})


class _Computing(TorchDispatchMode):
    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        return _computed(func, args, kwargs or {})


class _Python(TorchFunctionMode):
    """Numbers of Python that become a tensor, and back."""

    def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        kwargs = dict(kwargs or {})
        if func in (torch.tensor, torch.as_tensor) and _is_there(kwargs.get("device")):
            return func(*tree_map(_numbers, args), **{**kwargs, "device": "cpu"}).to(DEVICE)
        if func == Tensor.data.__set__:
            torch.utils.swap_tensors(args[0], torch.nn.Parameter(args[1], requires_grad=False))
            return None
        if func is Tensor.tolist:
            return _numbers(args[0]).tolist()
        return func(*args, **kwargs)


@contextmanager
def accelerator() -> Iterator[None]:
    """While it is open there is a device of the name `DEVICE`."""
    with pytest.MonkeyPatch.context() as patch, _Python(), _Computing():
        patch.setattr(torch, DEVICE, SimpleNamespace(), raising=False)
        yield


def _is_there(device: Any) -> bool:
    return device is not None and torch.device(device).type == DEVICE


def _computed(func: Any, args: Any, kwargs: dict[str, Any]) -> Any:
    tensors = [leaf for leaf in tree_leaves((args, kwargs)) if isinstance(leaf, Tensor)]
    there = [tensor for tensor in tensors if isinstance(tensor, Elsewhere)]
    here = [tensor for tensor in tensors if not isinstance(tensor, Elsewhere) and tensor.ndim]
    moves = func is torch.ops.aten.copy_.default
    if there and here and not moves and func not in _INDEXED:
        raise RuntimeError(f"{func}: expected all tensors to be on the same device")
    target = kwargs.get("device")
    goes = bool(there) if target is None else _is_there(target)
    if target is not None:
        kwargs = {**kwargs, "device": "cpu"}
    args, kwargs = tree_map(_numbers, (args, kwargs))
    done = func(*args, **kwargs)
    if func._schema.is_mutable:
        return tensors[0]
    return tree_map(_elsewhere, done) if goes else done


def _numbers(value: Any) -> Any:
    return value.numbers if isinstance(value, Elsewhere) else value


def _elsewhere(value: Any) -> Any:
    return Elsewhere(value) if isinstance(value, Tensor) else value
