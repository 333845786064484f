"""The recogniser of names: a small network over the forms around a word, taught by larger ones.

`names.py teach DUMP SETS KIND OUT NEWS` trains a larger network on annotated sets (NAME,NAME …) and labels news with it;
`names.py learn DUMP SETS OUT [NEWS LABELS …]` trains the one that ships, on those sets and on what teachers labelled.
DUMP is what `cargo xtask names` wrote.
"""

import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from safetensors.numpy import save_file
from torch import nn
from torch.nn import functional as F

LABELS, FEATURES, EVIDENCE, STATIC = 37, 13, 8, 50
SIDE = [1, 2, 5, 7, 10, 11, 12]  # features that tell something of a neighbour by themselves
REACH = 3  # widest window, in words on each side
STRETCH, OPENS, CAPITAL = 1, 2, 4  # flags of words
FREQUENT = 8  # a feature seen less often around names has no vector
SEEN = 2  # a feature that joins words is kept if it is seen so often


@dataclass
class Shape:
    """Size of a network, and what is left out at random while it learns."""

    epochs: int
    vectors: int = 64
    hidden: int = 128
    reach: int = 2
    joint: bool = False  # features that join words
    sums: bool = True  # a score of each label for each feature, on the word and beside it
    skip: bool = False  # scores of labels right from the window
    drop: float = 0.5  # of the hidden layer
    drop_features: float = 0.3
    drop_words: float = 0.3  # the word itself: it is known by its affixes only
    drop_static: float = 0.4


KINDS = {
    "joint": Shape(epochs=10, joint=True),
    "wide": Shape(epochs=10, hidden=256, reach=3),
    "ships": Shape(epochs=8, sums=False, skip=True, drop=0.3, drop_features=0.2, drop_words=0.2, drop_static=0.2),
}


class Forms:
    """All forms; the last stands for what is not there."""

    def __init__(self, dump):
        self.keys = np.fromfile(dump / "forms.features", dtype="<u4").reshape(-1, FEATURES)
        self.keys = np.concatenate([self.keys, np.zeros((1, FEATURES), np.uint32)])
        vectors = np.fromfile(dump / "forms.vectors", dtype="<f4").reshape(-1, STATIC)
        self.static = torch.tensor(np.concatenate([vectors, np.zeros((1, STATIC), np.float32)]))

    def number(self, sets):
        """Numbers the features that are seen often enough; 0 is none of them."""
        near = np.concatenate([s.forms[:, REACH - 2 : REACH + 3].ravel() for s in sets])
        keys, counts = np.unique(self.keys[near], return_counts=True)
        self.kept = keys[(counts >= FREQUENT) & (keys != 0)]
        self.numbers = torch.tensor(numbered(self.kept, self.keys))


def numbered(kept, keys):
    """Place of each key among those that are kept, counted from 1; 0 if it is not."""
    place = np.clip(np.searchsorted(kept, keys), 0, len(kept) - 1)
    return np.where(kept[place] == keys, place + 1, 0).astype(np.int64)


class Set:
    """The words of a file that may be part of a name."""

    def __init__(self, dump, name, forms):
        words = np.fromfile(dump / f"{name}.words", dtype="<u4").reshape(-1, 5)
        sentence = np.cumsum(words[:, 2] & OPENS)
        at = np.nonzero(words[:, 2] & STRETCH)[0]
        near = at[:, None] + np.arange(-REACH, REACH + 1)[None]
        inside = (near >= 0) & (near < len(words))
        near = np.clip(near, 0, len(words) - 1)
        inside &= sentence[near] == sentence[at][:, None]
        self.forms = np.where(inside, words[near, 0].astype(np.int64), len(forms.keys) - 1)
        self.capital = np.where(inside, words[near, 2] & CAPITAL, 0) > 0
        self.evidence = torch.tensor(words[at, 3].astype(np.int64))
        self.labels = torch.tensor(words[at, 1].astype(np.int64))
        self.document = words[at, 4]
        self.around = torch.tensor(self.forms)
        self.joint = None

    def batches(self, dice, size):
        """Words of some documents together, all documents in a new order."""
        documents = np.unique(self.document)
        dice.shuffle(documents)
        edges = np.searchsorted(self.document, [documents, documents + 1]).T
        for first in range(0, len(edges), size):
            yield np.concatenate([np.arange(*edge) for edge in edges[first : first + size]])


