#!/usr/bin/env python3
"""How close the vectors of `weir-node embed` are to an fp32 run of the same model, and what that costs a classifier.

    scripts/bench.sh quality [--models A.gguf B.gguf] [--sets clinc150 banking77] [--json]

Cosines over the sentences and queries of the peers' corpus. Then, for CLINC150 (in-scope) and Banking77, a multinomial logistic
regression is trained on the fp32 vectors and another on ours; its L2 strength is the one with which fp32 does best on the validation
split. The reference is ONNX Runtime in fp32 behind Hugging Face tokenizers. Several models show what a weight type loses.
"""
import argparse
import csv
import json
import os
import random
import subprocess
import sys

import numpy

sys.dont_write_bytecode = True
MEAN_TARGET, WORST_TARGET, ACCURACY_TARGET = 0.999, 0.99, 0.2
STRENGTHS = [1e-6, 3e-6, 1e-5, 3e-5, 1e-4]


def load_peers(folder):
    sys.path.insert(0, folder)
    import corpus
    import encoder_peers
    return encoder_peers, corpus


def corpus_texts(args, lengths):
    """The peers' corpus, its single texts of these lengths."""
    _, corpus = load_peers(args.peers)
    corpus.LENGTHS = lengths
    return corpus.build(os.path.join(args.peer_models, "model", "tokenizer.json"))


def embed(weir_node, model, texts):
    """[texts, dimension] as `weir-node embed` gives them."""
    assert not any("\n" in text or "\r" in text for text in texts)
    command = [weir_node, "embed", "--model", model, "--threads", "2"]
    output = subprocess.run(command, input="".join(text + "\n" for text in texts), stdout=subprocess.PIPE, text=True, check=True).stdout
    vectors = numpy.array([json.loads(line)["embedding"] for line in output.splitlines()], numpy.float32)
    assert len(vectors) == len(texts)
    return vectors


def reference(args, texts):
    peers, _ = load_peers(args.peers)
    kind, name, options = peers.VARIANTS["ORT fp32"]
    return peers.ENGINES[kind](args.peer_models, os.path.join(args.peer_models, name), 2, **options).batch(texts, 32)


def cosines(vectors, truth):
    values = (vectors * truth).sum(1) / numpy.linalg.norm(vectors, axis=1) / numpy.linalg.norm(truth, axis=1)
    p5, p1 = numpy.percentile(values, [5, 1])
    found = {"mean": values.mean(), "p5": p5, "p1": p1, "worst": values.min()}
    return {"texts": len(values), "worst_text": int(values.argmin()), **{key: round(float(value), 6) for key, value in found.items()}}


def read_rows(path):
    with open(path, encoding="utf-8", newline="") as file:
        rows = csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        next(rows)
        return [(text, intent) for text, intent in rows if intent != "oos"]


def read_data(folder, name):
    """Train, validation and test rows of (text, intent). Without a published validation split every tenth row of a seeded shuffle is it."""
    train, test = (read_rows(os.path.join(folder, name, part)) for part in ("train.tsv", "test_visible.tsv"))
    validation = os.path.join(folder, name, "val.tsv")
    if os.path.exists(validation):
        return train, read_rows(validation), test
    random.Random(1).shuffle(train)
    return [row for index, row in enumerate(train) if index % 10], train[::10], test


def train_head(vectors, labels, classes, strength):
    """Weights [dimension + 1, classes]; the last row is the bias, which is not regularised."""
    import scipy.optimize
    inputs = numpy.hstack([vectors, numpy.ones((len(vectors), 1), numpy.float32)])
    shape, rows = (inputs.shape[1], classes), numpy.arange(len(labels))

    def loss(flat):
        weights = flat.reshape(shape)
        scores = inputs @ weights.astype(numpy.float32)
        scores -= scores.max(1, keepdims=True)
        odds = numpy.exp(scores)
        total = odds.sum(1, keepdims=True)
        value = float((numpy.log(total[:, 0]) - scores[rows, labels]).mean(dtype=numpy.float64))
        odds /= total
        odds[rows, labels] -= 1
        gradient = (inputs.T @ odds).astype(numpy.float64) / len(labels)
        kept = weights.copy()
        kept[-1] = 0
        return value + strength / 2 * float((kept ** 2).sum()), (gradient + strength * kept).ravel()

    found = scipy.optimize.minimize(loss, numpy.zeros(shape).ravel(), jac=True, method="L-BFGS-B", options={"maxiter": 400, "maxcor": 20})
    return found.x.reshape(shape)


