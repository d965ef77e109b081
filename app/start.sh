#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Installs what is missing, builds, and starts Adversarium on its built-in data. Without a display it writes the same
# demonstration as a folder with pictures.
set -euo pipefail
source "$(dirname "$0")/setup.sh"
install "${packages[@]}"
configure_and_build -DADVERSARIUM_TESTS=OFF
if [ -n "${DISPLAY:-}" ] || [ -n "${WAYLAND_DISPLAY:-}" ]; then
  exec "$build/adversarium" "$@"
fi
echo "There is no display (neither DISPLAY nor WAYLAND_DISPLAY is set): writing the demonstration instead."
exec "$build/adversarium" demo --out "$build/demo"
