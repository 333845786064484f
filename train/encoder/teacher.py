"""A large model that labels plain text for the small one: MiniLM fine-tuned on trees and names.

It never ships. `teacher.py labels` lists the labels, `teacher.py train` fine-tunes it, `teacher.py label` labels sentences.
"""

import json
import sys
import time
from pathlib import Path

import torch
from torch import nn
from torch.nn import functional as F
from transformers import BertConfig, BertModel
from tokenizers import Tokenizer
from safetensors.torch import load_file

import data

SHAPES = 8


def shape(form):
    """Coarse shape of a word; the pretrained model sees no capitals."""
    if form.isupper():
        return 1 if len(form) > 1 else 2
    if form[:1].isupper():
        return 3 if form[1:].islower() else 4
    if form.islower():
        return 5
    return 6 if any(c.isdigit() for c in form) else 7


class Labels:
    """Numbers of the labels."""

    def __init__(self, kinds):
        self.kinds = kinds
        self.numbers = {kind: {label: i for i, label in enumerate(labels)} for kind, labels in kinds.items()}

    @classmethod
    def of(cls, trees, named):
        kinds = {}
        for kind in ("upos", "xpos", "relations"):
            kinds[kind] = sorted({label for s in trees for label in getattr(s, kind)})
        kinds["names"] = sorted({label for s in named for label in data.bilou(s.names)}, key=lambda l: (l != "O", l))
        return cls(kinds)


def biased(vectors):
    """With a one at the end, so that a bilinear form has a bias."""
    return torch.cat([vectors, vectors.new_ones(*vectors.shape[:-1], 1)], -1)


class Biaffine(nn.Module):
    """Scores of pairs (Dozat and Manning 2017)."""

    def __init__(self, width, outputs):
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(outputs, width + 1, width + 1))

    def forward(self, dependents, heads):
        return torch.einsum("bid,ode,bje->boij", biased(dependents), self.weight, biased(heads))


class Teacher(nn.Module):
    def __init__(self, folder, labels):
        super().__init__()
        config = BertConfig.from_json_file(str(folder / "config.json"))
        config.attention_probs_dropout_prob = 0.0
        self.bert = BertModel(config, add_pooling_layer=False)
        weights = folder / "model.safetensors"
        if weights.exists():
            self.bert.load_state_dict(load_file(str(weights)), strict=False)
        width = config.hidden_size
        self.mix = nn.Parameter(torch.zeros(4))
        self.shapes = nn.Embedding(SHAPES, width)
        nn.init.zeros_(self.shapes.weight)
        self.drop = nn.Dropout(0.25)
        count = {kind: len(names) for kind, names in labels.kinds.items()}
        self.upos = nn.Linear(width, count["upos"])
        self.xpos = nn.Linear(width, count["xpos"])
        self.names = nn.Linear(width, count["names"])
        self.root = nn.Parameter(torch.randn(width) * 0.02)
        projection = lambda size: nn.Sequential(nn.Linear(width, size), nn.GELU(), nn.Dropout(0.25))
        self.arc_dependent, self.arc_head = projection(256), projection(256)
        self.rel_dependent, self.rel_head = projection(96), projection(96)
        self.arc, self.rel = Biaffine(256, 1), Biaffine(96, count["relations"])

    def encode(self, pieces, mask, starts, shapes):
        out = self.bert(input_ids=pieces, attention_mask=mask, output_hidden_states=True).hidden_states[-4:]
        weights = torch.softmax(self.mix, 0)
        hidden = sum(w * h for w, h in zip(weights, out))
        words = torch.gather(hidden, 1, starts[..., None].expand(-1, -1, hidden.shape[-1]))
        return self.drop(words + self.shapes(shapes))

    def trees(self, words):
        root = self.root.expand(words.shape[0], 1, -1)
        heads = torch.cat([root.to(words.dtype), words], 1)
        arcs = self.arc(self.arc_dependent(words), self.arc_head(heads))[:, 0]
        return arcs, self.rel_dependent(words), self.rel_head(heads)

    def relations(self, dependents, heads, chosen):
        picked = torch.gather(heads, 1, chosen[..., None].expand(-1, -1, heads.shape[-1]))
        return torch.einsum("bid,ode,bie->bio", biased(dependents), self.rel.weight, biased(picked))


