"""What the encoder sees of a word: rows of tables, by hash. The same as crates/rashomon-text/src/encoder/features.rs."""

# Rows and width of each table of trained vectors, in the order of `rows`.
TABLES = [
    ("word", 24576, 64),
    ("word again", 24576, 64),
    ("prefix", 6144, 32),
    ("suffix of 2", 2048, 32),
    ("suffix of 3", 8192, 48),
    ("suffix of 4", 8192, 32),
    ("shape", 2048, 32),
]
MASK = (1 << 64) - 1
QUOTES = {"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "‛": "'", "`": "'", "–": "-", "—": "-", "―": "-"}


def hash64(text, seed):
    """FNV-1a over UTF-8, finished as in MurmurHash3."""
    value = 0xCBF29CE484222325 ^ (seed * 0x9E3779B97F4A7C15 & MASK)
    for byte in text.encode("utf-8"):
        value = (value ^ byte) * 0x100000001B3 & MASK
    value ^= value >> 33
    value = value * 0xFF51AFD7ED558CCD & MASK
    return value ^ value >> 33


def plain(form):
    """Quotation marks and dashes as one of each."""
    form = "".join(QUOTES.get(c, c) for c in form)
    return {"''": '"', "--": "-", "---": "-", "…": "..."}.get(form, form)


def normal(form):
    """In small letters, digits as zeros."""
    return "".join("0" if c.isdecimal() and c.isascii() else c for c in lower(plain(form)))


def lower(form):
    """Small letters, character by character, as Rust does it for letters without context."""
    return "".join(c.lower() for c in form)


def shape(form):
    """X, x, 0 and marks, runs cut at two, at most ten characters."""
    result = []
    for c in plain(form):
        if c.isascii() and c.isdecimal():
            kind = "0"
        elif c.isupper():
            kind = "X"
        elif c.isalpha():
            kind = "x"
        else:
            kind = c
        if result[-2:] != [kind, kind]:
            result.append(kind)
    return "".join(result[:10])


def rows(form):
    """The rows of a word in each table."""
    word = normal(form)
    keys = [word, word, word[:3], word[-2:], word[-3:], word[-4:], shape(form)]
    return [hash64(key, seed) % TABLES[seed][1] for seed, key in enumerate(keys)]


def vector_key(form):
    """Key of a word in the list of static vectors."""
    return hash64(lower(plain(form)), 99) >> 32
