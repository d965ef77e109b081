#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Brings German, and the plurals of English, up to date with the sources and the catalogue:
# update.sh [FOLDER [LUPDATE [ADVERSARIUM]]]
set -euo pipefail
cd "$(dirname "$0")/.."
folder=${1:-translations}
lupdate=${2:-/usr/lib/qt6/bin/lupdate}  # not the one on the path, which may be another Qt's
program=${3:-build/adversarium}

texts=$(mktemp -d) && trap 'rm -rf "$texts"' EXIT
"$program" methods --texts >"$texts/method_texts.cpp"
# Core marks what it says with translatable(context, text).
"$lupdate" -silent -I . -no-obsolete -locations none -tr-function-alias QT_TRANSLATE_NOOP+=translatable \
  ui app core "$texts" -ts "$folder/adversarium_de.ts"
"$lupdate" -silent -I . -no-obsolete -locations none -pluralonly ui app -ts "$folder/adversarium_en.ts"