class Feeder:
    """Turns sentences into tensors."""

    def __init__(self, folder, labels):
        self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.tokenizer.no_padding()
        self.tokenizer.no_truncation()
        self.labels = labels
        self.pieces = {}

    def word(self, form):
        if form not in self.pieces:
            ids = self.tokenizer.encode(form, add_special_tokens=False).ids[:12]
            self.pieces[form] = ids or [100]
        return self.pieces[form]

    def length(self, sentence):
        return 2 + sum(len(self.word(form)) for form in sentence.forms)

    def inputs(self, batch):
        rows, starts = [], []
        for sentence in batch:
            row, start = [101], []
            for form in sentence.forms:
                start.append(len(row))
                row.extend(self.word(form))
            rows.append(row + [102])
            starts.append(start)
        longest, words = min(512, max(map(len, rows))), max(map(len, starts))
        pieces = torch.zeros(len(batch), longest, dtype=torch.long)
        mask = torch.zeros(len(batch), longest)
        begin = torch.zeros(len(batch), words, dtype=torch.long)
        shapes = torch.zeros(len(batch), words, dtype=torch.long)
        for i, (row, start) in enumerate(zip(rows, starts)):
            row = row[:longest]
            pieces[i, : len(row)] = torch.tensor(row)
            mask[i, : len(row)] = 1
            begin[i, : len(start)] = torch.tensor(start).clamp(max=longest - 1)
            shapes[i, : len(start)] = torch.tensor([shape(form) for form in batch[i].forms])
        return pieces, mask, begin, shapes

    def hand_labels(self, sentence):
        return [self.labels.numbers["names"][label] for label in data.bilou(sentence.names)]

    def targets(self, batch, kind):
        words = max(len(s.forms) for s in batch)
        result = torch.full((len(batch), words), -100)
        for i, sentence in enumerate(batch):
            values = getattr(sentence, kind)
            if kind == "names":
                values = data.bilou(values)
            if kind != "heads":
                values = [self.labels.numbers[kind].get(v, -100) for v in values]
            result[i, : len(values)] = torch.tensor(values)
        return result


def mask_arcs(arcs, lengths):
    """Words beyond a sentence and the word itself are no heads."""
    words = arcs.shape[1]
    allowed = torch.arange(words + 1)[None, :] <= lengths[:, None]
    own = torch.eye(words, words + 1).roll(1, 1).bool()
    return arcs.float().masked_fill(~allowed[:, None, :] | own[None], -1e4)


def loss_of(model, feeder, batch):
    words = model.encode(*feeder.inputs(batch))
    if batch[0].names:
        return F.cross_entropy(model.names(words).float().flatten(0, 1), feeder.targets(batch, "names").flatten())
    lengths = torch.tensor([len(s.forms) for s in batch])
    loss = 0
    for head in ("upos", "xpos"):
        loss = loss + 0.5 * F.cross_entropy(
            getattr(model, head)(words).float().flatten(0, 1), feeder.targets(batch, head).flatten()
        )
    arcs, dependents, heads = model.trees(words)
    gold = feeder.targets(batch, "heads")
    loss = loss + F.cross_entropy(mask_arcs(arcs, lengths).flatten(0, 1), gold.flatten())
    scores = model.relations(dependents, heads, gold.clamp(min=0))
    return loss + F.cross_entropy(scores.float().flatten(0, 1), feeder.targets(batch, "relations").flatten())


def predict(model, feeder, batch):
    with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
        words = model.encode(*feeder.inputs(batch))
        lengths = torch.tensor([len(s.forms) for s in batch])
        arcs, dependents, heads = model.trees(words)
        arcs = torch.softmax(mask_arcs(arcs, lengths), -1)
        sure, chosen = arcs.max(-1)
        rel = model.relations(dependents, heads, chosen).float().argmax(-1)
        tags = {k: getattr(model, k)(words).float().argmax(-1) for k in ("upos", "xpos")}
        names = torch.log_softmax(model.names(words).float(), -1)
    return chosen, sure, rel, tags, names


def score(model, feeder, sentences):
    model.eval()
    total = right = labelled = tagged = 0
    for batch in data.batches(sentences, 3000, 0, feeder.length):
        chosen, _, rel, tags, _ = predict(model, feeder, batch)
        gold, gold_rel = feeder.targets(batch, "heads"), feeder.targets(batch, "relations")
        there = gold >= 0
        total += there.sum().item()
        right += ((chosen == gold) & there).sum().item()
        labelled += ((chosen == gold) & (rel == gold_rel) & there).sum().item()
        tagged += ((tags["upos"] == feeder.targets(batch, "upos")) & there).sum().item()
    model.train()
    return f"UPOS {100 * tagged / total:.2f} UAS {100 * right / total:.2f} LAS {100 * labelled / total:.2f} (argmax)"


def score_names(model, feeder, sentences):
    model.eval()
    gold_n = found_n = right = 0
    for batch in data.batches(sentences, 3000, 0, feeder.length):
        names = predict(model, feeder, batch)[4]
        for i, sentence in enumerate(batch):
            labels = [feeder.labels.kinds["names"][k] for k in names[i, : len(sentence.forms)].argmax(-1)]
            gold, found = spans(data.bilou(sentence.names)), spans(labels)
            gold_n, found_n, right = gold_n + len(gold), found_n + len(found), right + len(gold & found)
    model.train()
    p, r = right / max(1, found_n), right / max(1, gold_n)
    return f"names P {100 * p:.1f} R {100 * r:.1f} F {200 * p * r / max(1e-9, p + r):.1f}"


