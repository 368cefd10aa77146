r"""Trains the tagger's branch: BERT layers of its own over the states of one of the encoder's lower layers, with features of each word
added to them.

    train.py --model MINILM_FOLDER --encoder MINILM.gguf --weir-node .build/release/weir-node --data ../shared/data \
        --generated FILE.jsonl --gazetteer FILE.tsv --out names.gguf

The lower layers stay as they are, so they run once for the sentence vector and the tagger. Classifier and transitions in the file are
those of this training; `weir-control tagger train` fits both again on the states of the quantised encoder. Needs torch, transformers,
tokenizers, gguf and regex from PyPI.
"""
import argparse
import copy
import hashlib
import json
import random
import re
import sys
import time
from pathlib import Path

import gguf
import numpy as np
import torch
from torch.nn import functional

import reading
from reading import ENTITIES, FEATURES, IGNORED, LABELS

SYNTHETIC = {"PERSON": "PERSON", "GPE": "LOCATION", "LOCATION": "LOCATION", "ORGANIZATION": "ORGANIZATION",
             "STREET_ADDRESS": "STREET_ADDRESS", "ADDRESS": "STREET_ADDRESS", "ZIP_CODE": "STREET_ADDRESS", "NRP": "NRP", "TITLE": "TITLE",
             "PREFIX": "TITLE", "AGE": "AGE", "DATE_TIME": "DATE_TIME"}
NOISY = {"PERSON": "PERSON", "LOCATION": "LOCATION", "ORGANIZATION": "ORGANIZATION", "CORPORATION": "ORGANIZATION", "GROUP": "ORGANIZATION"}
NAMES = {"PERSON", "LOCATION", "ORGANIZATION"}
# Training files under an open licence: their labels, what they label, and how often each text is seen in an epoch. pii_anon_eval is for
# evaluation only.
CORPORA = [
    ("pii_presidio_synth/train.jsonl", SYNTHETIC, set(ENTITIES) - {"JOB_TITLE", "MEDICAL_CONDITION"}, 3),
    ("pii_presidio_synth/train_extra.jsonl", SYNTHETIC, set(ENTITIES) - {"JOB_TITLE", "MEDICAL_CONDITION", "NRP", "AGE"}, 1),
    ("pii_names_btc/train.jsonl", NOISY, NAMES, 2),
    ("pii_names_wnut17/train.jsonl", NOISY, NAMES, 2),
]
# Questions to assistants, without labels: they hold next to no personal data but dates, places and organisations, and the people that
# someone calls, writes to or names (`questions`).
QUESTIONS = [("clinc150/train.tsv", 2), ("banking77/train.tsv", 1)]
QUESTION_ENTITIES = {"DATE_TIME", "LOCATION", "ORGANIZATION"}
INTRODUCTION = re.compile(r"\b(?:name is|name's|i am|i'm|this is)\s+$", re.I)
CONTACT = re.compile(
    r"\b(call|phone|ring|dial|text|message|tell|ask|e-?mail|inform|let|remind|forward|name|named|under|meeting|with|my)\b", re.I)
BEFORE_NAME = re.compile(r"\b(?:call|calling|me|phone|ring|dial|text|message|tell|ask|e-?mail|inform|let|remind|forward|named?|under|with|"
                         r"to|from|for|and|aunt|uncle|friend|buddy|is|i am|i'm)\s+$", re.I)
GIVEN_NAME, PLACE, COMMON = 1, 4, 8  # flags of gazetteer.py
NO_PERSONS = set("siri alexa cortana bixby jarvis visa owe ran harm aud yen edit haven skip jet boil basil honey dr".split())

CASE, WHOLE_CASE, GAZETTEER = 0, 3, len(FEATURES) - 1
# Shares of the texts that train as if written in small letters, in capitals. The vocabulary has no case, so only the features change.
LOWER_CASED, UPPER_CASED = 0.08, 0.02
# Share of the texts that train without the gazetteer, or the tagger leans on it: generated names are nearly all in it, real ones are not.
WITHOUT_GAZETTEER = 0.35


def given_names(text, gazetteer):
    """[start, end] of the words that are given names and no common words."""
    words = [word.span() for word in re.finditer(r"[^\W\d_]+", text)]
    return [span for span in words if gazetteer.get(reading.fnv1a(text[slice(*span)]), 0) & (GIVEN_NAME | COMMON) == GIVEN_NAME]


