#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Trains the built-in models anew from the built-in data: NAME.adv is the model, NAME.json the record of its training
# (data, seed, hash, accuracy). About three quarters of an hour on two cores. Usage: train.sh [PROGRAM]
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

# search NAME: the generator that `invert-gan` searches for demo:NAME, from pictures of others
search() {
  "$program" run invert-gan --model "demo:$1" --data "demo:$1" --public "demo:$1-public-train" --gan_steps 3000 \
    --first 100 --steps 1 --drawn 20 --restarts 1 --threads 1 --out "$work/$1-public"
  mv "$work/$1-public/generator.adv" "$here/$1-public.generator"
  mv "$work/$1-public/record.json" "$here/$1-public.json"
}

train digits train new:lenet demo:digits-train --epochs 3
train signs train new:smallconv demo:signs-train --epochs 4
train signs-robust adversarial-training demo:signs demo:signs-train --epochs 3 --recipe fast --learning_rate 0.003
train signs-backdoored backdoor new:smallconv demo:signs-train --pattern sticker --size 0.15 --x 0.62 --y 0.62 \
  --rate 0.05 --epochs 3 --twin false --target 7
train faces train new:smallconv demo:faces-train --first 3000 --epochs 4 --batch 32
train faces-evaluator train new:smallcnn demo:faces-train --epochs 10
search faces
