"""Labelled spans as the tagger reads them: values that patterns found replaced by words, word pieces,
a row of features and a label for each word.

The twin of Shared/Tagging/TaggerWord.swift and Shared/Privacy/PatternReading.swift; a feature that differs there and here
costs accuracy and says nothing.
"""
import json
import random
import re
import subprocess

import numpy as np
import regex
from tokenizers import BertWordPieceTokenizer

ENTITIES = ["PERSON", "LOCATION", "ORGANIZATION", "STREET_ADDRESS", "NRP", "TITLE", "AGE", "JOB_TITLE", "MEDICAL_CONDITION", "DATE_TIME"]
LABELS = ["O"] + [prefix + entity for entity in ENTITIES for prefix in ("B-", "I-")]
INDEX = {label: index for index, label in enumerate(LABELS)}
# Rows of the feature tables: case, characters, gap before the word, case of the whole text, start of a sentence, gazetteer.
FEATURES = [6, 8, 5, 3, 2, 32]
# Word pieces of one text; the rest of a longer one is left out of training.
MOST_PIECES = 254
# Label of a word that is left out of the loss.
IGNORED = -100

ALPHABETIC, UPPER, LOWER, BLANK = (regex.compile(rf"\p{{{name}}}") for name in ("Alphabetic", "Uppercase", "Lowercase", "White_Space"))


def case_of(word):
    letters = [c for c in word if ALPHABETIC.match(c)]
    if not letters:
        return 0
    upper = [bool(UPPER.match(c)) for c in letters]
    lower = [bool(LOWER.match(c)) for c in letters]
    if all(lower):
        return 1
    if all(upper):
        return 4 if len(letters) == 1 else 3
    return 2 if upper[0] and all(lower[1:]) else 5


def characters_of(word):
    if all(ALPHABETIC.match(c) for c in word):
        return 0
    if all(c.isdecimal() for c in word):
        return min(len(word), 5)
    return 6 if all(ALPHABETIC.match(c) or c.isdecimal() for c in word) else 7


def gap_of(text, previous_end, start):
    if previous_end is None:
        return 4
    blanks = [c for c in text[previous_end:start] if BLANK.match(c)]
    if not blanks:
        return 0
    if any(c in "\n\r\u2028\u2029" for c in blanks):
        return 3
    return 1 if len(blanks) == 1 and blanks[0] != "\t" else 2


def case_of_text(text):
    letters = [c for c in text if ALPHABETIC.match(c)]
    if not letters:
        return 0
    if not any(UPPER.match(c) for c in letters):
        return 1
    return 2 if not any(LOWER.match(c) for c in letters) else 0


def fnv1a(word):
    """32-bit FNV-1a of the word, each of its scalars lower-cased alone."""
    value = 0x811C9DC5
    for byte in "".join(c.lower() for c in word).encode():
        value = ((value ^ byte) * 0x01000193) & 0xFFFFFFFF
    return value


def read_gazetteer(path):
    """word<TAB>flags lines -> {hash: flags}"""
    flags = {}
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            word, value = line.rstrip("\n").split("\t")
            key = fnv1a(word)
            flags[key] = flags.get(key, 0) | int(value)
    return flags


def words_of(text, tokens, offsets, gazetteer):
    """([start, end] of each word, index of its first piece, [words, 6] features)"""
    words, first = [], []
    for piece, (token, (start, end)) in enumerate(zip(tokens, offsets)):
        if token.startswith("##") and words:
            words[-1][1] = end
        else:
            first.append(piece)
            words.append([start, end])
    features = np.zeros((len(words), len(FEATURES)), np.uint8)
    whole, before = case_of_text(text), None
    for index, (start, end) in enumerate(words):
        word, gap = text[start:end], gap_of(text, before and before[1], start)
        begins = before is None or gap == 3 or text[before[0]:before[1]] in (".", "!", "?", ":", ";")
        features[index] = (case_of(word), characters_of(word), gap, whole, begins, gazetteer.get(fnv1a(word), 0))
        before = (start, end)
    return words, first, features


