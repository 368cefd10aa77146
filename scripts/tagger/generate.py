#!/usr/bin/env python3
"""Writes labelled text for training the name tagger: sentences and documents of many kinds, made from the templates beside this file, with
people, places, organisations, addresses, jobs, illnesses, dates and structured values drawn from Faker's lists and from lists written here.

    python3 -m venv venv && venv/bin/pip install Faker
    venv/bin/python scripts/tagger/generate.py --count 60000 --seed 1 --out train.jsonl [--split train|heldout] [--check]

One JSON object a line: {"text", "spans": [{"start", "end", "type"}], "domain", "template", "language"}. Offsets are in Unicode scalars,
the end is exclusive; spans do not overlap and neither start nor end with white space. Types are those of EntityType.swift.

Templates (generate_grammar.py has their notation) are chats, tickets, e-mails, records, notes, logs, code, legal and clinical documents,
news, comments and posts, and texts without any name that look as if they had one. Every template and every unit of a composed template
belongs either to the training or to the held-out side, by a hash of its text; `--split heldout` uses nothing that training uses.
generate_records.py composes forms, tables and data formats. A text is then left as it is (60 %), or lower-cased, upper-cased, title-
cased, misspelt or tokenised (generate_noise.py). The same seed gives the same file. No sentence comes from outside data.
"""
import argparse
import collections
import json
import random
import sys

import generate_noise as noise
import generate_records as records
import templates_about
import templates_business
import templates_code
import templates_english
import templates_french
import templates_german
import templates_more
import templates_negative
import templates_other
import templates_spanish
import templates_wide
from generate_grammar import Expander, Grammar
from generate_values import Scene

LANGUAGES = {"en": 78, "de": 6.8, "fr": 6.3, "es": 6.3, "it": 0.9, "nl": 0.9, "pt": 0.8}
MIXED = 0.27  # share of the texts made of several
PILED = 0.05  # share of the texts that are a pile: many short ones that have nothing to do with each other
PILE_LENGTH, PILE_PART = 1100, 140  # characters; training reads 254 word pieces of a text
# Domains whose texts hold no person.
NAMELESS = frozenset(("command wordname plain headline0 tech formless shout medneg code0 free0 long0 prod0 "
                      "ohne sans sin ohne_frei sans_libre sin_libre vitals fileless quantity").split())
WITHOUT_NOISE = ("json", "code", "log", "record")


def grammars():
    out = {}
    for module in (templates_english, templates_business, templates_negative, templates_more, templates_code, templates_german,
                   templates_french, templates_spanish, templates_other, templates_wide, templates_about):
        for language, block, raw in module.BLOCKS:
            out.setdefault(language, Grammar(language)).read(block, raw)
    return out


