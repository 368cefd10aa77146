#!/usr/bin/env python3
"""make_cases.py FIXTURES FOLDER: what embedded-check compares with, from Tests/Fixtures, in the form that its main.swift reads.

tokens.cases, one MODEL.gguf.cases for each model of inference/*.json, and minilm.cases: eight texts of minilm.texts in German, Japanese, symbols and
English, for the published model.
"""
import glob, json, os, struct, sys

MINILM_TEXTS = [0, 4, 11, 45, 100, 200, 300, 410]


def case(text, integers, floats):
    data = text.encode()
    return (struct.pack("<I", len(data)) + data + struct.pack(f"<I{len(integers)}i", len(integers), *integers)
            + struct.pack(f"<I{len(floats)}f", len(floats), *floats))


def main(fixtures, folder):
    def write(name, cases):
        with open(os.path.join(folder, name + ".cases"), "wb") as file:
            file.write(b"".join(cases))

    with open(fixtures + "/tokenization/cases.jsonl", encoding="utf-8") as file:
        lines = [json.loads(line) for line in file]
    write("tokens", [case(l["text"], [n for i, o in zip(l["ids"], l["offsets"]) for n in (i, *o)], []) for l in lines])

    for path in glob.glob(fixtures + "/inference/*.json"):
        with open(path, encoding="utf-8") as file:
            tiny = json.load(file)
        for model in tiny["models"]:
            parts = zip(tiny["texts"], tiny["tokens"], model["vectors"], model["lastTokenStates"], strict=True)
            write(model["file"], [case(text, ids, vector + state) for text, ids, vector, state in parts])

    with open(fixtures + "/inference/minilm.texts", encoding="utf-8") as file:
        texts = file.read().split("\n")
    with open(fixtures + "/inference/minilm.vectors", "rb") as file:
        vectors = file.read()
    # A scale and 384 signed bytes each; the scale does not matter to a cosine.
    write("minilm", [case(texts[n], [], struct.unpack_from("<384b", vectors, n * 388 + 4)) for n in MINILM_TEXTS])


main(*sys.argv[1:])
