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


def clusters(vectors):
    """For each static vector its cluster among 1024 (k-means of directions, Lloyd), and that one's among 64."""
    points = torch.nn.functional.normalize(torch.from_numpy(vectors).float(), dim=1)
    fine, centres = means(points, 1024)
    coarse, _ = means(torch.nn.functional.normalize(centres, dim=1), 64)
    return np.stack([fine.numpy(), coarse[fine].numpy()], 1).astype(np.uint16)


def means(points, count):
    """(cluster of each point, centres); begins with points at even steps, which are the same in every run."""
    centres = points[:: len(points) // count][:count].clone()
    for _ in range(30):
        nearest = (points @ centres.T).argmax(1)
        sums = torch.zeros_like(centres).index_add_(0, nearest, points)
        empty = sums.norm(dim=1, keepdim=True) == 0
        centres = torch.where(empty, centres, torch.nn.functional.normalize(sums, dim=1))
    return (points @ centres.T).argmax(1), centres


def export(source, out):
    saved = torch.load(source, weights_only=False)
    tensors = {"keys": np.array(saved["keys"], np.uint32), "vectors": saved["vectors"], "vectors.scale": np.array([1 / SCALE], np.float32)}
    tensors["clusters"] = clusters(saved["vectors"])
    for name, tensor in saved["model"].items():
        if name.startswith("names."):
            continue  # learned for what it adds to the encoder; another recogniser finds names better
        if name.startswith("tables."):
            number = name.split(".")[1]
            tensors[f"tables.{number}"], tensors[f"tables.{number}.scale"] = quantised(tensor)
        elif name == "layers.0.weight":  # what a word adds at each place of a window, place by place
            width = tensor.shape[0]
            tensors["around.weight"] = np.ascontiguousarray(tensor.numpy().reshape(width, -1, width).transpose(2, 1, 0).reshape(width, -1))
        elif name.startswith(("layers.", "norms.")):  # counted from the second, as the first one is kept apart
            kind, number, what = name.split(".")
            values = np.ascontiguousarray(tensor.numpy().T)
            other = "around" if kind == "layers" else "around_norm"
            tensors[f"{kind}.{int(number) - 1}.{what}" if number != "0" else f"{other}.{what}"] = values
        elif name.endswith(".weight") and tensor.dim() == 2 and name != "label_place.weight":
            tensors[name] = np.ascontiguousarray(tensor.numpy().T)
        else:
            tensors["arc.weight" if name == "arc" else name] = tensor.numpy()
    labels = {kind: " ".join(names) for kind, names in saved["labels"].items()}
    save_file(tensors, out, metadata=labels | {"steps": " ".join(LAYERS[1:])})


if __name__ == "__main__":
    export(sys.argv[1], sys.argv[2])
