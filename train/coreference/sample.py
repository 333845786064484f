"""Draws the sources that corpora/coreference labels: pronouns and nominals without a name.

    python3 train/coreference/sample.py DOCUMENTS.jsonl > sample.jsonl

DOCUMENTS.jsonl holds a document a line, as PolNeAR has them: {"doc", "text", "attributions": [{"source": [[start, end]]}]},
offsets in code points. The order is that of the SHA-256 of seed, document and offsets, so another run draws the same; no
document gives more than PER_DOCUMENT of a kind. Nominals with a determiner that points back ("the", "this", "his") are
drawn three to one before others ("experts", "a source"), which hardly ever have an antecedent.
"""

import hashlib
import json
import re
import sys

SEED = "coreference-1"
PRONOUNS = 210
NOMINALS = {"definite": 84, "indefinite": 28}
PER_DOCUMENT = {"pronoun": 5, "definite": 3, "indefinite": 1}
PRONOUN_WORDS = "he she it they we i who which him her them his their".split()
POINTING = "the this that these those his her its their our".split()
LONGEST = 6
NEVER = {"all", "said", "that", "whose", "whom", "you", "percent"}


def kind_of(words):
    """Which kind of source some words are, if one that is sampled."""
    parts = words.split()
    if len(parts) == 1 and words.lower() in PRONOUN_WORDS:
        return "pronoun"
    small = parts and all(part == part.lower() for part in [parts[0].lower()] + parts[1:])
    if NEVER & {part.lower() for part in parts}:
        return None
    if not small or not 1 <= len(parts) <= LONGEST or not re.fullmatch(r"[\w' ’-]+", words):
        return None
    if parts[0].lower() in POINTING and len(parts) > 1:
        return "definite"
    opens_with_capital = parts[0] != parts[0].lower()
    plain = parts[0].lower() in ("a", "an", "some", "many", "several", "one", "two", "three", "most")
    return "indefinite" if plain or not opens_with_capital else None


def candidates(path):
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            document = json.loads(line)
            seen = set()
            for attribution in document["attributions"]:
                spans = attribution["source"]
                if len(spans) != 1 or tuple(spans[0]) in seen:
                    continue
                seen.add(tuple(spans[0]))
                start, end = spans[0]
                kind = kind_of(document["text"][start:end])
                if kind:
                    key = hashlib.sha256(f"{SEED} {document['doc']} {start} {end}".encode()).hexdigest()
                    yield key, kind, document["doc"], start, end


def main():
    wanted = {"pronoun": PRONOUNS, **NOMINALS}
    used = {}
    rows = []
    for _, kind, doc, start, end in sorted(candidates(sys.argv[1])):
        if wanted[kind] and used.get((doc, kind), 0) < PER_DOCUMENT[kind]:
            wanted[kind] -= 1
            used[doc, kind] = used.get((doc, kind), 0) + 1
            rows.append({"doc": doc, "start": start, "end": end, "kind": "pronoun" if kind == "pronoun" else "nominal"})
    for row in sorted(rows, key=lambda row: (row["doc"], row["start"])):
        print(json.dumps(row))


if __name__ == "__main__":
    main()