def spoken_names(entity_type_source):
    """What the encoder reads in place of a value, by entity, from EntityType.swift."""
    text = open(entity_type_source, encoding="utf-8").read()
    raw = dict(re.findall(r'case (\w+) = "(\w+)"', text))
    return {raw[case]: spoken for case, spoken in re.findall(r'case \.(\w+): Facts\("\w+", "([^"]+)"', text)}


def pattern_spans(texts, weir_node):
    feed = "".join(json.dumps({"text": text}) + "\n" for text in texts)
    done = subprocess.run([weir_node, "mask", "--json", "--no-names"], input=feed.encode(), stdout=subprocess.PIPE, check=True)
    return [json.loads(line)["spans"] for line in done.stdout.decode().split("\n") if line]


def replace_patterns(text, spans, spoken):
    """The text with each span's spoken name in its place, and for each of its characters where it came from (-1: from nowhere)."""
    parts, origin, at = [], [], 0
    for span in spans:
        parts += [text[at:span["start"]], spoken[span["type"]]]
        origin += [*range(at, span["start"]), *([-1] * len(parts[-1]))]
        at = span["end"]
    return "".join(parts) + text[at:], origin + [*range(at, len(text))]


def allowed_bits(entities):
    """Labels a word may have when it is O or one of `entities`, as a bit set."""
    return 1 + sum(1 << INDEX[prefix + entity] for entity in entities for prefix in ("B-", "I-"))


class Example:
    """One text: ids [pieces + 2], first [words] (row of each word's first piece), features [words, 6], labels, allowed and
    origins [words]."""

    def __init__(self, record, found, spoken, tokenizer, gazetteer):
        self.text, self.gold, unknown = record
        reading, origin = replace_patterns(self.text, found, spoken)
        encoded = tokenizer.encode(reading)
        tokens, offsets = encoded.tokens[1:-1][:MOST_PIECES], encoded.offsets[1:-1][:MOST_PIECES]
        words, first, self.features = words_of(reading, tokens, offsets, gazetteer)
        self.ids = np.array([encoded.ids[0], *encoded.ids[1:-1][:MOST_PIECES], encoded.ids[-1]], np.int64)
        self.first = np.array(first, np.int64) + 1
        self.patterns = [(span["start"], span["end"], span["type"]) for span in found]
        self.labels = np.full(len(words), IGNORED, np.int64)
        self.allowed = np.zeros(len(words), np.int64)
        self.origins = []
        at = {position: (number, entity) for number, (start, end, entity) in enumerate(self.gold) for position in range(start, end)}
        bits, previous = allowed_bits(unknown), None
        for index, (start, end) in enumerate(words):
            kept = [origin[position] for position in range(start, end) if origin[position] >= 0]
            self.origins.append((kept[0], kept[-1] + 1) if kept else None)
            number, entity = next((at[position] for position in kept if position in at), (None, None))
            if not kept:
                previous = None
            elif entity in ENTITIES:
                self.labels[index] = INDEX[("I-" if previous == number else "B-") + entity]
                previous = number
            else:
                self.labels[index] = 0
                self.allowed[index] = bits if bits != 1 else 0
                previous = None


def read_examples(records, weir_node, spoken, vocabulary, gazetteer):
    """records: (text, [(start, end, entity)], entities the set does not label)

    In half of the texts every labelled value that patterns look for is taken as found, so that the tagger does not
    depend on what today's find.
    """
    tokenizer = BertWordPieceTokenizer(vocabulary, lowercase=True)
    examples = []
    for record, found in zip(records, pattern_spans([record[0] for record in records], weir_node)):
        if random.random() < 0.5:
            found = found + [{"start": start, "end": end, "type": entity} for start, end, entity in record[1]
                             if entity in spoken and entity not in ENTITIES
                             and not any(other["start"] < end and start < other["end"] for other in found)]
            found.sort(key=lambda span: span["start"])
        examples.append(Example(record, found, spoken, tokenizer, gazetteer))
    return examples