class Generator:
    def __init__(self, seed: int, held_out: bool):
        self.rng = random.Random(seed * 2 + held_out)
        self.held_out = held_out
        self.expanders = {language: Expander(grammar, self.rng, held_out, Scene) for language, grammar in grammars().items()}

    def one(self):
        rng = self.rng
        language = self.language()
        scene = Scene(rng, language)
        expander = self.expanders[language]
        if rng.random() < PILED:
            segments, used = self.pile(language)
            name, domain = "+".join(dict.fromkeys(used)), "pile"
        elif rng.random() < (0.07 if language in ("en", "de", "fr", "es") else 0.0):
            segments, name, domain = records.compose(scene, self.held_out)
        else:
            segments, used, domain = self.unit(expander, scene, ())
            if rng.random() < MIXED:
                # Several texts in one, of any domains or of those without names.
                only = NAMELESS if domain in NAMELESS and rng.random() < 0.75 else ()
                joint = rng.choice(["\n", "\n\n", " ", " ", "\n- ", " | ", "... "])
                for _ in range(rng.choice([1, 1, 1, 2, 2, 3, 4])):
                    more, ids, _ = self.unit(expander, scene.fresh(), only)
                    segments += [[joint, None]] + more
                    used += ids
            name = "+".join(dict.fromkeys(used))
        if rng.random() < 0.1 and not domain.startswith(WITHOUT_NOISE) and any("\n" in text for text, _ in segments):
            segments = noise.prefixed(segments, rng)
        segments = noise.spoil(segments, rng, domain.startswith(WITHOUT_NOISE))
        if rng.random() < 0.02:
            segments = noise.hide(segments, rng)
        text, spans = assemble(segments)
        return {"text": text, "spans": spans, "domain": domain, "template": name, "language": language}

    def language(self):
        return self.rng.choices(list(LANGUAGES), list(LANGUAGES.values()))[0]

    def pile(self, language):
        """Short texts after each other, up to the length that is read at once; in one pile of three, each is in a language of its own."""
        rng = self.rng
        languages_differ, joint = rng.random() < 0.33, rng.choice(["\n", "\n", " ", " ", "\n\n", "\n- ", "; "])
        segments, used, length = [], [], rng.randint(PILE_LENGTH // 4, PILE_LENGTH)
        while length > 0:
            spoken = self.language() if languages_differ else language
            more, ids, _ = self.unit(self.expanders[spoken], Scene(rng, spoken), ())
            size = sum(len(text) for text, _ in more)
            if size > PILE_PART:
                continue
            segments += ([[joint, None]] if segments else []) + more
            used += ids
            length -= size + len(joint)
        return segments, used

    def unit(self, expander, scene, only):
        domains = {d: v for d, v in expander.domains.items() if not only or d in only}
        domain = self.rng.choices(list(domains), [w for w, _ in domains.values()])[0]
        segments, used = expander.expand(self.rng.choice(domains[domain][1]), scene)
        return segments, used, domain


def assemble(segments):
    parts, spans, position = [], [], 0
    for text, kind in segments:
        if not text:
            continue
        if kind:
            inner = text.strip()
            if inner:
                start = position + len(text) - len(text.lstrip())
                spans.append({"start": start, "end": start + len(inner), "type": kind})
        parts.append(text)
        position += len(text)
    text = "".join(parts)
    cut = len(text) - len(text.lstrip())
    if cut:
        spans = [{"start": s["start"] - cut, "end": s["end"] - cut, "type": s["type"]} for s in spans]
    return text.strip(), spans


def check(rows, out=sys.stderr):
    types, domains, languages, sizes = collections.Counter(), collections.Counter(), collections.Counter(), []
    no_name = no_span = 0
    skeletons, units = set(), set()
    for row in rows:
        last = 0
        for span in row["spans"]:
            piece = row["text"][span["start"]:span["end"]]
            assert piece and piece == piece.strip(), (piece, row)
            assert span["start"] >= last and span["end"] <= len(row["text"]), row
            last = span["end"]
            types[span["type"]] += 1
        no_name += not any(s["type"] == "PERSON" for s in row["spans"])
        no_span += not row["spans"]
        domains[row["domain"]] += 1
        languages[row["language"]] += 1
        skeletons.add(row["template"])
        units.update(row["template"].split("+"))
        sizes.append(len(row["text"].split()))
    sizes.sort()
    print(f"{len(rows)} texts, {len(skeletons)} skeletons, {len(units)} template units; "
          f"without PERSON {no_name / len(rows):.1%}, without any span {no_span / len(rows):.1%}", file=out)
    print("words: " + ", ".join(f"p{p} {sizes[min(len(sizes) - 1, len(sizes) * p // 100)]}" for p in (1, 10, 50, 90, 99, 100)), file=out)
    for title, counter in (("types", types), ("domains", domains), ("languages", languages)):
        print(title + ": " + ", ".join(f"{k} {v}" for k, v in counter.most_common()), file=out)


def main():
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("--count", type=int, default=60000)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--out", required=True)
    arguments.add_argument("--split", choices=("train", "heldout"), default="train")
    arguments.add_argument("--check", action="store_true")
    options = arguments.parse_args()
    generator = Generator(options.seed, options.split == "heldout")
    rows, seen = [], set()
    while len(rows) < options.count:
        row = generator.one()
        # The same short text again teaches nothing; a few repeats are let through so that a small grammar ends.
        if row["text"] in seen and generator.rng.random() < 0.9 or not row["text"]:
            continue
        seen.add(row["text"])
        rows.append(row)
    with open(options.out, "w", encoding="utf-8") as file:
        for row in rows:
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
    if options.check:
        check(rows)


if __name__ == "__main__":
    main()
