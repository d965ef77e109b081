#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Installs what is missing, builds, and runs every test but those labelled slow.
set -euo pipefail
source "$(dirname "$0")/../app/setup.sh"
install "${packages[@]}" clang-format appstream desktop-file-utils python3 python3-jsonschema
configure_and_build -DADVERSARIUM_TESTS=ON
cd "$build"
ctest --parallel "$(nproc)" --output-on-failure --label-exclude slow "$@"
