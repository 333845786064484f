"""A large model that finds names, for the small one to learn from: MiniLM or MPNet fine-tuned, with what the small one sees beside it.

`teacher.py train FOLDER DUMP BERT SETS OUT` fine-tunes the model in the folder BERT on annotated sets (NAME,NAME …),
`teacher.py label FOLDER DUMP BERT SETS MODEL NAME OUT` gives the probabilities of labels of the words of another file.
FOLDER holds the texts, DUMP what `cargo xtask names` wrote of them.
"""

import json
import math
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer
from torch import nn
from torch.nn import functional as F
from transformers import BertConfig, BertModel, MPNetConfig, MPNetModel

import names
from names import EVIDENCE, LABELS, OPENS, STATIC, STRETCH

PIECES = 128  # sentences of a document are read together up to so many pieces
BATCH = 1536  # pieces of a batch
MIXED = 4  # so many of the last layers are mixed
HIDDEN = 0.1  # so many words are hidden while it learns


@dataclass
class Kind:
    """A large model, and how it is fine-tuned."""

    model: type
    config: type
    prefix: str  # of its weights' names in the file
    layers: int  # so many from below are used
    frozen: int  # of these so many stay as they are, the words' vectors too
    epochs: float
    rate: float
    first: int  # pieces: before a text,
    behind: int  # behind it,
    mask: int  # for a hidden word,
    unknown: int  # for a word it cannot spell,
    padding: int  # and for none


KINDS = {
    "bert": Kind(BertModel, BertConfig, "", 6, 0, 2, 2e-4, 101, 102, 103, 100, 0),
    "mpnet": Kind(MPNetModel, MPNetConfig, "mpnet.", 9, 5, 1.45, 1.2e-4, 0, 2, 30526, 104, 1),
}


def kind_of(bert):
    return KINDS[json.loads((bert / "config.json").read_text())["model_type"]]


def words_of(path):
    """The words of a file, as `cargo xtask names` counts them."""
    for line in open(path, encoding="utf-8"):
        fields = line.split()
        if len(fields) > 1 and fields[0] not in ("#doc", "-DOCSTART-"):
            yield fields[0]


class Text:
    """A file: words, their pieces, and stretches of sentences that are read together."""

    def __init__(self, folder, dump, name, tokenizer, unknown):
        rows = np.fromfile(dump / f"{name}.words", dtype="<u4").reshape(-1, 5)
        path = next(folder.glob(f"{name}.t*"))
        words = list(words_of(path))
        assert len(words) == len(rows), (len(words), len(rows))
        self.forms, self.labels = rows[:, 0].astype(np.int64), rows[:, 1].astype(np.int64)
        self.stretch, self.evidence = (rows[:, 2] & STRETCH) > 0, rows[:, 3].astype(np.int64)
        known, self.pieces = {}, []
        for word in words:
            if word not in known:
                known[word] = tokenizer.encode(word, add_special_tokens=False).ids[:12] or [unknown]
            self.pieces.append(known[word])
        self.chunks = self.cut(np.nonzero(rows[:, 2] & OPENS)[0].tolist() + [len(rows)], rows[:, 4])

    def cut(self, starts, documents):
        """(first word, word behind the last, pieces)"""
        chunks = []
        for start, end in zip(starts, starts[1:]):
            size = sum(map(len, self.pieces[start:end]))
            if size > 500:
                middle = (start + end) // 2
                chunks += self.cut([start, middle], documents) + self.cut([middle, end], documents)
            elif chunks and chunks[-1][2] + size <= PIECES and documents[chunks[-1][0]] == documents[start]:
                chunks[-1] = (chunks[-1][0], end, chunks[-1][2] + size)
            else:
                chunks.append((start, end, size))
        return chunks

    def batches(self, dice):
        order = sorted(self.chunks, key=lambda chunk: chunk[2] + dice.random() * 8)
        batch, batches = [], []
        for chunk in order:
            if batch and (chunk[2] + 2) * (len(batch) + 1) > BATCH:
                batches.append(batch)
                batch = []
            batch.append(chunk)
        return batches + [batch] * bool(batch)


