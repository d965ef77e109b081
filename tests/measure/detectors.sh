#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Plants a backdoor of every kind in a model of one's own and asks every detector: the manual's table.
#   tests/measure/detectors.sh DATA ARCHITECTURE FOLDER [TRAINING_OPTION…]
# e.g. tests/measure/detectors.sh mnist#train lenet /tmp/detectors --first 20000 --epochs 2
# Needs build/adversarium. What FOLDER holds already is not computed again.
set -euo pipefail
[ $# -ge 3 ] || { sed -n '3,6s/^# \{0,2\}//p' "$0"; exit 2; }
data=$1 architecture=$2 folder=$3
shift 3
program=$(cd "$(dirname "$0")/../.." && pwd)/build/adversarium
kinds=${KINDS:-patch blended sinusoidal warped low-frequency label-consistent adaptive-blend}
inputs=(strip scale-up ibd-psc autoencoder)
samples=(spectral activation-clusters label-audit)

# run NAME METHOD OPTION…: once; measures are kept beside the record
run() {
  local out=$folder/$1
  [ -f "$out/record.json" ] || "$program" run "$2" --out "$out" --progress none "${@:3}" >/dev/null 2>"$folder/$1.txt" ||
    { echo "$1:" >&2; cat "$folder/$1.txt" >&2; }
}
# said NAME MEASURE: "0.98 (0.97-0.99)" as the program prints it
said() {
  awk -v name="$2" '$1 == name { range = $3 $4; gsub(/[][]/, "", range); sub(/,/, "-", range)
    printf "%.3g%s", $2, ($3 ~ /^\[/ ? " (" range ")" : ""); found = 1 } END { if (!found) printf "-" }' "$folder/$1.txt"
}
row() { local IFS='|'; echo "|$*|"; }

mkdir -p "$folder"
row kind clean twin trigger search "${inputs[@]}" "${samples[@]}"
for kind in $kinds; do
  run "$kind" backdoor --model "new:$architecture" --data "$data" --trigger "$kind" --save_data true "$@"
  model=$folder/$kind/model.adv
  run "$kind-search" trigger-search --model "$model" --data "${data%#train}" --first 100
  cells=()
  for detector in "${inputs[@]}"; do
    run "$kind-$detector" "$detector" --model "$model" --data "${data%#train}" --first 1000
    cells+=("$(said "$kind-$detector" auc)")
  done
  for detector in "${samples[@]}"; do
    run "$kind-$detector" "$detector" --model "$model" --data "$folder/$kind"
    cells+=("$(said "$kind-$detector" precision) / $(said "$kind-$detector" recall)")
  done
  row "$kind" "$(said "$kind" clean_accuracy)" "$(said "$kind" clean_twin_accuracy)" "$(said "$kind" trigger_success)" \
    "$(grep -h '^verdict' "$folder/$kind-search.txt" | cut -d: -f2-)" "${cells[@]}"
done