def mix(left, right):
    left, right = left.astype(np.uint64), right.astype(np.uint64)
    value = left * np.uint64(0x9E3779B97F4A7C15) ^ (right * np.uint64(0xC2B2AE3D27D4EB4F) + np.uint64(12345))
    return value ^ value >> np.uint64(29)


def joint(forms, part):
    """Features that join words, for the teachers alone: they cost many look-ups."""
    keys = forms.keys
    column = lambda number: lambda step: keys[part.forms[:, REACH + step], number]
    lower, shape, class_, fine, coarse, ending = (column(number) for number in (1, 2, 7, 10, 11, 5))
    evidence = part.evidence.numpy()
    pattern = sum((part.capital[:, REACH + step] << (step + 2)) for step in range(-2, 3))
    values = [coarse(-2), coarse(2), lower(-2), lower(2), lower(-3), lower(3)]
    values += [mix(one(step), other(step + 1)) for one in (coarse, fine, lower, shape) for other in (one,) for step in (-1, 0)]
    values += [mix(one(-1), shape(0)) for one in (coarse, fine, lower)] + [mix(shape(0), one(1)) for one in (coarse, fine, lower)]
    values += [mix(shape(-2), shape(-1)), mix(shape(1), shape(2)), mix(lower(-2), lower(-1)), mix(lower(1), lower(2))]
    values += [mix(class_(-1), coarse(0)), mix(coarse(0), class_(1)), mix(class_(-2), class_(-1)), mix(class_(0), ending(1))]
    values += [mix(mix(one(-1), one(0)), one(1)) for one in (shape, class_)]
    values += [mix(pattern, evidence & 4), mix(evidence, shape(0)), mix(evidence & 4, lower(0))]
    return np.stack([mix(np.full(len(value), at), value) for at, value in enumerate(values)], 1)


def bag(rows, width):
    table = nn.EmbeddingBag(rows, width, mode="sum", padding_idx=0, sparse=True)
    nn.init.zeros_(table.weight)
    return table


class Network(nn.Module):
    def __init__(self, forms, shape, joined):
        super().__init__()
        self.forms, self.shape = forms, shape
        features = len(forms.kept) + 1
        self.vectors = bag(features, shape.vectors)
        nn.init.normal_(self.vectors.weight, std=0.05)
        self.window = nn.Linear((2 * shape.reach + 1) * (shape.vectors + STATIC), shape.hidden + LABELS * shape.skip)
        self.evidence = nn.Embedding(EVIDENCE, shape.hidden)
        nn.init.zeros_(self.evidence.weight)
        self.output = nn.Linear(shape.hidden, LABELS)
        self.sums = nn.ModuleList(bag(features, LABELS) for _ in range(3 * shape.sums))
        self.joint = bag(joined + 1, LABELS) if shape.joint else None

    def thin(self, numbers, share):
        return numbers * (torch.rand(numbers.shape) > share) if self.training else numbers

    def forward(self, part, at):
        shape, reach = self.shape, self.shape.reach
        around = part.around[at, REACH - reach : REACH + reach + 1]
        types, places = torch.unique(around, return_inverse=True)
        numbers = self.thin(self.forms.numbers[types], shape.drop_features)
        known = self.thin(torch.ones(len(types), 1, dtype=torch.int64), shape.drop_words)
        own = self.vectors(torch.cat([numbers[:, :2] * known, numbers[:, 2:]], 1))
        static = F.dropout(self.forms.static[types], shape.drop_static, self.training)
        window = self.window(torch.cat([own, static], 1)[places].flatten(1))
        hidden = F.relu(window[:, : shape.hidden] + self.evidence(part.evidence[at]))
        scores = self.output(F.dropout(hidden, shape.drop, self.training))
        if shape.skip:
            scores = scores + window[:, shape.hidden :]
        for table, step in zip(self.sums, (0, -1, 1)):
            numbers = self.forms.numbers[around[:, reach + step]]
            scores = scores + table(self.thin(numbers if step == 0 else numbers[:, SIDE], 0.5))
        if self.joint is not None:
            scores = scores + self.joint(self.thin(part.joint[at], 0.4))
        return scores


