#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The layers: a folder includes only what stands beside or below it.
layers=(
  "core/error.h core/words.h core/words.cpp core/words_json core/precompiled.h"
  "core/tensor core/data"
  "core/model core/algorithm core/job"
  "core/training core/provenance"
  "core/general core/evasion core/extraction core/poisoning core/defence core/explain"
  "core/report core/session"
  "ui"
  "app"
)
level=
levelOf() {  # $1: a path from the root; sets `level`, to nothing if no layer has it
  local at place
  level=
  for at in "${!layers[@]}"; do
    for place in ${layers[at]}; do
      case $1 in
        "$place" | "$place"/* | "$place".*) level=$at && return ;;
      esac
    done
  done
}

found=0
while IFS=: read -r file line text; do
  included=${text#*\"}
  included=${included%%\"*}
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
