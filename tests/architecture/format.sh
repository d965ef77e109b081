#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Every source is as clang-format leaves it.
if ! command -v clang-format >/dev/null; then
  echo "skipped: clang-format is not installed"
  exit 77
fi
find core ui app tests \( -name '*.h' -o -name '*.cpp' \) -print0 | xargs -0 clang-format --dry-run -Werror