def pretrained(folder, kind):
    """The lower layers of a large model."""
    config = kind.config.from_json_file(str(folder / "config.json"))
    config.attention_probs_dropout_prob = 0.0
    config.num_hidden_layers = kind.layers
    model = kind.model(config, add_pooling_layer=False)
    weights = load_file(str(folder / "model.safetensors"))
    model.load_state_dict({name.removeprefix(kind.prefix): weight for name, weight in weights.items()}, strict=False)
    for part in [model.embeddings, *model.encoder.layer[: kind.frozen]]:
        part.requires_grad_(False)
    return model


class Teacher(nn.Module):
    def __init__(self, folder, forms):
        super().__init__()
        self.kind = kind_of(folder)
        self.bert = pretrained(folder, self.kind)
        self.forms = forms
        self.mix = nn.Parameter(torch.zeros(MIXED))
        self.vectors = nn.EmbeddingBag(len(forms.kept) + 1, 64, mode="sum", padding_idx=0)
        nn.init.normal_(self.vectors.weight, std=0.05)
        with torch.no_grad():
            self.vectors.weight[0] = 0
        self.evidence = nn.Embedding(EVIDENCE * 2, 16)
        self.into = nn.Linear(self.bert.config.hidden_size, 256)
        self.lstm = nn.LSTM(256 + 64 + STATIC + 16, 160, batch_first=True, bidirectional=True)
        self.output = nn.Linear(320 + 256 + 64 + STATIC + 16, LABELS)

    def forward(self, text, chunks):
        """Scores of labels of the words in stretches, and where these words stand."""
        hide = torch.rand(len(chunks), max(end - start for start, end, _ in chunks)) < HIDDEN if self.training else None
        at, here = places(chunks)
        inputs = torch.cat([self.context(text, chunks, hide), *self.looks(text, at, hide)], -1) * here[..., None]
        # oneDNN's recurrent layer is very slow with 16 bits.
        with torch.autocast("cpu", enabled=False), torch.backends.mkldnn.flags(enabled=False):
            hidden, _ = self.lstm(inputs.float())
        scores = self.output(self.drop(torch.cat([hidden, inputs], -1), 0.3))
        wanted = here & torch.tensor(text.stretch[at])
        return scores[wanted], at[wanted]

    def drop(self, value, share):
        return F.dropout(value, share, self.training)

    def context(self, text, chunks, hide):
        """What the large model makes of each word: the mean over its pieces."""
        pieces, home, words = pieces_of(text, chunks, self.kind)
        mask = (pieces != self.kind.padding).long()
        if hide is not None:
            pieces = torch.where(F.pad(hide, (0, 1)).gather(1, home), self.kind.mask, pieces)
        layers = self.bert(input_ids=pieces, attention_mask=mask, output_hidden_states=True).hidden_states[-MIXED:]
        mixed = sum(weight * layer for weight, layer in zip(torch.softmax(self.mix, 0), layers)).float()
        sums = mixed.new_zeros(len(chunks), words + 1, mixed.shape[-1]).scatter_add(1, home[..., None].expand_as(mixed), mixed)
        count = torch.zeros(len(chunks), words + 1).scatter_add(1, home, torch.ones(home.shape)).clamp(min=1)
        mean = (sums / count[..., None])[:, :words]
        return self.drop(torch.tanh(self.into(self.drop(mean, 0.1))), 0.2)

    def looks(self, text, at, hide):
        """What words tell by themselves: features, static vector, evidence; the large model sees no capitals."""
        numbers, static = self.forms.numbers[text.forms[at]], self.forms.static[text.forms[at]]
        if hide is not None:
            numbers = numbers * (torch.rand(numbers.shape) > 0.2)
            numbers[..., :2] *= ~hide[..., None] & (torch.rand(hide.shape) > 0.2)[..., None]
            static = static * ~hide[..., None] * (torch.rand(hide.shape) > 0.2)[..., None]
        own = self.vectors(numbers.flatten(0, 1)).view(*at.shape, -1)
        return own, static, self.evidence(torch.tensor(text.evidence[at] + EVIDENCE * text.stretch[at]))


