#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Whether the strong attacks are the strong ones: AutoAttack against every single attack in its ball, and the medians
# of the minimum-norm attacks side by side.
#   tests/measure/strength.sh MODEL DATA EPSILON IMAGES FOLDER
# e.g. tests/measure/strength.sh demo:signs-robust demo:signs 0.0314 200 /tmp/strength
# Needs build/adversarium (or PROGRAM). What FOLDER holds already is not computed again. Says at the end which
# orders do not hold; their number is the exit code. QUERIES=10000 adds HopSkipJump with so many beside cw;
# CASCADE='--queries 1000' shortens AutoAttack's last stage.
set -euo pipefail
[ $# -eq 5 ] || { sed -n '3,10s/^# \{0,2\}//p' "$0"; exit 2; }
model=$1 data=$2 epsilon=$3 images=$4 folder=$5
program=${PROGRAM:-$(cd "$(dirname "$0")/../.." && pwd)/build/adversarium}
wrong=0

# run NAME METHOD OPTION…: once; measures are kept beside the record
run() {
  local out=$folder/$1
  [ -f "$out/record.json" ] ||
    "$program" run "$2" --model "$model" --data "$data" --first "$images" --threads "${THREADS:-0}" \
      --out "$out" --progress none "${@:3}" >/dev/null 2>"$folder/$1.txt" || { cat "$folder/$1.txt" >&2; exit 1; }
}
said() { awk -v name="$2" '$1 == name { print $2; found = 1 } END { if (!found) print "-" }' "$folder/$1.txt"; }
# holds WORDS SMALLER LARGER: with a hair of slack for rounding
holds() {
  if awk -v a="$2" -v b="$3" 'BEGIN { exit !(a + 0 <= 1.001 * b + 1e-9) }'; then echo "  yes $1"; else
    echo "  NO  $1: $2 > $3"; wrong=$((wrong + 1)); fi
}

mkdir -p "$folder"
echo "$model, $images images, ε $epsilon"
run autoattack autoattack --epsilon "$epsilon" ${CASCADE:-}
whole=$(said autoattack robust_accuracy)
echo "robust accuracy of autoattack $whole ($(said autoattack seconds) s)"
single() {
  run "$@" --epsilon "$epsilon"
  holds "autoattack ≤ $1 $(said "$1" robust_accuracy) ($(said "$1" seconds) s)" "$whole" "$(said "$1" robust_accuracy)"
}
single fgm fgm
single pgd pgd
single pgd-restarts pgd --restarts 10
single apgd-ce apgd
single apgd-dlr apgd --loss dlr
single square square --queries 1000

for norm in linf l2; do
  for attack in fmn fab deepfool; do run "$attack-$norm" "$attack" --norm "$norm"; done
  near=norm_${norm}_median
  echo "median $norm: fmn $(said "fmn-$norm" "$near") fab $(said "fab-$norm" "$near") deepfool $(said "deepfool-$norm" "$near")," \
    "success $(said "fmn-$norm" success_rate) $(said "fab-$norm" success_rate) $(said "deepfool-$norm" success_rate)," \
    "seconds $(said "fmn-$norm" seconds) $(said "fab-$norm" seconds) $(said "deepfool-$norm" seconds)"
  holds "$norm: fmn ≤ fab" "$(said "fmn-$norm" "$near")" "$(said "fab-$norm" "$near")"
  holds "$norm: fab ≤ deepfool" "$(said "fab-$norm" "$near")" "$(said "deepfool-$norm" "$near")"
done
run cw cw
echo "median l2: cw $(said cw norm_l2_median) ($(said cw seconds) s)"
if [ -n "${QUERIES:-}" ]; then
  run hopskipjump hopskipjump --queries "$QUERIES"
  echo "median l2: hopskipjump $(said hopskipjump norm_l2_median) ($(said hopskipjump seconds) s)"
  holds "hopskipjump ≤ 1.5 × cw" "$(said hopskipjump norm_l2_median)" "$(awk -v a="$(said cw norm_l2_median)" 'BEGIN { print 1.5 * a }')"
fi
exit "$wrong"
