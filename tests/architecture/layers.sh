#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The layers, bottom to top: a folder includes only what stands in itself or below it. Every folder is in the list.
layers=(
  core/base core/data core/method core/record/artefact core/record core/audit core/report core/job  # these link no LibTorch
  core/tensor core/graph core/fast core/victim
  core/formats/sidecar core/formats/onnx core/formats/torchscript core/formats
  core/run core/training
  core/explain core/evasion core/poisoning core/defence core/inversion core/membership core/protection core/general
  core/session
  ui/base ui/tasks ui/workbench ui/views ui/controls ui/manual ui/pages ui/shell
  app
)
declare -A levels
for at in "${!layers[@]}"; do levels[${layers[at]}]=$at; done

levelOf() {  # $1: a path from the root; sets `level`, to nothing if no layer has its folder
  local place=${1%/*}
  [[ $place == core ]] && place=${1%.*}
  [[ $place == app/* ]] && place=app
  level=${levels[$place]}
}

found=0
while IFS=: read -r file line text; do
  included=${text#*\"}
  included=${included%%\"*}
  [[ $file == core/precompiled.h ]] && continue
  levelOf "$file"
  own=$level
  levelOf "$included"
  other=$level
  if [ -z "$own" ]; then
    echo "$file:$line: stands in no known layer" && found=1
  elif [ -z "$other" ]; then
    [ -e "$included" ] && echo "$file:$line: includes $included, which stands in no known layer" && found=1
  elif [ "$other" -gt "$own" ]; then
    echo "$file:$line: includes $included from a layer above its own" && found=1
  fi
done < <(grep -rnE --include='*.h' --include='*.cpp' '^[[:space:]]*#[[:space:]]*include[[:space:]]*"' core ui app)
exit $found
