#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The wall: ui/ and app/ include no LibTorch or OpenCV header, core/ includes no Qt. Linkage alone cannot hold it,
# because the distribution puts torch's headers on the default path.
found=0
forbid() {  # $1: folders, $2: pattern of what stands between the brackets, $3: words
  # shellcheck disable=SC2086
  if grep -rnE --include='*.h' --include='*.cpp' "^[[:space:]]*#[[:space:]]*include[[:space:]]*[<\"]($2)" $1; then
    echo "^ $3"
    found=1
  fi
}
forbid "ui app" '(torch|ATen|c10|caffe2|opencv2)/' "ui and app must not include LibTorch or OpenCV"
forbid "core/base core/data core/method core/record core/audit core/report core/job" '(torch|ATen|c10|caffe2)/' \
  "these rooms must not include LibTorch"
forbid core 'Q[A-Z]|Qt|qcustomplot|ui/|app/' "core must not include Qt"
exit $found
