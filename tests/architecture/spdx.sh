#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Every source says its licence within its first two lines (a script's first is its interpreter).
found=0
while IFS= read -r file; do
  if ! head -n 2 "$file" | grep -q 'SPDX-License-Identifier: GPL-3.0-or-later'; then
    echo "$file:1: has no SPDX line" && found=1
  fi
done < <(find core ui app tests CMakeLists.txt -name '*.h' -o -name '*.cpp' -o -name '*.sh' -o -name '*.py' -o -name CMakeLists.txt)
exit $found
