"""The encoder that ships: small, over hashed features and static vectors, with heads for tags, trees and names.

`student.py CORPORA GLOVE LABELS MINUTES OUT NAMED PLAIN` learns from the treebanks and from what the teacher labelled:
sentences with names by hand (NAMED), and plain ones (PLAIN). Without those two it learns from openly licensed text alone.
"""

import json
import random
import sys
import time
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

import data
import features
from teacher import Labels, mask_arcs, spans

WIDTH = 128  # of the encoder
ARC, LABEL = 64, 64  # widths of the heads for trees
VECTORS = 100_000  # static vectors that ship
SCALE = 32.0  # a static vector's byte is its value times this
WORDS = 5000  # words a batch, padding counted
BUCKETS = 21
LAYERS = ("conv", "scan", "conv", "scan")


def bucket(distance):
    """Class of the distance from a word to its head: 0 to 9 before, 10 the root, 11 to 20 behind."""
    size = abs(distance)
    step = size - 1 if size <= 6 else 6 if size <= 8 else 7 if size <= 12 else 8 if size <= 20 else 9
    return 9 - step if distance < 0 else 11 + step


class Words:
    """All word types seen, with their rows, and the static vectors."""

    def __init__(self, glove):
        table = np.load(glove / "glove_6B_50d_emb.npy", mmap_mode="r")
        names = read_index(glove)
        self.keys = sorted({features.hash64(name, 99) >> 32: i for i, name in reversed(list(enumerate(names[:VECTORS])))}.items())
        rows = np.array([row for _, row in self.keys])
        self.vectors = np.clip(np.round(np.asarray(table[rows], dtype=np.float32) * SCALE), -127, 127).astype(np.int8)
        self.place = {key: i for i, (key, _) in enumerate(self.keys)}
        self.numbers, self.rows, self.static = {}, [], []

    def number(self, form):
        if form not in self.numbers:
            self.numbers[form] = len(self.rows)
            self.rows.append(features.rows(form))
            self.static.append(self.place.get(features.vector_key(form), len(self.keys)))
        return self.numbers[form]

    def tensors(self):
        vectors = np.concatenate([self.vectors, np.zeros((1, 50), np.int8)])
        return torch.tensor(self.rows), torch.tensor(vectors[self.static]).float() / SCALE


def read_index(glove):
    """Words of the static vectors, most frequent first."""
    import pyarrow.parquet

    return pyarrow.parquet.read_table(glove / "glove_6B_index.parquet")["index"].to_pylist()


class Item:
    """A sentence as numbers; -100 where there is no label."""

    __slots__ = ("forms", "upos", "xpos", "heads", "relations", "names", "sure")

    def __init__(self, words, forms, labels):
        self.forms = [words.number(form) for form in forms]
        for key in ("upos", "xpos", "heads", "relations", "names"):
            setattr(self, key, labels.get(key))
        self.sure = labels.get("sure")


def gold_tree(words, labels, sentence, transform=None):
    forms = [transform(f) for f in sentence.forms] if transform else sentence.forms
    number = lambda kind: [labels.numbers[kind].get(v, -100) for v in getattr(sentence, kind)]
    return Item(words, forms, {k: number(k) for k in ("upos", "xpos", "relations")} | {"heads": sentence.heads})


class Scan(torch.autograd.Function):
    """c[t] = f[t] c[t-1] + u[t] along the second dimension."""

    @staticmethod
    def forward(ctx, forget, update):
        state, states = torch.zeros_like(update[:, 0]), []
        for t in range(update.shape[1]):
            state = torch.addcmul(update[:, t], forget[:, t], state)
            states.append(state)
        states = torch.stack(states, 1)
        ctx.save_for_backward(forget, states)
        return states

    @staticmethod
    def backward(ctx, gradient):
        forget, states = ctx.saved_tensors
        carried = torch.zeros_like(gradient[:, 0])
        result = []
        for t in range(gradient.shape[1] - 1, -1, -1):
            carried = gradient[:, t] + carried
            result.append(carried)
            carried = carried * forget[:, t]
        updates = torch.stack(result[::-1], 1)
        before = torch.cat([torch.zeros_like(states[:, :1]), states[:, :-1]], 1)
        return updates * before, updates