def questions(texts, gazetteer, settle):
    """Records of unlabelled questions. First, given names are left to the tagger. To settle, who says the own name counts as a person,
    other names in small letters do not, and each question with a given name stands there a second time, with capitals, as a person."""
    for text in texts:
        names = given_names(text, gazetteer)
        if not settle:
            yield text, [], QUESTION_ENTITIES | ({"PERSON"} if names and CONTACT.search(text) else set())
            continue
        names = [(start, end) for start, end in names if not gazetteer[reading.fnv1a(text[start:end])] & PLACE
                 and text[start:end].lower() not in NO_PERSONS and BEFORE_NAME.search(text[:start])]
        yield text, [(*span, "PERSON") for span in names if INTRODUCTION.search(text[:span[0]])], QUESTION_ENTITIES
        if names:
            capitals = {start for start, _ in names} | {0}
            cased = "".join(c.upper() if index in capitals and len(c.upper()) == 1 else c for index, c in enumerate(text))
            yield cased, [(*span, "PERSON") for span in names], QUESTION_ENTITIES | {"PERSON"}


def records(arguments, gazetteer):
    """(records, times an epoch) of each source"""
    def labelled(path, mapping, known):
        for line in open(path, encoding="utf-8"):
            row = json.loads(line)
            spans = [(s["start"], s["end"], mapping.get(s["type"], "O") if mapping else s["type"]) for s in row["spans"]]
            yield row["text"], spans, set(ENTITIES) - known

    for path in arguments.generated:
        yield path, list(labelled(path, None, set(ENTITIES)))[:arguments.most_generated], 1
    for name, mapping, known, times in CORPORA:
        yield name, list(labelled(Path(arguments.data) / name, mapping, known)), times
    for name, times in QUESTIONS:
        with open(Path(arguments.data) / name, encoding="utf-8") as lines:
            texts = [line.rstrip("\n").split("\t")[0] for line in lines][1:]
        yield name, list(questions(texts, gazetteer, arguments.settle)), times


class Branch(torch.nn.Module):
    def __init__(self, encoder, tap, layers):
        super().__init__()
        size = encoder.config.hidden_size
        below = encoder.encoder.layer
        self.layers = torch.nn.ModuleList([copy.deepcopy(below[min(tap + index, len(below) - 1)]) for index in range(layers)])
        self.layers.requires_grad_(True)
        self.tables = torch.nn.ModuleList([torch.nn.Embedding(rows, size) for rows in FEATURES])
        for table in self.tables:
            torch.nn.init.zeros_(table.weight)
        self.dropout = torch.nn.Dropout(0.1)
        self.classifier = torch.nn.Linear(size, len(LABELS))

    def forward(self, states, mask, features):
        """states [texts, pieces, size], mask [texts, pieces], features [texts, pieces, 7], the last 1 where a piece belongs to a word"""
        for index, table in enumerate(self.tables):
            states = states + table(features[..., index]) * features[..., -1:]
        return self.classifier(self.dropout(run_layers(self.layers, states, mask)))


def run_layers(layers, states, mask):
    attended = mask[:, None, None, :].expand(-1, 1, states.shape[1], -1)
    for layer in layers:
        states = layer(states, attended)
        states = states[0] if isinstance(states, tuple) else states
    return states


def batches(examples, rows, shuffle):
    """Lists of indexes of examples of like length, at most `rows` padded rows each."""
    order = sorted(range(len(examples)), key=lambda index: len(examples[index].ids) + (random.random() * 4 if shuffle else 0))
    found, batch = [], []
    for index in order:
        if batch and (len(batch) + 1) * len(examples[index].ids) > rows:
            found.append(batch)
            batch = []
        batch.append(index)
    found.append(batch)
    if shuffle:
        random.shuffle(found)
    return found


@torch.inference_mode()
def add_states(encoder, tap, examples):
    """Gives each example `states` [pieces + 2, size] of layer `tap` in bfloat16, computed once: these layers are not trained."""
    for batch in batches(examples, 8192, False):
        longest = max(len(examples[index].ids) for index in batch)
        ids, mask = torch.zeros((len(batch), longest), dtype=torch.long), torch.zeros((len(batch), longest), dtype=torch.bool)
        for row, index in enumerate(batch):
            count = len(examples[index].ids)
            ids[row, :count], mask[row, :count] = torch.from_numpy(examples[index].ids), True
        with torch.autocast("cpu", dtype=torch.bfloat16):
            states = run_layers(encoder.encoder.layer[:tap], encoder.embeddings(ids), mask).to(torch.bfloat16)
        for row, index in enumerate(batch):
            examples[index].states = states[row, :len(examples[index].ids)].clone()


def recase(features, lower):
    """The features [words, 6] as they were if the text had been written in small letters, or in capitals."""
    letters = features[:, CASE] > 0
    if letters.any():
        single = features[:, CASE] == 4  # one capital letter; a small one cannot be told from a word and becomes "all upper"
        features[letters, CASE] = 1 if lower else 3
        if not lower:
            features[single, CASE] = 4
        features[:, WHOLE_CASE] = 1 if lower else 2


