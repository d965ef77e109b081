#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Every source is as clang-format leaves it: that of Debian 12, as no two releases of it leave them alike.
release=14
for formatter in clang-format-$release clang-format ""; do
  [ -n "$formatter" ] && "$formatter" --version 2>/dev/null | grep -q " version $release\." && break
done
if [ -z "$formatter" ]; then
  echo "skipped: clang-format $release is not installed"
  exit 77
fi
find core ui app tests \( -name '*.h' -o -name '*.cpp' \) -print0 | xargs -0 "$formatter" --dry-run -Werror
