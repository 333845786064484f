"""Reads the corpora: treebanks (CoNLL-U), names (two columns), and plain sentences (`cargo xtask sentences`)."""

import random
from dataclasses import dataclass

# GUM genres whose texts are non-commercial: never used for a model that ships.
NON_COMMERCIAL = ("fiction", "whow", "essay", "letter", "podcast")
# News documents of GUM's training part that are kept aside to watch how trees fare on unseen news.
WATCHED_NEWS = 8


@dataclass
class Sentence:
    """One sentence; label lists are empty where a corpus does not say."""

    forms: list
    upos: list
    xpos: list
    heads: list  # 0 is the root, else the number of the head counted from 1
    relations: list
    lemmas: list
    names: list
    weight: float = 1.0
    id: str = ""


def treebank(path):
    """Sentences of a CoNLL-U file."""
    rows, name = [], ""
    for line in open(path, encoding="utf-8"):
        line = line.rstrip("\n")
        if line.startswith("# sent_id = "):
            name = line[12:]
        elif line and not line.startswith("#"):
            fields = line.split("\t")
            if fields[0].isdigit():
                rows.append(fields)
        elif not line and rows:
            columns = list(zip(*rows))
            yield Sentence(
                forms=list(columns[1]),
                upos=list(columns[3]),
                xpos=list(columns[4]),
                heads=[int(head) for head in columns[6]],
                relations=list(columns[7]),
                lemmas=list(columns[2]),
                names=[],
                id=name,
            )
            rows = []


def document(sentence):
    """Name of the document that a GUM sentence belongs to."""
    return sentence.id.rsplit("-", 1)[0]


def genre(sentence):
    """GUM's genre of a sentence; empty for EWT."""
    return sentence.id.split("_")[1] if sentence.id.startswith("GUM_") else ""


def watched(sentences):
    """Names of the news documents that are kept aside."""
    return set(sorted({document(s) for s in sentences if genre(s) == "news"})[:WATCHED_NEWS])


def training_treebanks(folder):
    """(to train on, kept-aside news) from EWT and the freely licensed genres of GUM."""
    gum = list(treebank(folder / "syntax/en_gum-train.conllu"))
    aside = watched(gum)
    free = [s for s in gum if genre(s) not in NON_COMMERCIAL and document(s) not in aside]
    return list(treebank(folder / "syntax/en_ewt-train.conllu")) + free, [s for s in gum if document(s) in aside]


def named(path):
    """Sentences of a file of words and BIO name labels."""
    forms, names = [], []
    for line in open(path, encoding="utf-8"):
        fields = line.split()
        if len(fields) == 2 and not line.startswith("#doc"):
            forms.append(fields[0])
            names.append(fields[1])
        elif forms:
            yield Sentence(forms, [], [], [], [], [], names)
            forms, names = [], []
    if forms:
        yield Sentence(forms, [], [], [], [], [], names)


def bilou(names):
    """BIO labels as BILOU: the last word and the single word of a name get labels of their own."""
    result = []
    for at, label in enumerate(names):
        following = names[at + 1] if at + 1 < len(names) else "O"
        goes_on = following == "I-" + label[2:]
        if label[0] == "B":
            result.append(label if goes_on else "U" + label[1:])
        elif label[0] == "I":
            result.append(label if goes_on else "L" + label[1:])
        else:
            result.append("O")
    return result


def plain(path):
    """Sentences of a file with one word a line and a blank line after each sentence."""
    forms = []
    for line in open(path, encoding="utf-8"):
        word = line.rstrip("\n")
        if word:
            forms.append(word)
        elif forms:
            yield Sentence(forms, [], [], [], [], [], [])
            forms = []


def batches(sentences, words, seed, length=None):
    """Batches of about so many words (padding counted), sentences of like length together."""
    dice = random.Random(seed)
    length = length or (lambda sentence: len(sentence.forms))
    order = sorted(range(len(sentences)), key=lambda i: (length(sentences[i]) + dice.random() * 2))
    batch, longest, result = [], 0, []
    for index in order:
        longest_now = max(longest, length(sentences[index]))
        if batch and longest_now * (len(batch) + 1) > words:
            result.append(batch)
            batch, longest_now = [], length(sentences[index])
        batch.append(sentences[index])
        longest = longest_now
    if batch:
        result.append(batch)
    dice.shuffle(result)
    return result