def collate(examples, batch):
    longest, size = max(len(examples[index].ids) for index in batch), examples[batch[0]].states.shape[1]
    states = torch.zeros((len(batch), longest, size), dtype=torch.bfloat16)
    mask = torch.zeros((len(batch), longest), dtype=torch.bool)
    features = torch.zeros((len(batch), longest, len(FEATURES) + 1), dtype=torch.long)
    labels, allowed = torch.full((len(batch), longest), IGNORED), torch.zeros((len(batch), longest), dtype=torch.long)
    for row, index in enumerate(batch):
        example, count = examples[index], len(examples[index].ids)
        states[row, :count], mask[row, :count] = example.states, True
        if len(example.first):
            lengths = np.diff(np.append(example.first, count - 1))
            own = example.features.copy()
            if random.random() < WITHOUT_GAZETTEER:
                own[:, GAZETTEER] = 0
            draw = random.random()
            if draw < LOWER_CASED + UPPER_CASED:
                recase(own, draw < LOWER_CASED)
            features[row, 1:count - 1, :-1] = torch.from_numpy(np.repeat(own, lengths, axis=0)).long()
            features[row, 1:count - 1, -1] = 1
            labels[row, example.first], allowed[row, example.first] = torch.from_numpy(example.labels), torch.from_numpy(example.allowed)
    return states, mask, features, labels, allowed


def loss_of(scores, labels, allowed):
    """Mean over the words: -log p(label), or -log of the sum over the labels a word may have where its label is not known."""
    kept = labels >= 0
    log_p = functional.log_softmax(scores[kept].float(), -1)
    bits = torch.where(allowed[kept] > 0, allowed[kept], 1 << labels[kept])
    possible = (bits[:, None] >> torch.arange(len(LABELS))) & 1 == 1
    return -torch.logsumexp(log_p.masked_fill(~possible, -1e9), -1).mean()


def transitions(examples):
    """[labels + 1, labels]: log p(label | label before) - log p(label), counted; the last row is the start of a text."""
    counts = np.full((len(LABELS) + 1, len(LABELS)), 0.5)
    for example in examples:
        before = len(LABELS)
        for label, allowed in zip(example.labels, example.allowed):
            if label >= 0 and not allowed:
                counts[before, label] += 1
            before = max(label, 0)
    return np.log(counts / counts.sum(1, keepdims=True)) - np.log(counts.sum(0) / counts.sum())


