#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The German translation and the English plurals are complete: nothing unfinished, vanished or empty, and no string of
# the sources missing.
gaps() {  # $1: a .ts file; prints each gap as file:line, and succeeds if there was one
  grep -nE 'type="(unfinished|vanished|obsolete)"|<translation( [^>]*)?></translation>|<translation( [^>]*)?/>|<numerusform></numerusform>' \
    "$1" | sed "s|^|$(basename "$1"):|"
  return "${PIPESTATUS[0]}"
}
for language in de en; do
  file=translations/adversarium_$language.ts
  [ -f $file ] || { echo "$file:1: is missing" && exit 1; }
  if gaps $file; then exit 1; fi
done

lupdate=${1:-/usr/lib/qt6/bin/lupdate}  # not the one on the path, which may be another Qt's
if [ ! -x "$lupdate" ]; then
  echo "skipped: lupdate is not installed"
  exit 77
fi
copy=$(mktemp -d) && trap 'rm -rf "$copy"' EXIT
cp translations/*.ts "$copy"
translations/update.sh "$copy" "$lupdate" "${2:-build/adversarium}" || exit 1
for file in "$copy"/*.ts; do
  if gaps "$file"; then
    echo "^ lines of the file that lupdate would write: these strings have no translation yet"
    exit 1
  fi
done