def places(chunks):
    """Where the words of chunks stand, a row for each chunk, and whether there is one."""
    step = torch.arange(max(end - start for start, end, _ in chunks))
    start, end = (torch.tensor([chunk[side] for chunk in chunks])[:, None] for side in (0, 1))
    here = start + step < end
    return (start + step) * here, here


def pieces_of(text, chunks, kind):
    """Pieces of chunks, in rows; the word of each, or one behind the last; how many words there are at most."""
    words, longest = max(end - start for start, end, _ in chunks), max(size for _, _, size in chunks) + 2
    pieces = torch.full((len(chunks), longest), kind.padding)
    home = torch.full((len(chunks), longest), words)
    for row, (start, end, size) in enumerate(chunks):
        own = text.pieces[start:end]
        pieces[row, : size + 2] = torch.tensor([kind.first] + [piece for word in own for piece in word] + [kind.behind])
        home[row, 1 : size + 1] = torch.tensor([place for place, word in enumerate(own) for _ in word])
    return pieces, home, words


def open_texts(folder, dump, bert, names):
    tokenizer = Tokenizer.from_file(str(bert / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return [Text(folder, dump, name, tokenizer, kind_of(bert).unknown) for name in names]


def forms_of(dump, sets):
    forms = names.Forms(dump)
    forms.number([names.Set(dump, name, forms) for name in sets])
    return forms


def plan_of(texts, epochs):
    """Batches of all texts, in another order each epoch."""
    dice = np.random.default_rng(1)
    plan = []
    for _ in range(math.ceil(epochs)):
        epoch = [(text, chunks) for text in texts for chunks in text.batches(dice)]
        dice.shuffle(epoch)
        plan, size = plan + epoch, len(epoch)
    return plan[: round(epochs * size)]


def train(folder, dump, bert, sets, out):
    torch.manual_seed(1)
    model, texts = Teacher(bert, forms_of(dump, sets)), open_texts(folder, dump, bert, sets)
    plan = plan_of(texts, model.kind.epochs)
    large = [weight for weight in model.bert.parameters() if weight.requires_grad]
    others = [weight for name, weight in model.named_parameters() if not name.startswith("bert.")]
    optimizer = torch.optim.AdamW([{"params": large}, {"params": others}], weight_decay=0.01, betas=(0.9, 0.98))
    started = time.time()
    for step, (text, chunks) in enumerate(plan):
        share = min(1, (step + 1) / 100) * max(0.01, 1 - step / len(plan))
        for group, rate in zip(optimizer.param_groups, (model.kind.rate, 2e-3)):
            group["lr"] = rate * share
        with torch.autocast("cpu", torch.bfloat16):
            scores, at = model(text, chunks)
        loss = F.cross_entropy(scores.float(), torch.tensor(text.labels)[at])
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        if step % 50 == 0:
            print(f"{step}/{len(plan)} loss {loss.item():.4f} {time.time() - started:.0f}s", flush=True)
    torch.save(model.state_dict(), out)


def label(folder, dump, bert, sets, saved, name, out):
    """Writes the probabilities of labels of the words in stretches, in order."""
    model = Teacher(bert, forms_of(dump, sets))
    model.load_state_dict(torch.load(saved))
    model.eval()
    (text,) = open_texts(folder, dump, bert, [name])
    result = torch.zeros(len(text.forms), LABELS, dtype=torch.float16)
    with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
        for chunks in text.batches(np.random.default_rng(0)):
            scores, at = model(text, chunks)
            result[at] = scores.float().softmax(-1).half()
    torch.save(result[torch.tensor(text.stretch)], out)


if __name__ == "__main__":
    torch.set_num_threads(1)
    task, folder, dump, bert, sets, *rest = sys.argv[1:]
    {"train": train, "label": label}[task](Path(folder), Path(dump), Path(bert), sets.split(","), *rest)