def train(branch, examples, arguments):
    own = [parameter for name, parameter in branch.named_parameters() if not name.startswith("layers")]
    optimizer = torch.optim.AdamW(
        [{"params": branch.layers.parameters(), "lr": arguments.learning_rate}, {"params": own, "lr": 10 * arguments.learning_rate}],
        weight_decay=0.01, fused=True)
    total = int(arguments.epochs * len(batches(examples, arguments.rows, True)))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1, (step + 1) / (0.06 * total)) * max(0, (total - step) / total))
    began, step, mean = time.time(), 0, None
    branch.train()
    while step < total:
        for batch in batches(examples, arguments.rows, True)[:total - step]:
            states, mask, features, labels, allowed = collate(examples, batch)
            with torch.autocast("cpu", dtype=torch.bfloat16):
                scores = branch(states, mask, features)
            loss = loss_of(scores, labels, allowed)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(branch.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            step += 1
            mean = loss.item() if mean is None else 0.98 * mean + 0.02 * loss.item()
            if step % 200 == 0 or step == total:
                print(f"step {step} of {total}: loss {mean:.4f}, {time.time() - began:.0f} s", file=sys.stderr, flush=True)
    branch.eval()


def load(path, branch):
    """The weights of a file that `write` wrote."""
    found = {}
    for tensor in gguf.GGUFReader(path).tensors:
        if not tensor.name.startswith("gazetteer"):
            found[tensor.name] = torch.from_numpy(gguf.quants.dequantize(tensor.data, tensor.tensor_type).astype(np.float32))
    with torch.no_grad():
        for index, layer in enumerate(branch.layers):
            for name, module in modules_of(layer).items():
                module.weight.copy_(found[f"blk.{index}.{name}.weight"])
                module.bias.copy_(found[f"blk.{index}.{name}.bias"])
        for table, rows in zip(branch.tables, found["features.weight"].split(FEATURES)):
            table.weight.copy_(rows)
        branch.classifier.weight.copy_(found["classifier.weight"])
        branch.classifier.bias.copy_(found["classifier.bias"])


def modules_of(layer):
    attention = layer.attention
    return {"attn_q": attention.self.query, "attn_k": attention.self.key, "attn_v": attention.self.value,
            "attn_output": attention.output.dense, "attn_output_norm": attention.output.LayerNorm, "ffn_up": layer.intermediate.dense,
            "ffn_down": layer.output.dense, "layer_output_norm": layer.output.LayerNorm}


def write(path, branch, table, gazetteer, arguments):
    """The file that Shared/Inference/TaggerNetwork and Shared/Tagging/Tagger read."""
    encoder = gguf.GGUFReader(arguments.encoder)
    bound = next(tensor for tensor in encoder.tensors if tensor.name == "blk.0.attn_q.weight")
    writer = gguf.GGUFWriter(path, "weir-tagger")
    writer.add_name(Path(path).stem)
    writer.add_license("apache-2.0")
    writer.add_uint32("weir-tagger.tap", arguments.tap)
    writer.add_uint32("weir-tagger.block_count", len(branch.layers))
    writer.add_uint32("weir-tagger.dimension", branch.classifier.in_features)
    writer.add_string("weir-tagger.encoder", hashlib.sha256(bound.data.tobytes()).hexdigest())
    writer.add_array("weir-tagger.labels", LABELS)
    writer.add_key_value("weir-tagger.features", FEATURES, gguf.GGUFValueType.ARRAY, gguf.GGUFValueType.UINT32)

    def add(name, tensor):
        values = tensor.detach().float().numpy()
        if values.ndim == 2 and name.startswith("blk."):
            writer.add_tensor(name, gguf.quants.quantize(values, gguf.GGMLQuantizationType.Q8_0), raw_dtype=gguf.GGMLQuantizationType.Q8_0)
        else:
            writer.add_tensor(name, np.ascontiguousarray(values, np.float32))

    for index, layer in enumerate(branch.layers):
        for name, module in modules_of(layer).items():
            add(f"blk.{index}.{name}.weight", module.weight)
            add(f"blk.{index}.{name}.bias", module.bias)
    add("features.weight", torch.cat([table.weight for table in branch.tables]))
    add("classifier.weight", branch.classifier.weight)
    add("classifier.bias", branch.classifier.bias)
    add("transitions.weight", torch.from_numpy(table))
    if gazetteer:
        hashes = np.array(sorted(gazetteer), np.uint32)
        writer.add_tensor("gazetteer.hashes", hashes.view(np.int32))
        writer.add_tensor("gazetteer.flags", np.array([gazetteer[int(key)] for key in hashes], np.int8))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", required=True, help="folder of all-MiniLM-L6-v2 as Hugging Face lays it out")
    parser.add_argument("--encoder", required=True, help="the quantised encoder (GGUF) the tagger will run on")
    parser.add_argument("--weir-node", required=True)
    parser.add_argument("--data", required=True, help="folder of the training sets")
    parser.add_argument("--generated", nargs="*", default=[], help="files of generate.py")
    parser.add_argument("--gazetteer", help="file of gazetteer.py")
    parser.add_argument("--out", required=True)
    parser.add_argument("--tap", type=int, default=3, help="layers of the encoder below the branch")
    parser.add_argument("--layers", type=int, default=3)
    parser.add_argument("--epochs", type=float, default=1.5)
    parser.add_argument("--learning-rate", type=float, default=2e-4)
    parser.add_argument("--rows", type=int, default=2048, help="padded rows of a batch")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--base", help="a tagger to go on from")
    parser.add_argument("--most-generated", type=int, help="texts of each file of generate.py that are read; all unless given")
    parser.add_argument("--settle", action="store_true", help="fewer people in questions to assistants, see questions()")
    parser.add_argument("--checkpoint", help="torch.save of the branch, for experiments")
    arguments = parser.parse_args()
    from transformers import BertModel

    random.seed(arguments.seed)
    torch.manual_seed(arguments.seed)
    torch.set_num_threads(arguments.threads)
    spoken = reading.spoken_names(Path(__file__).parents[2] / "Shared/Privacy/EntityType.swift")
    gazetteer = reading.read_gazetteer(arguments.gazetteer) if arguments.gazetteer else {}
    encoder = BertModel.from_pretrained(arguments.model, attn_implementation="sdpa").eval().requires_grad_(False)
    examples = []
    for name, rows, times in records(arguments, gazetteer):
        found = reading.read_examples(rows, arguments.weir_node, spoken, str(Path(arguments.model) / "vocab.txt"), gazetteer)
        add_states(encoder, arguments.tap, found)
        examples += found * times
        print(f"{name}: {len(found)} texts, {sum(len(example.first) for example in found)} words", file=sys.stderr, flush=True)
    branch, table = Branch(encoder, arguments.tap, arguments.layers), transitions(examples)
    if arguments.base:
        load(arguments.base, branch)
    train(branch, examples, arguments)
    if arguments.checkpoint:
        torch.save({"model": branch.state_dict(), "T": table}, arguments.checkpoint)
    write(arguments.out, branch, table, gazetteer, arguments)


if __name__ == "__main__":
    main()
