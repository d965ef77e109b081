#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# clang-tidy over the rooms that include no LibTorch: Clang 14 cannot read ATen in C++20. $1: the build folder.
command -v run-clang-tidy > /dev/null || { echo "skipped: clang-tidy is missing" && exit 77; }
commands=$(mktemp -d)
trap 'rm -r "$commands"' EXIT
# A precompiled header of GCC's is none for Clang.
sed -E 's/-Winvalid-pch|-Werror=invalid-pch|-include [^ ]*cmake_pch\.hxx//g' "$1/compile_commands.json" \
  > "$commands/compile_commands.json"
run-clang-tidy -quiet -p "$commands" "$PWD/core/(base|data|method|record|audit|report|job)/" 2> /dev/null |
  tee "$commands/found" | grep -E 'warning:|error:'
! grep -qE 'warning:|error:' "$commands/found"
