#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Records of methods of every family fit the published schema, and the schema refuses what is no record.

schema.py PROGRAM; exit 77: python3-jsonschema is missing."""
import copy
import json
import pathlib
import subprocess
import sys
import tempfile

try:
    import jsonschema
except ImportError:
    print("skipped: python3-jsonschema is not installed")
    sys.exit(77)

RUNS = {
    "attack": ["pgd", "--first", "4", "--steps", "2"],
    "guarded": ["fgm", "--first", "4", "--guard", "input-transform:kind=bits", "--sweep", "2"],
    "by-labels": ["spatial", "--indices", "1,2,3"],
    "map": ["occlusion", "--first", "1"],
    "detector": ["strip", "--first", "40"],
    "doctor": ["load-doctor", "--first", "8"],
    "sheet": ["survives", "--first", "4"],
    "trained": ["train", "--first", "60", "--epochs", "1"],
}
# Each must make the schema complain: a schema that lets everything through is none.
DAMAGES = {
    "another schema": lambda r: r.update(schema="adversarium.record/0"),
    "no request": lambda r: r.pop("request"),
    "a measure in words": lambda r: next(iter(r["measures"].values())).update(value="many"),
    "a file elsewhere": lambda r: r["artefacts"][0].update(file="../elsewhere.npy"),
    "a hash that is none": lambda r: r["origin"].update(model_sha256="abc"),
}

program = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else "build/adversarium").resolve()
schema = json.loads(pathlib.Path("resources/manual/record.schema.json").read_text())
validator_class = getattr(jsonschema, "Draft202012Validator", None)
if validator_class is None:
    print("skipped: this jsonschema does not know draft 2020-12")
    sys.exit(77)
validator_class.check_schema(schema)
validator = validator_class(schema)
wrong = 0
records = {}
with tempfile.TemporaryDirectory() as folder:
    for name, (method, *rest) in RUNS.items():
        model, data = ("new:mlp", "demo:digits-train") if method == "train" else ("demo:signs", "demo:signs")
        out = pathlib.Path(folder) / name
        command = [program, "run", method, "--model", model, "--data", data, *rest, "--progress", "none", "--out", out]
        done = subprocess.run(list(map(str, command)), capture_output=True, text=True)
        if done.returncode != 0:
            print(f"{method}: ended with {done.returncode}: {done.stderr.strip()[-400:]}")
            wrong += 1
            continue
        record = records[name] = json.loads((out / "record.json").read_text())
        for error in validator.iter_errors(record):
            print(f"{method}: {'/'.join(map(str, error.absolute_path))}: {error.message[:300]}")
            wrong += 1
        for artefact in record["artefacts"]:
            if not (out / artefact["file"]).exists():
                print(f"{method}: names {artefact['file']}, which is not there")
                wrong += 1

if "attack" in records:
    for name, damage in DAMAGES.items():
        damaged = copy.deepcopy(records["attack"])
        damage(damaged)
        if validator.is_valid(damaged):
            print(f"the schema lets through: {name}")
            wrong += 1
    more = copy.deepcopy(records["attack"])
    more["tomorrow"] = {"a": 1}
    if not validator.is_valid(more):
        print("the schema refuses an unknown key")
        wrong += 1
sys.exit(1 if wrong else 0)
