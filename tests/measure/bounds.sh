#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Whether anything was ever found below what was proven: every image's bound against the nearest examples of fmn and
# fab, and against pgd at several strengths.
#   tests/measure/bounds.sh MODEL DATA EPSILON IMAGES FOLDER [PROOF…]
# e.g. tests/measure/bounds.sh /tmp/mnist/model.adv mnist 0.03 1000 /tmp/bounds ibp crown-ibp crown
# Needs build/adversarium (or PROGRAM). What FOLDER holds already is not computed again. The exit code is the number
# of proofs with a contradiction. ATTACKS=fmn leaves fab out.
set -euo pipefail
shopt -s nullglob
[ $# -ge 5 ] || { sed -n '3,9s/^# \{0,2\}//p' "$0"; exit 2; }
model=$1 data=$2 epsilon=$3 images=$4 folder=$5
shift 5
[ $# -gt 0 ] || set -- ibp crown
program=${PROGRAM:-$(cd "$(dirname "$0")/../.." && pwd)/build/adversarium}
wrong=0

run() {
  local out=$folder/$1
  [ -f "$out/record.json" ] ||
    "$program" run "$2" --model "$model" --data "$data" --first "$images" --threads "${THREADS:-0}" \
      --out "$out" --progress none "${@:3}" >/dev/null 2>"$folder/$1.txt" || { cat "$folder/$1.txt" >&2; exit 1; }
}
mkdir -p "$folder"
for attack in ${ATTACKS:-fmn fab}; do run "$attack" "$attack" --norm linf; done
strengths=$(awk -v e="$epsilon" 'BEGIN { for (s = 1; s >= 1 / 16; s /= 2) printf "%.6f ", s * e }')
for strength in $strengths; do run "pgd-$strength" pgd --epsilon "$strength"; done
for proof in "$@"; do
  run "$proof" bounds --proof "$proof" --epsilon "$(awk -v e="$epsilon" 'BEGIN { print e / 2 }')"
  awk -v proof="$proof" -v folder="$folder" -v strengths="$strengths" -F, '
    # Columns by name: in the attacks index, success and linf; in the proof index and proven.
    FNR == 1 { delete column; for (i = 1; i <= NF; i++) column[$i] = i; next }
    FILENAME ~ "/" proof "/" { proven[$column["index"]] = $column["proven"]; next }
    $column["success"] == "yes" {
      d = $column["linf"]; index_ = $column["index"]
      if (!(index_ in found) || d < found[index_]) found[index_] = d
    }
    END {
      for (i in proven) { n++; if (i in found) { f++; if (proven[i] > 0 && found[i] <= proven[i]) { bad++; print "image " i ": proven " proven[i] ", found " found[i] } } }
      printf "%s: %d images, %d with an example, %d below their bound\n", proof, n, f, bad
      exit bad > 0
    }' "$folder/$proof/samples.csv" "$folder"/[fp]*/samples.csv ||
    wrong=$((wrong + 1))
  grep -h '^certified_radius_median\|^seconds' "$folder/$proof.txt"
done
exit "$wrong"
