"""Writes the student as models/encoder.safetensors: tables of one byte a number, the rest as 32-bit numbers."""

import sys

import numpy as np
import torch
from safetensors.numpy import save_file

from student import LAYERS, SCALE


def quantised(table):
    """Rows of one byte a number, and the factor that undoes it."""
    scale = table.abs().max().item() / 127
    return np.round(table.numpy() / scale).astype(np.int8), np.array([scale], np.float32)


def export(source, out):
    saved = torch.load(source, weights_only=False)
    tensors = {"keys": np.array(saved["keys"], np.uint32), "vectors": saved["vectors"], "vectors.scale": np.array([1 / SCALE], np.float32)}
    for name, tensor in saved["model"].items():
        if name.startswith("names."):
            continue  # learned for what it adds to the encoder; another recogniser finds names better
        if name.startswith("tables."):
            number = name.split(".")[1]
            tensors[f"tables.{number}"], tensors[f"tables.{number}.scale"] = quantised(tensor)
        elif name.endswith(".weight") and tensor.dim() == 2 and name != "label_place.weight":
            tensors[name] = np.ascontiguousarray(tensor.numpy().T)
        else:
            tensors[name] = tensor.numpy()
    labels = {kind: " ".join(names) for kind, names in saved["labels"].items()}
    save_file(tensors, out, metadata=labels | {"steps": " ".join(LAYERS)})


if __name__ == "__main__":
    export(sys.argv[1], sys.argv[2])
