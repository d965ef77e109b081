# SPDX-License-Identifier: GPL-3.0-or-later
# Sourced by app/start.sh and tests/run.sh: installs what is missing on Debian 12 or 13 and builds. Needs no network when
# everything is there. Sets `root` (the source tree) and `build`.
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
build=$root/build

packages=(
  g++ cmake ninja-build ccache mold
  libtorch-dev libdnnl-dev libopenblas0-openmp libopencv-dev libonnx-dev libprotobuf-dev
  qt6-base-dev qt6-svg-dev qt6-tools-dev qt6-tools-dev-tools qt6-l10n-tools libgl-dev libqcustomplot-dev
  nlohmann-json3-dev libfmt-dev libcli11-dev zlib1g-dev libssl-dev libboost-dev libexiv2-dev
  fonts-dejavu-core
)

# install PACKAGE…: only those that are missing
install() {
  local missing=()
  for package in "$@"; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
  done
  [ ${#missing[@]} -eq 0 ] && return
  echo "Installing: ${missing[*]}"
  local as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || { echo "Please install as root: ${missing[*]}" >&2; exit 1; }
    as_root=(sudo)
  fi
  "${as_root[@]}" apt-get update -qq
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"
}

# configure_and_build CMAKE_OPTION…
configure_and_build() {
  local generator=()
  [ -f "$build/CMakeCache.txt" ] || ! command -v ninja >/dev/null || generator=(-G Ninja)
  local log
  log=$(cmake "${generator[@]}" -S "$root" -B "$build" -DADVERSARIUM_BATCHES=ON "$@" 2>&1) || { echo "$log"; exit 1; }
  cmake --build "$build" --parallel "$(nproc)"
}