def predict(weights, vectors):
    return (vectors @ weights[:-1] + weights[-1]).argmax(1)


class Dataset:
    """One labelled set with the fp32 vectors of its texts and the head that is trained on them."""

    def __init__(self, args, name):
        parts = read_data(args.data, name)
        self.name, self.parts = name, parts
        number = {intent: index for index, intent in enumerate(sorted({intent for _, intent in parts[0]}))}
        self.classes = len(number)
        self.labels = [numpy.array([number[intent] for _, intent in part]) for part in parts]
        truth = self.split(reference(args, self.texts()))
        heads = {strength: train_head(truth[0], self.labels[0], self.classes, strength) for strength in STRENGTHS}
        self.strength = max(STRENGTHS, key=lambda strength: (predict(heads[strength], truth[1]) == self.labels[1]).mean())
        self.predicted = predict(heads[self.strength], truth[2])

    def texts(self):
        return [text for part in self.parts for text, _ in part]

    def split(self, vectors):
        ends = numpy.cumsum([len(part) for part in self.parts])
        return numpy.split(vectors, ends[:-1])

    def compare(self, vectors):
        train, _, test = self.split(vectors)
        predicted = predict(train_head(train, self.labels[0], self.classes, self.strength), test)
        fp32, ours, alike = (float(same.mean() * 100) for same in (self.predicted == self.labels[2], predicted == self.labels[2],
                                                                   predicted == self.predicted))
        return {"test_texts": len(test), "strength": self.strength, "fp32_percent": round(fp32, 2), "ours_percent": round(ours, 2),
                "points": round(ours - fp32, 2), "same_answer_percent": round(alike, 2)}


def verdict(good):
    return "ok" if good else "MISS"


def print_report(report):
    for model, row in report.items():
        cosine = row["cosine"]
        mean, worst = verdict(cosine["mean"] >= MEAN_TARGET), verdict(cosine["worst"] >= WORST_TARGET)
        print(f"{model}\n  cosine to fp32, {cosine['texts']} texts: mean {cosine['mean']:.5f} (>= {MEAN_TARGET}) {mean}, "
              f"p5 {cosine['p5']:.5f}, p1 {cosine['p1']:.5f}, worst {cosine['worst']:.5f} (>= {WORST_TARGET}) {worst}")
        for name, head in row["heads"].items():
            print(f"  {name}: fp32 {head['fp32_percent']:.2f} %, ours {head['ours_percent']:.2f} %, {head['points']:+.2f} points "
                  f"(>= -{ACCURACY_TARGET}) {verdict(head['points'] >= -ACCURACY_TARGET)}; {head['test_texts']} texts, "
                  f"{head['same_answer_percent']:.2f} % answered alike, L2 {head['strength']:g}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--weir-node", default=".build/release/weir-node")
    parser.add_argument("--model", help="our GGUF, as scripts/prepare.sh caches it")
    parser.add_argument("--models", nargs="+", help="these GGUF files instead")
    parser.add_argument("--peers", required=True, help="folder with encoder_peers.py and corpus.py")
    parser.add_argument("--peer-models", required=True, help="folder with the peers' model files")
    parser.add_argument("--data", required=True, help="folder with clinc150 and banking77")
    parser.add_argument("--sets", nargs="*", default=["clinc150", "banking77"])
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    corpus = corpus_texts(args, [])
    texts = corpus["sentences"] + corpus["queries"]
    truth = reference(args, texts)
    sets = [Dataset(args, name) for name in args.sets]
    report = {model: {"cosine": cosines(embed(args.weir_node, model, texts), truth),
                      "heads": {data.name: data.compare(embed(args.weir_node, model, data.texts())) for data in sets}}
              for model in args.models or [args.model]}
    print(json.dumps(report)) if args.json else print_report(report)


if __name__ == "__main__":
    main()
