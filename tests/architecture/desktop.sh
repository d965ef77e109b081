#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# What tells a desktop about the program keeps to the specifications that desktops read.
for tool in desktop-file-validate appstreamcli; do
  command -v $tool >/dev/null || { echo "skipped: $tool is not installed"; exit 77; }
done
set -e
desktop-file-validate resources/*.desktop
appstreamcli validate --no-net resources/*.metainfo.xml