class Encoder(nn.Module):
    def __init__(self, labels):
        super().__init__()
        self.tables = nn.ModuleList(nn.Embedding(rows, width) for _, rows, width in features.TABLES)
        for table in self.tables:
            nn.init.normal_(table.weight, std=0.1)
        self.input = nn.Linear(50 + sum(width for _, _, width in features.TABLES), WIDTH)
        self.input_norm = nn.LayerNorm(WIDTH)
        self.layers = nn.ModuleList(nn.Linear(3 * WIDTH, WIDTH) if kind == "conv" else nn.Linear(WIDTH, 2 * WIDTH) for kind in LAYERS)
        self.norms = nn.ModuleList(nn.LayerNorm(WIDTH) for _ in LAYERS)
        count = {kind: len(names) for kind, names in labels.kinds.items()}
        self.upos, self.xpos = nn.Linear(WIDTH, count["upos"]), nn.Linear(WIDTH, count["xpos"])
        self.names = nn.Linear(WIDTH, count["names"])
        self.arc_dependent, self.arc_head = nn.Linear(WIDTH, ARC), nn.Linear(WIDTH, ARC)
        self.arc = nn.Parameter(torch.randn(ARC, ARC) * 0.05)
        self.arc_bias = nn.Parameter(torch.zeros(ARC))
        self.arc_root = nn.Parameter(torch.zeros(ARC))
        self.distance = nn.Linear(ARC, BUCKETS)
        self.label_dependent, self.label_head = nn.Linear(WIDTH, LABEL), nn.Linear(WIDTH, LABEL)
        self.label_root = nn.Parameter(torch.zeros(LABEL))
        self.label_place = nn.Embedding(BUCKETS, LABEL)
        nn.init.zeros_(self.label_place.weight)
        self.relation = nn.Linear(LABEL, count["relations"])
        self.drop = nn.Dropout(0.1)

    def forward(self, forms, rows, static):
        mask = (forms >= 0).float()[..., None]
        types, places = torch.unique(forms.clamp(min=0), return_inverse=True)
        picked = rows[types]
        parts = [static[types]] + [table(picked[:, i]) for i, table in enumerate(self.tables)]
        if self.training:  # now and then a word is known by its affixes only
            keep = (torch.rand(len(types), 1) > 0.06).float()
            parts[:3] = [part * keep for part in parts[:3]]
        vectors = self.input_norm(self.input(torch.cat(parts, 1)))
        hidden = self.drop(vectors[places]) * mask
        for kind, layer, norm in zip(LAYERS, self.layers, self.norms):
            change = self.conv(layer, hidden) if kind == "conv" else self.scan(layer, hidden, mask)
            hidden = norm(hidden + self.drop(change)) * mask
        return hidden

    @staticmethod
    def conv(layer, hidden):
        padded = F.pad(hidden, (0, 0, 1, 1))
        return F.relu(layer(torch.cat([padded[:, :-2], hidden, padded[:, 2:]], -1)))

    @staticmethod
    def scan(layer, hidden, mask):
        gates = layer(hidden)
        value, forget = gates[..., :WIDTH], 0.5 + 0.5 * F.softsign(gates[..., WIDTH:])
        update = (1 - forget) * value * mask
        half = WIDTH // 2
        both = torch.cat([update[..., :half], update[..., half:].flip(1)], -1)
        forgets = torch.cat([forget[..., :half], forget[..., half:].flip(1)], -1)
        states = Scan.apply(forgets, both)
        return torch.cat([states[..., :half], states[..., half:].flip(1)], -1)

    def arcs(self, hidden, places):
        dependents, heads = F.relu(self.arc_dependent(hidden)), F.relu(self.arc_head(hidden))
        scores = dependents @ self.arc @ heads.transpose(1, 2) + (heads @ self.arc_bias)[:, None, :]
        by_distance = self.distance(dependents)
        near = torch.gather(by_distance, 2, places[None, :, 1:].expand(len(hidden), -1, -1))
        root = dependents @ self.arc_root + by_distance[..., 10]
        return torch.cat([root[..., None], scores + near], -1)

    def labels(self, hidden, heads):
        own = self.label_dependent(hidden)
        root = self.label_root.expand(len(hidden), 1, -1)
        others = torch.cat([root, self.label_head(hidden)], 1)
        picked = torch.gather(others, 1, heads[..., None].expand(-1, -1, LABEL))
        n = heads.shape[1]
        distance = heads - torch.arange(1, n + 1)
        place = torch.where(heads == 0, 10, DISTANCE[distance + 600])
        return self.relation(F.relu(own + picked + self.label_place(place)))


DISTANCE = torch.tensor([bucket(d) if d else 10 for d in range(-600, 601)])


