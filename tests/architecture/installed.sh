#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# An installed copy runs wherever its prefix is, on what was installed with it and not on the source tree.
# $1: cmake, $2: the build folder
set -eu
unset ADVERSARIUM_RESOURCES
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"$1" --install "$2" --prefix "$folder/first" >/dev/null
prefix="$folder/moved away"
mv "$folder/first" "$prefix"
for file in bin/adversarium share/applications/org.adversarium.Adversarium.desktop \
    share/metainfo/org.adversarium.Adversarium.metainfo.xml \
    share/icons/hicolor/scalable/apps/org.adversarium.Adversarium.svg \
    share/adversarium/models/signs.adv share/adversarium/models/signs.json; do
  [ -s "$prefix/$file" ] || { echo "$file is not installed"; exit 1; }
done
if find "$prefix" -name '*.sh' -o -name 'test_*' -o -name '*bench*' | grep .; then
  echo "^ is for developers, and is installed"
  exit 1
fi
cd "$folder"  # in which files come to be called as commands are
"$prefix/bin/adversarium" methods >methods
grep -q '^fgm ' methods
"$prefix/bin/adversarium" demo --progress none --threads 1 --out demo >files
for file in record.json figure.png report.html; do
  [ -s "demo/$file" ] || { echo "the demonstration has no $file"; exit 1; }
done
# Without them it does not turn to the source tree's.
rm "$prefix"/share/adversarium/models/signs.*
if "$prefix/bin/adversarium" demo --progress none --threads 1 --out again 2>problem; then
  echo "the demonstration ran on models that are not installed"
  exit 1
fi
grep -q signs problem
