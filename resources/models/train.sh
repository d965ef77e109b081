#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Trains the built-in models anew from the built-in data: NAME.adv is the model, NAME.json the record of its training
# (data, seed, hash, accuracy). About half an hour on two cores. Usage: train.sh [PROGRAM]
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
program=${1:-$here/../../build/adversarium}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# train NAME METHOD MODEL DATA [OPTION…]
train() {
  local name=$1 method=$2 model=$3 data=$4
  shift 4
  "$program" run "$method" --model "$model" --data "$data" --out "$work/$name" "$@"
  mv "$work/$name/model.adv" "$here/$name.adv"
  mv "$work/$name/record.json" "$here/$name.json"
}

train digits train new:lenet demo:digits-train --epochs 3
train signs train new:smallconv demo:signs-train --epochs 4
train signs-robust adversarial-training demo:signs demo:signs-train --epochs 3 --recipe fast --learning_rate 0.003
train signs-backdoored backdoor new:smallconv demo:signs-train --pattern sticker --size 0.15 --x 0.62 --y 0.62 \
  --rate 0.05 --epochs 3 --twin false --target 7