def places_of(n):
    """[word, head] -> class of the distance; column 0 is the root."""
    table = DISTANCE[torch.arange(0, n + 1)[None] - torch.arange(1, n + 1)[:, None] + 600]
    table[:, 0] = 10
    return table


def padded(batch, key, fill=-100):
    longest = max(len(item.forms) for item in batch)
    result = torch.full((len(batch), longest), fill)
    for i, item in enumerate(batch):
        values = getattr(item, key)
        if values is not None:
            result[i, : len(values)] = torch.tensor(values)
    return result


def cross(scores, gold, weights=None):
    losses = F.cross_entropy(scores.flatten(0, 1), gold.flatten(), reduction="none", ignore_index=-100)
    if weights is not None:
        losses = losses * weights.flatten()
    return losses.sum() / max(1, (gold >= 0).sum().item())


def loss_of(model, batch, rows, static):
    hidden = model.drop(model(padded(batch, "forms", -1), rows, static))
    lengths = torch.tensor([len(item.forms) for item in batch])
    loss = torch.zeros(())
    if any(item.names is not None for item in batch):
        loss = loss + cross(model.names(hidden), padded(batch, "names"))
    if any(item.heads is not None for item in batch):
        gold = padded(batch, "heads")
        sure = None
        if any(item.sure for item in batch):
            sure = torch.ones(gold.shape)
            for i, item in enumerate(batch):
                if item.sure:
                    sure[i, : len(item.sure)] = torch.tensor(item.sure)
        arcs = mask_arcs(model.arcs(hidden, places_of(gold.shape[1])), lengths)
        loss = loss + cross(arcs, gold, sure) + cross(model.labels(hidden, gold.clamp(min=0)), padded(batch, "relations"), sure)
        loss = loss + 0.5 * cross(model.upos(hidden), padded(batch, "upos")) + 0.5 * cross(model.xpos(hidden), padded(batch, "xpos"))
    return loss


@torch.no_grad()
def score(model, items, rows, static):
    model.eval()
    count = np.zeros(5)
    for batch in data.batches(items, 8000, 0):
        hidden = model(padded(batch, "forms", -1), rows, static)
        lengths = torch.tensor([len(item.forms) for item in batch])
        gold = padded(batch, "heads")
        there = gold >= 0
        chosen = mask_arcs(model.arcs(hidden, places_of(gold.shape[1])), lengths).argmax(-1)
        rel = model.labels(hidden, chosen).argmax(-1)
        right = (chosen == gold) & there
        tag = lambda kind: ((getattr(model, kind)(hidden).argmax(-1) == padded(batch, kind)) & there).sum().item()
        count += [there.sum().item(), tag("upos"), tag("xpos"), right.sum().item(), (right & (rel == padded(batch, "relations"))).sum().item()]
    model.train()
    share = 100 * count / count[0]
    return f"UPOS {share[1]:.2f} XPOS {share[2]:.2f} UAS {share[3]:.2f} LAS {share[4]:.2f}"


@torch.no_grad()
def score_names(model, items, rows, static, kinds):
    model.eval()
    gold_n = found_n = right = 0
    for batch in data.batches(items, 8000, 0):
        best = model.names(model(padded(batch, "forms", -1), rows, static)).argmax(-1)
        for i, item in enumerate(batch):
            gold = spans([kinds[k] for k in item.names])
            found = spans([kinds[k] for k in best[i, : len(item.forms)].tolist()])
            gold_n, found_n, right = gold_n + len(gold), found_n + len(found), right + len(gold & found)
    model.train()
    p, r = right / max(1, found_n), right / max(1, gold_n)
    return f"names P {100 * p:.1f} R {100 * r:.1f} F {200 * p * r / max(1e-9, p + r):.1f}"


def headline(form):
    return form[:1].upper() + form[1:]


def open_names(words, number, sentence):
    """A sentence of a corpus that calls kinds of names differently."""
    kinds = {"PER": "Person", "ORG": "Organization", "LOC": "Location", "MISC": "Misc"}
    before, names = "O", []
    for label in sentence.names:  # its names begin with I
        part = "I" if label == before else "B"
        names.append(label if label == "O" else f"{part}-{kinds[label[2:]]}")
        before = label
    return Item(words, sentence.forms, {"names": [number[label] for label in data.bilou(names)]})


