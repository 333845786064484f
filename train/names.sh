#!/usr/bin/env bash
# Makes models/names.safetensors from the corpora in ../shared, with PyTorch on the CPU. It sees words through the encoder's static
# vectors: make it again after train/encoder.sh.
#
#   train/names.sh [--open]
#
# Two networks that are too large to ship learn from the annotated corpora and label news; the one that ships learns from both. With --open
# it learns from openly licensed text alone, without teachers, and target/names/open.safetensors is written instead: for comparison.
set -euo pipefail
cd "$(dirname "$0")/.."
work=target/names
corpora=../shared/corpora
mkdir -p "$work"

python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q torch==2.15.0 numpy safetensors
names() { OMP_NUM_THREADS=1 "$work/venv/bin/python" train/names/names.py "$@"; }
xtask() { cargo run --release --quiet -p xtask -- "$@"; }

if [ "${1:-}" = --open ]; then
  cat "$corpora"/names/re3d/*/*.conll > "$work/re3d.conll"
  xtask names "$work/open" "$corpora/names/wikigold/wikigold.conll.txt" "$work/re3d.conll"
  names learn "$work/open" wikigold.conll,re3d "$work/open.safetensors"
  exit
fi
xtask sentences "$corpora/load/news-sample.jsonl.gz" --every 12 | awk '{ print $0 == "" ? "" : $0 "\tO" }' > "$work/news.tsv"
xtask names "$work/dump" "$corpora/names/newswire/train.tsv" "$corpora/names/wikigold/wikigold.conll.txt" "$work/news.tsv"
for kind in joint wide; do
  names teach "$work/dump" train,wikigold.conll "$kind" "$work/$kind.pt" news
done
names learn "$work/dump" train,wikigold.conll models/names.safetensors news "$work"/{joint,wide}.pt
