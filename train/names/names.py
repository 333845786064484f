"""The recogniser of names: a small network over the forms around a word and what the encoder makes of it, taught by larger ones.

`names.py DUMP SETS OUT [NEWS LABELS[,LABELS]]…` trains it on annotated sets (NAME,NAME …) and on news that teachers labelled.
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

LABELS, FEATURES, EVIDENCE, STATIC, ROW = 37, 13, 8, 50, 128
ONE = 256  # what one is in the encoder's rows
REACH = 2  # words on each side of a word that are seen
STRETCH, OPENS, CAPITAL = 1, 2, 4  # flags of words
AVERAGED = 0.6  # weights behind so much of the training are averaged
FREQUENT, FREQUENT_IN_NEWS = 8, 40  # a feature seen less often around names has no vector


@dataclass
class Shape:
    """Size of a network, and what is left out at random while it learns."""

    epochs: int = 5
    hidden: int = 128
    second: int = 64
    means: int = 48  # of the words before, and as many of those behind
    third: int = 64
    vectors: int = 64
    drop: float = 0.12  # of the hidden layers
    drop_features: float = 0.1
    drop_words: float = 0.12  # the word itself: it is known by its affixes only
    drop_static: float = 0.1
    # Of the encoder's rows: it learned the same annotated texts, so they tell more of those than of others.
    drop_rows: float = 0.75
    drop_rows_in_news: float = 0.1


SHIPS = Shape()


class Forms:
    """All forms; the last stands for what is not there."""

    def __init__(self, dump):
        self.keys = np.fromfile(dump / "forms.features", dtype="<u4").reshape(-1, FEATURES)
        self.keys = np.concatenate([self.keys, np.zeros((1, FEATURES), np.uint32)])
        vectors = np.fromfile(dump / "forms.vectors", dtype="<f4").reshape(-1, STATIC)
        self.static = torch.tensor(np.concatenate([vectors, np.zeros((1, STATIC), np.float32)]))

    def number(self, sets, news=()):
        """Numbers the features that are seen often enough in annotated sets or in news; 0 is none of them."""
        self.kept = np.union1d(self.frequent(sets, FREQUENT), self.frequent(news, FREQUENT_IN_NEWS))
        self.numbers = torch.tensor(numbered(self.kept, self.keys))

    def frequent(self, sets, often):
        near = [part.forms.ravel() for part in sets]
        keys, counts = np.unique(self.keys[np.concatenate(near)] if near else self.keys[:0], return_counts=True)
        return keys[(counts >= often) & (keys != 0)]


def numbered(kept, keys):
    """Place of each key among those that are kept, counted from 1; 0 if it is not."""
    place = np.clip(np.searchsorted(kept, keys), 0, len(kept) - 1)
    return np.where(kept[place] == keys, place + 1, 0).astype(np.int64)


class Set:
    """The words of a file that may be part of a name."""

    def __init__(self, dump, name, forms, drop_rows=0.0):
        self.drop_rows = drop_rows
        words = np.fromfile(dump / f"{name}.words", dtype="<u4").reshape(-1, 5)
        sentence = np.cumsum(words[:, 2] & OPENS)
        at = np.nonzero(words[:, 2] & STRETCH)[0]
        near = at[:, None] + np.arange(-REACH, REACH + 1)[None]
        inside = (near >= 0) & (near < len(words))
        near = np.clip(near, 0, len(words) - 1)
        inside &= sentence[near] == sentence[at][:, None]
        self.rows = np.memmap(dump / f"{name}.rows", dtype="<i2", mode="r").reshape(-1, ROW)
        self.forms = np.where(inside, words[near, 0].astype(np.int64), len(forms.keys) - 1)
        self.capital = torch.tensor((words[at, 2] & CAPITAL) > 0)
        self.evidence = torch.tensor(words[at, 3].astype(np.int64))
        self.labels = torch.tensor(words[at, 1].astype(np.int64))
        self.document = words[at, 4].astype(np.int64)
        self.around = torch.tensor(self.forms)
        # Whether a word stands right behind the one before.
        self.follows = torch.tensor(np.concatenate([[False], (np.diff(at) == 1) & (np.diff(sentence[at]) == 0)]))

    def batches(self, dice, size):
        """Words of some documents together, all documents in a new order, or as they are."""
        documents = np.unique(self.document)
        if dice:
            dice.shuffle(documents)
        edges = np.searchsorted(self.document, [documents, documents + 1]).T
        for first in range(0, len(edges), size):
            yield np.concatenate([np.arange(*edge) for edge in edges[first : first + size]])


def bag(rows, width):
    table = nn.EmbeddingBag(rows, width, mode="sum", padding_idx=0, sparse=True)
    nn.init.zeros_(table.weight)
    return table


def plain(inputs, outputs):
    layer = nn.Linear(inputs, outputs, bias=False)
    nn.init.normal_(layer.weight, std=0.02)
    return layer


class Network(nn.Module):
    def __init__(self, forms, shape):
        super().__init__()
        self.forms, self.shape = forms, shape
        self.vectors = bag(len(forms.kept) + 1, shape.vectors)
        nn.init.normal_(self.vectors.weight, std=0.05)
        self.window = nn.Linear((2 * REACH + 1) * (shape.vectors + STATIC), shape.hidden + LABELS)
        self.evidence = nn.Embedding(EVIDENCE, shape.hidden)
        nn.init.zeros_(self.evidence.weight)
        self.output = nn.Linear(shape.hidden, LABELS)
        self.beside = nn.Linear(3 * shape.hidden, shape.second)
        self.same = nn.Linear(shape.hidden, shape.second, bias=False)
        self.context = plain(ROW, shape.second)
        self.gates = nn.Linear(shape.second, 4 * shape.means)
        with torch.no_grad():
            self.gates.bias[2 * shape.means :].uniform_(0, 6)
        self.same_again = plain(shape.second + 2 * shape.means, shape.third)
        self.again = nn.Linear(shape.second + 2 * shape.means, shape.third + LABELS)
        nn.init.normal_(self.again.weight, std=0.02)
        nn.init.zeros_(self.again.bias)
        self.last = plain(shape.third, LABELS)

    def thin(self, numbers, share):
        return numbers * (torch.rand(numbers.shape) > share) if self.training else numbers

    def windows(self, part, at):
        """What the windows add to the hidden layer, and to the scores of labels."""
        shape = self.shape
        types, places = torch.unique(part.around[at], return_inverse=True)
        numbers = self.thin(self.forms.numbers[types], shape.drop_features)
        known = self.thin(torch.ones(len(types), 1, dtype=torch.int64), shape.drop_words)
        own = self.vectors(torch.cat([numbers[:, :2] * known, numbers[:, 2:]], 1))
        static = self.thin(torch.ones(len(types), 1), shape.drop_static) * self.forms.static[types]
        weight = self.window.weight.view(shape.hidden + LABELS, 2 * REACH + 1, -1).permute(2, 1, 0).flatten(1)
        parts = (torch.cat([own, static], 1) @ weight).view(len(types), 2 * REACH + 1, -1)
        window = sum(parts[places[:, place], place] for place in range(2 * REACH + 1)) + self.window.bias
        return window.split([shape.hidden, LABELS], 1)

    def forward(self, part, at):
        """Scores of labels of whole documents: of the words `at`, ascending within each."""
        drop = lambda layer: F.dropout(layer, self.shape.drop, self.training)
        window, scores = self.windows(part, at)
        hidden = drop(F.relu(window + self.evidence(part.evidence[at])))
        tied = part.follows[at][1:, None] & (at.diff() == 1)[:, None]
        edge = hidden.new_zeros(1, self.shape.hidden)
        beside = torch.cat([torch.cat([edge, hidden[:-1] * tied]), hidden, torch.cat([hidden[1:] * tied, edge])], 1)
        rows = F.dropout(torch.tensor(part.rows[at.numpy()]).float() / ONE, part.drop_rows, self.training)
        second = self.beside(beside) + self.same(elsewhere(part, at, hidden)) + self.context(rows)
        second = drop(F.relu(second))
        both = torch.cat([second, drop(self.means(second, torch.tensor(part.document[at])))], 1)
        third, more = self.again(both).split([self.shape.third, LABELS], 1)
        third = third + self.same_again(elsewhere(part, at, both))
        return scores + self.output(hidden) + more + self.last(drop(F.relu(third)))

    def means(self, second, documents):
        """Gated means over the words before and behind of each document: c[t] = f c[t∓1] + (1-f) v, f = (1 + softsign g) / 2."""
        values, gates = self.gates(second).split(2 * self.shape.means, 1)
        keep = 0.5 + 0.5 * F.softsign(gates)
        parts = ((1 - keep) * values).split(self.shape.means, 1)
        keeps = keep.split(self.shape.means, 1)
        fresh = torch.cat([torch.ones(1, dtype=torch.bool), documents[1:] != documents[:-1]])[:, None]
        ahead = scan(keeps[0] * ~fresh, parts[0])
        behind = scan((keeps[1] * ~fresh.roll(-1, 0)).flip(0), parts[1].flip(0)).flip(0)
        return torch.cat([ahead, behind], 1)


def scan(keep, update):
    """c[t] = keep[t] c[t-1] + update[t], over so many words that more tell nothing."""
    step = 1
    while step < min(256, len(keep)):
        update = torch.cat([update[:step], update[step:] + keep[step:] * update[:-step]])
        keep = torch.cat([keep[:step], keep[step:] * keep[:-step]])
        step *= 2
    return update


def elsewhere(part, at, hidden):
    """Mean over the other words of the same form in the document, if it has a capital."""
    key = torch.tensor(part.document[at]) << 32 | part.around[at, REACH]
    groups, place, count = torch.unique(key, return_inverse=True, return_counts=True)
    sums = hidden.new_zeros(len(groups), hidden.shape[1]).index_add(0, place, hidden)
    return (sums[place] - hidden) / (count[place] - 1).clamp(min=1)[:, None] * part.capital[at][:, None]


def read(dump, names, more=()):
    """(forms, annotated sets, further sets)"""
    forms = Forms(dump)
    sets = [Set(dump, name, forms, SHIPS.drop_rows) for name in names]
    others = [Set(dump, name, forms, SHIPS.drop_rows_in_news) for name in more]
    forms.number(sets, others)
    return forms, sets, others


class Mean:
    """Weights on the way, on average: they are better than the last ones."""

    def __init__(self):
        self.count, self.sums = 0, {}

    def add(self, network):
        self.count += 1
        for name, value in network.state_dict().items():
            self.sums[name] = self.sums[name].add_(value) if name in self.sums else value.clone()

    def give(self, network):
        network.load_state_dict({name: value / self.count for name, value in self.sums.items()})


def train(network, sets, seed):
    """`sets` are (set, what is to be learned: labels or their probabilities)."""
    dice = np.random.default_rng(seed)
    sparse = [network.vectors.weight]
    dense = [weights for name, weights in network.named_parameters() if not name.startswith("vectors")]
    optimizers = [torch.optim.AdamW(dense, weight_decay=0.01, betas=(0.9, 0.99)), torch.optim.SparseAdam(sparse, betas=(0.9, 0.99))]
    plan = lambda: [(part, goal, at) for part, goal in sets for at in part.batches(dice, 6)]
    steps, step, mean = network.shape.epochs * len(plan()), 0, Mean()
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
            if step > steps * AVERAGED and step % 20 == 0:
                mean.add(network)
        print(f"epoch {epoch}: loss {total / len(batches):.4f}", flush=True)
    mean.give(network)


def learn(dump, names, out, *news):
    """`news` are names of files, each with the files of the labels of its words in stretches, one for each teacher."""
    torch.manual_seed(1)
    forms, sets, others = read(dump, names, news[::2])
    network = Network(forms, SHIPS)
    goals = [(part, part.labels) for part in sets]
    for part, files in zip(others, news[1::2]):
        labels = [torch.load(file).float() for file in files.split(",")]
        goals.append((part, sum(labels) / len(labels)))
    train(network, goals, 1)
    export(network, out)


def export(network, out):
    """What a form adds at each place of a window lies side by side, place by place: hidden layer, then labels."""
    shape, forms = network.shape, network.forms
    weights = {name: value.detach().numpy() for name, value in network.named_parameters()}
    table = weights["vectors.weight"][1:]
    scale = np.abs(table).max() / 127
    hidden, bias = shape.hidden, weights["window.bias"]
    places = weights["window.weight"].reshape(hidden + LABELS, 2 * REACH + 1, -1).transpose(2, 1, 0)
    tensors = {
        "keys": forms.kept.astype(np.uint32),
        "vectors": np.round(table / scale).astype(np.int8),
        "scale": np.array([scale], np.float32),
        "window": places.reshape(shape.vectors + STATIC, -1),
        "evidence": weights["evidence.weight"] + bias[:hidden],
        "own": np.concatenate([weights["same.weight"], weights["output.weight"]]).T,
        "own.bias": np.concatenate([np.zeros(shape.second, np.float32), weights["output.bias"] + bias[hidden:]]),
        "beside": weights["beside.weight"].T,
        "beside.bias": weights["beside.bias"],
        "context": weights["context.weight"].T,
        "gates": weights["gates.weight"].T,
        "gates.bias": weights["gates.bias"],
        "again": np.concatenate([weights["same_again.weight"], weights["again.weight"]]).T,
        "again.bias": np.concatenate([np.zeros(shape.third, np.float32), weights["again.bias"]]),
        "last": weights["last.weight"].T,
    }
    save_file({name: np.ascontiguousarray(tensor) for name, tensor in tensors.items()}, out)


if __name__ == "__main__":
    torch.set_num_threads(1)
    dump, names, *rest = sys.argv[1:]
    learn(Path(dump), names.split(","), *rest)