def labelled(words, path, dice, names=True):
    """Sentences that the teacher labelled, a few of them in capitals."""
    result = []
    for line in open(path, encoding="utf-8"):
        row = json.loads(line)
        turn = dice.random()
        if turn < 0.03:
            row["forms"] = [(str.upper if turn < 0.015 else headline)(form) for form in row["forms"]]
        if not names:  # the teacher is poor at them
            del row["names"]
        result.append(Item(words, row["forms"], row))
    return result


def load(words, labels, corpora, silver):
    """(gold trees, gold names, silver, development sets)."""
    dice = random.Random(7)
    trees, aside = data.training_treebanks(corpora)
    gold = []
    for sentence in trees:
        if len(sentence.forms) > 150:
            continue
        gold.append(gold_tree(words, labels, sentence))
        turn = dice.random()
        if turn < 0.06:
            gold.append(gold_tree(words, labels, sentence, str.upper if turn < 0.04 else headline))
    number = labels.numbers["names"]
    if silver:
        named, auto = labelled(words, silver[0], dice), labelled(words, silver[1], dice, names=False)
    else:
        named, auto = [open_names(words, number, s) for s in data.named(corpora / "names/wikigold/wikigold.conll.txt")], []
    dev = {n: [gold_tree(words, labels, s) for s in data.treebank(corpora / f"syntax/en_{n}-dev.conllu")] for n in ("ewt", "gum")}
    dev["news"] = [gold_tree(words, labels, s) for s in aside]
    dev_names = [Item(words, s.forms, {"names": [number.get(l, 0) for l in data.bilou(s.names)]}) for s in data.named(corpora / "names/newswire/dev.tsv")]
    return gold, named, auto, dev, dev_names


def train(corpora, glove, silver, kinds, out, minutes):
    torch.manual_seed(3)
    words, labels = Words(glove), Labels(kinds)
    gold, named, auto, dev, dev_names = load(words, labels, corpora, silver)
    print(f"{len(gold)} trees, {len(named)} named, {len(auto)} labelled by the teacher, {len(words.rows)} types", flush=True)
    rows, static = words.tensors()
    model = Encoder(labels)
    optimizer = torch.optim.AdamW(model.parameters(), lr=3e-3, betas=(0.9, 0.99), weight_decay=0.01)
    started, step, epoch = time.time(), 0, 0
    share = lambda: min(1.0, (time.time() - started) / (60 * minutes))
    average = {k: v.clone() for k, v in model.state_dict().items()}
    while share() < 1:
        for batch in plan(gold, named, auto, epoch, share()):
            done = share()
            if done >= 1:
                break
            rate = 3e-3 * min(1, (step + 1) / 200) * (1 - done) ** 0.8 + 1e-5
            for group in optimizer.param_groups:
                group["lr"] = rate
            loss = loss_of(model, batch, rows, static)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 2.0)
            optimizer.step()
            step += 1
            if step % 10 == 0:
                keep = min(0.99, step / (step + 100))
                for k, v in model.state_dict().items():
                    average[k].mul_(keep).add_(v, alpha=1 - keep)
            if step % 300 == 0:
                print(f"step {step} loss {loss.item():.3f} {time.time() - started:.0f}s", flush=True)
        epoch += 1
        report(model, average, dev, dev_names, rows, static, labels, f"epoch {epoch} {time.time() - started:.0f}s")
        torch.save({"model": average, "labels": labels.kinds, "keys": [k for k, _ in words.keys], "vectors": words.vectors}, out)
    print("done", flush=True)


def plan(gold, named, auto, epoch, share):
    """The batches of an epoch: all that is labelled by hand and a part of what the teacher labelled."""
    dice = random.Random(epoch)
    some = dice.sample(auto, min(len(auto), len(gold) + len(named)))
    return mix(dice, *(data.batches(kind, WORDS, epoch) for kind in (gold, named, some)))


def mix(dice, *kinds):
    everything = [batch for kind in kinds for batch in kind]
    dice.shuffle(everything)
    return everything


def report(model, average, dev, dev_names, rows, static, labels, title):
    now = {k: v.clone() for k, v in model.state_dict().items()}
    model.load_state_dict(average)
    lines = [f"{name}: {score(model, items, rows, static)}" for name, items in dev.items()]
    lines.append(score_names(model, dev_names, rows, static, labels.kinds["names"]))
    print(title, " | ".join(lines), flush=True)
    model.load_state_dict(now)


if __name__ == "__main__":
    corpora, glove, labels, minutes, out, *silver = sys.argv[1:]
    train(Path(corpora), Path(glove), [Path(path) for path in silver], json.load(open(labels)), Path(out), float(minutes))