def read(dump, names, shape, more=()):
    """(forms, annotated sets, further sets, number of features that join words)"""
    forms = Forms(dump)
    sets = [Set(dump, name, forms) for name in names]
    others = [Set(dump, name, forms) for name in more]
    forms.number(sets)
    joined = 0
    if shape.joint:
        values = [joint(forms, part) for part in sets + others]
        keys, counts = np.unique(np.concatenate([value.ravel() for value in values[: len(sets)]]), return_counts=True)
        kept = keys[counts >= SEEN]
        joined = len(kept)
        for part, value in zip(sets + others, values):
            part.joint = torch.tensor(numbered(kept, value))
    return forms, sets, others, joined


def train(network, sets, seed):
    """`sets` are (set, what is to be learned: labels or their probabilities)."""
    dice = np.random.default_rng(seed)
    sparse = [weights for name, weights in network.named_parameters() if name.startswith(("vectors", "sums", "joint"))]
    dense = [weights for name, weights in network.named_parameters() if not name.startswith(("vectors", "sums", "joint"))]
    optimizers = [torch.optim.AdamW(dense, weight_decay=0.01, betas=(0.9, 0.99)), torch.optim.SparseAdam(sparse, betas=(0.9, 0.99))]
    plan = lambda: [(part, goal, at) for part, goal in sets for at in part.batches(dice, 6)]
    steps, step = network.shape.epochs * len(plan()), 0
    for epoch in range(network.shape.epochs):
        batches, total = plan(), 0.0
        dice.shuffle(order := np.arange(len(batches)))
        for part, goal, at in (batches[number] for number in order):
            rate = 3e-3 * min(1, (step + 1) / 100) * max(0.02, 1 - step / steps)
            for group in (group for optimizer in optimizers for group in optimizer.param_groups):
                group["lr"] = rate
            loss = F.cross_entropy(network(part, torch.tensor(at)), goal[at])
            for optimizer in optimizers:
                optimizer.zero_grad()
            loss.backward()
            for optimizer in optimizers:
                optimizer.step()
            step, total = step + 1, total + loss.item()
        print(f"epoch {epoch}: loss {total / len(batches):.4f}", flush=True)


def teach(dump, names, kind, out, news):
    shape = KINDS[kind]
    torch.manual_seed(list(KINDS).index(kind))
    forms, sets, (plain,), joined = read(dump, names, shape, [news])
    network = Network(forms, shape, joined)
    train(network, [(part, part.labels) for part in sets], 1)
    network.eval()
    with torch.no_grad():
        parts = [network(plain, at).softmax(-1).half() for at in torch.arange(len(plain.labels)).split(8192)]
    torch.save(torch.cat(parts), out)


def learn(dump, names, out, news=None, *teachers):
    shape = KINDS["ships"]
    torch.manual_seed(1)
    forms, sets, others, joined = read(dump, names, shape, [news] if news else [])
    network = Network(forms, shape, joined)
    goals = [(part, part.labels) for part in sets]
    if news:
        goals.append((others[0], sum(torch.load(teacher).float() for teacher in teachers) / len(teachers)))
    train(network, goals, 1)
    export(network, out)


def export(network, out):
    """What a form adds at each place of a window lies side by side, place by place: hidden layer, then labels."""
    shape, forms = network.shape, network.forms
    table = network.vectors.weight.detach().numpy()[1:]
    scale = np.abs(table).max() / 127
    hidden = shape.hidden
    weight = network.window.weight.detach().numpy()
    places = weight.reshape(hidden + LABELS, 2 * shape.reach + 1, shape.vectors + STATIC).transpose(2, 1, 0)
    bias = network.window.bias.detach().numpy()
    tensors = {
        "keys": forms.kept.astype(np.uint32),
        "vectors": np.round(table / scale).astype(np.int8),
        "scale": np.array([scale], np.float32),
        "window": places.reshape(shape.vectors + STATIC, -1),
        "evidence": network.evidence.weight.detach().numpy() + bias[:hidden],
        "output": network.output.weight.detach().numpy().T,
        "output.bias": network.output.bias.detach().numpy() + bias[hidden:],
    }
    save_file({name: np.ascontiguousarray(tensor) for name, tensor in tensors.items()}, out)


if __name__ == "__main__":
    torch.set_num_threads(1)
    task, dump, names, *rest = sys.argv[1:]
    {"teach": teach, "learn": learn}[task](Path(dump), names.split(","), *rest)
