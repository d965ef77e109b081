#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The documents hold together: links and anchors lead somewhere, pages stand in both languages, every method has its
page, and a table of figures stands under the command and the commit that made it.

manual.py [PROGRAM [FOLDER]]: the folder is the source tree."""
import pathlib
import re
import subprocess
import sys
import urllib.parse

program = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else "build/adversarium").resolve()
root = pathlib.Path(sys.argv[2] if len(sys.argv) > 2 else ".").resolve()
manual = root / "resources" / "manual"
LANGUAGES = ("en", "de")
README_LINES = 120
wrong = 0


def say(path, line, words):
    global wrong
    wrong += 1
    print(f"{path.relative_to(root)}:{line}: {words}")


def prose(path):
    """Numbered lines outside fenced code."""
    fenced = False
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
        if line.startswith("```"):
            fenced = not fenced
        elif not fenced:
            yield number, line


def anchors(path):
    """As forges make them: lower case, spaces to hyphens, other signs away."""
    found = set()
    for _, line in prose(path):
        heading = re.match(r"#{1,6} +(.*)", line)
        if heading:
            found.add(re.sub(r"[^\w\- ]", "", heading[1].strip().lower()).replace(" ", "-"))
    return found


documents = sorted(root.glob("*.md")) + sorted(manual.rglob("*.md"))
for path in documents:
    text = re.sub(r"(^```.*?^```$)", lambda m: re.sub(r"[^\n]", " ", m[0]), path.read_text(encoding="utf-8"),
                  flags=re.S | re.M)
    text = re.sub(r"`[^`\n]*`(?!\])", lambda m: " " * len(m[0]), text)  # code is no link; a link's words may be code
    for link in re.finditer(r"\]\(([^)\s]+)\)", text):
        line = text.count("\n", 0, link.start()) + 1
        where, _, anchor = link[1].partition("#")
        if re.match(r"[a-z]+:", where):
            continue
        target = (path.parent / urllib.parse.unquote(where)).resolve() if where else path
        if not target.exists():
            say(path, line, f"leads to {link[1]}, which is not there")
        elif anchor and urllib.parse.unquote(anchor) not in anchors(target):
            say(path, line, f"leads to #{anchor}, which {target.name} has no heading for")

pages = {language: {str(p.relative_to(manual / language)) for p in (manual / language).rglob("*.md")}
         for language in LANGUAGES}
for language in LANGUAGES:
    if not pages[language]:
        say(manual / language, 1, "has no pages")
    for missing in sorted(set().union(*pages.values()) - pages[language]):
        say(manual / language / missing, 1, "is missing in this language")

listing = subprocess.run([str(program), "methods"], capture_output=True, text=True, check=True).stdout
methods = re.findall(r"^([a-z0-9-]+)  \(", listing, re.M)
if len(methods) < 10:
    say(root / "README.md", 1, f"`{program.name} methods` lists only {len(methods)} methods")
for language in LANGUAGES:
    index = (manual / language / "index.md").read_text(encoding="utf-8")
    for method in methods:
        if f"methods/{method}.md" not in pages[language]:
            say(manual / language / "methods" / f"{method}.md", 1, "is missing, though there is the method")
        if f"(methods/{method}.md)" not in index:
            say(manual / language / "index.md", 1, f"does not lead to {method}")

for path in sorted(manual.glob("*/measured/*.md")):
    lines = path.read_text(encoding="utf-8").split("\n")
    for at, line in enumerate(lines):
        if not re.match(r"\|[-:| ]+\|$", line) or at < 1 or not lines[at - 1].startswith("|"):
            continue
        rows = "".join(row for row in lines[at + 1:at + 30] if row.startswith("|"))
        above = "\n".join(lines[max(0, at - 4):at - 1])
        if not re.search(r"\d", rows):
            continue
        if not re.search(r"`(run|adversarium|build/tests/bench/|tests/measure/|resources/)[^`]*`", above):
            say(path, at, "a table of figures without the command that made it, right above")
        if not re.search(r"[Cc]ommit `[0-9a-f]{7,}`", above) or "LibTorch" not in above:
            say(path, at, "a table of figures without commit and machine, right above")

length = (root / "README.md").read_text(encoding="utf-8").count("\n")
if length > README_LINES:
    say(root / "README.md", length, f"is longer than {README_LINES} lines: the manual has room")
sys.exit(1 if wrong else 0)