def spans(labels):
    """Spans of BILOU labels, read leniently."""
    result, start = set(), None
    for at, label in enumerate(labels + ["O"]):
        if start is not None and (label[0] in "OBU" or label[2:] != labels[start][2:]):
            result.add((start, at, labels[start][2:]))
            start = None
        if start is None and label != "O":
            start = at
        if start is not None and label[0] in "LU":
            result.add((start, at + 1, labels[start][2:]))
            start = None
    return result


def train(corpora, bert, out, epochs=4, name_epochs=1):
    torch.manual_seed(1)
    trees, aside = data.training_treebanks(corpora)
    named = [s for s in data.named(corpora / "names/newswire/train.tsv") if len(s.forms) < 120]
    labels = Labels.of(trees, named)
    feeder = Feeder(bert, labels)
    model = Teacher(bert, labels)
    plan = []
    for epoch in range(epochs):
        part = data.batches([s for s in trees if len(s.forms) < 120], 2400, epoch, feeder.length)
        if epoch >= epochs - name_epochs:
            part += data.batches(named, 3000, epoch, feeder.length)
        torch.manual_seed(epoch)
        plan.append([part[i] for i in torch.randperm(len(part))])
    steps = sum(map(len, plan))
    groups = [
        {"params": model.bert.parameters(), "lr": 4e-4},
        {"params": [p for n, p in model.named_parameters() if not n.startswith("bert.")], "lr": 2e-3},
    ]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01, betas=(0.9, 0.98))
    shape_ = lambda step: min(1, (step + 1) / 150) * max(0.02, 1 - step / steps)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, shape_)
    dev = {n: list(data.treebank(corpora / f"syntax/en_{n}-dev.conllu")) for n in ("ewt", "gum")}
    dev_names = list(data.named(corpora / "names/newswire/dev.tsv"))
    started, done, running = time.time(), 0, 0.0
    model.train()
    for epoch, part in enumerate(plan):
        for batch in part:
            with torch.autocast("cpu", torch.bfloat16):
                loss = loss_of(model, feeder, batch)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 2.0)
            optimizer.step()
            schedule.step()
            done += 1
            running = 0.98 * running + 0.02 * loss.item()
            if done % 50 == 0:
                print(f"{done}/{steps} loss {running:.3f} {time.time() - started:.0f}s", flush=True)
        print(f"epoch {epoch}: EWT dev {score(model, feeder, dev['ewt'])}; GUM dev {score(model, feeder, dev['gum'])}; "
              f"news {score(model, feeder, aside)}; {score_names(model, feeder, dev_names)}", flush=True)
        torch.save({"model": model.state_dict(), "labels": labels.kinds}, out)


def label(bert, weights, source, out):
    """Labels sentences: one JSON line a sentence. Names that are labelled by hand stay."""
    saved = torch.load(weights)
    labels = Labels(saved["labels"])
    feeder, model = Feeder(bert, labels), Teacher(bert, labels)
    model.load_state_dict(saved["model"])
    model.eval()
    reader = data.named if source.suffix == ".tsv" else data.plain
    everything = [s for s in reader(source) if len(s.forms) <= 80]
    started, words = time.time(), 0
    with open(out, "w", encoding="utf-8") as file:
        for number in range(0, len(everything), 2000):
            for batch in data.batches(everything[number : number + 2000], 3000, 0, feeder.length):
                chosen, sure, rel, tags, names = predict(model, feeder, batch)
                top, label_numbers = names.max(-1)
                for i, sentence in enumerate(batch):
                    n = len(sentence.forms)
                    words += n
                    row = {
                        "forms": sentence.forms,
                        "upos": tags["upos"][i, :n].tolist(),
                        "xpos": tags["xpos"][i, :n].tolist(),
                        "heads": chosen[i, :n].tolist(),
                        "sure": [round(x, 2) for x in sure[i, :n].tolist()],
                        "relations": rel[i, :n].tolist(),
                        "names": feeder.hand_labels(sentence) or label_numbers[i, :n].tolist(),
                    }
                    file.write(json.dumps(row, ensure_ascii=False) + "\n")
            print(f"{words} words {words / (time.time() - started):.0f}/s", flush=True)


def write_labels(corpora, out):
    """Writes the labels of all corpora, in a fixed order."""
    trees, _ = data.training_treebanks(corpora)
    kinds = Labels.of(trees, data.named(corpora / "names/newswire/train.tsv")).kinds
    out.write_text(json.dumps(kinds))


if __name__ == "__main__":
    if sys.argv[1] == "labels":
        write_labels(Path(sys.argv[2]), Path(sys.argv[3]))
    elif sys.argv[1] == "train":
        train(Path(sys.argv[2]), Path(sys.argv[3]), Path(sys.argv[4]))
    else:
        label(Path(sys.argv[2]), Path(sys.argv[3]), Path(sys.argv[4]), Path(sys.argv[5]))
