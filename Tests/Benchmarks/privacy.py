#!/usr/bin/env python3
"""What masking finds, leaves and takes for personal data by mistake, beside Presidio's analyzer in the same run.

    scripts/bench.sh privacy [--patterns | --tagger TAGGER.gguf] [--list] [--no-peer] [--json] [--questions FILE]

On every visible set of ../shared/data/pii_*: precision, recall, F1 and F2 per entity and together, exact and by overlap; the characters of personal data left;
Presidio's own test inputs by entity; PERSON on the sets of names; false positives on questions to a bank and an assistant; time per 100 characters. The targets
stand beside the figures; exit code 3: one was missed. Without --tagger those that need names, places and organizations are shown and not judged.
"""
import argparse
import collections
import json
import os
import subprocess
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from privacy_engines import Node, Presidio  # noqa: E402
from privacy_score import Score, quantiles, rate  # noqa: E402
import privacy_sets as sets  # noqa: E402

HARMLESS = {"DATE_TIME", "LOCATION", "ORGANIZATION"}
PERSON_TARGETS = {"presidio_synth": 0.95, "pii_anon": 0.86, "names_wnut17": 0.66, "names_btc": 0.76}
LONG_TEXT = 2500


def percent(value, width=6):
    return "-".rjust(width) if value is None else f"{100 * value:{width}.1f}"


class Targets:
    def __init__(self, has_tagger):
        self.has_tagger, self.rows = has_tagger, []

    def hold(self, what, value, bound, at_least=True, needs_tagger=False):
        judged = self.has_tagger or not needs_tagger
        met = value is not None and (value >= bound if at_least else value <= bound)
        self.rows.append({"what": what, "value": value, "target": bound, "at_least": at_least, "judged": judged, "met": met})

    @property
    def missed(self):
        return [row for row in self.rows if row["judged"] and not row["met"]]

    def show(self):
        print("\nTargets")
        for row in self.rows:
            verdict = "met" if row["met"] else "MISSED" if row["judged"] else "needs --tagger"
            value = "-" if row["value"] is None else f"{row['value']:.4f}"
            print(f"  {row['what']:64s} {value:>9s}  {'>=' if row['at_least'] else '<='} {row['target']:<7g} {verdict}")


def score_set(args, engine, name, splits):
    """One set: what its labels cover, the rest as counts."""
    score, unmapped, beyond = Score(), collections.Counter(), collections.Counter()
    records = [record for split in splits for record in sets.records(args.data, name, split)]
    golds = [sets.gold(record) for record in records]
    types = {span[2] for spans, _ in golds for span in spans if not span[2].startswith("unmapped")}
    texts = [record["text"] for record in records]
    for text, (gold, unknown), spans in zip(texts, golds, engine.spans(texts)):
        spans = sets.found(name, spans)
        unmapped.update(unknown)
        beyond.update(span[2] for span in spans if span[2] not in types)
        score.add(text, gold, spans, types, sets.is_named)
    return score, {"texts": len(texts), **score.figures(), "structured": score.total(sets.STRUCTURED).figures(), "unmapped_labels": dict(unmapped),
                   "types_without_labels": dict(beyond)}


def score_cases(args, engine):
    """Presidio's own inputs: each row is about one entity."""
    rows, total, cases = {}, collections.Counter(), sets.cases(args.data)
    if isinstance(engine, Presidio):
        answers = [engine.spans_of(case["entity"], case["text"]) for case in cases]
    else:
        answers = engine.spans([case["text"] for case in cases])
    for case, spans in zip(cases, answers):
        entity, gold = case["entity"], {(span["start"], span["end"]) for span in case["spans"]}
        if spans is None:
            continue
        found = {(start, end) for start, end, kind in spans if kind == entity}
        row = rows.setdefault(entity, collections.Counter())
        row["positives"] += len(gold)
        row["exact"] += len(gold & found)
        row["touched"] += sum(any(s < e and b < t for b, e in found) for s, t in gold)
        row["found"] += len(found)
        row["negatives"] += not gold
        row["negatives_found"] += not gold and bool(found)
        if args.list and (gold - found or found - gold):
            print(f"  {engine.name} {entity}: missed {sorted(gold - found)} extra {sorted(found - gold)} in {case['text']!r}")
    for entity, row in rows.items():
        total.update(row)
    return {"types": {entity: dict(row) for entity, row in sorted(rows.items())}, "all": dict(total)}


def score_questions(args, engine, file=None):
    """Share of the texts in which something of a type that does not occur there was found; each of them, with its text, is a JSON line of `file`."""
    result = {}
    for name in sets.QUESTIONS:
        hits, kinds = [], collections.Counter()
        texts = list(sets.questions(args.data, name))
        for text, found in zip(texts, engine.spans(texts)):
            spans = [span for span in found if span[2] not in HARMLESS]
            if spans:
                hits.append((text, spans))
                kinds.update({span[2] for span in spans})
        if file:
            for text, spans in hits:
                found = [{"type": kind, "start": start, "end": end, "value": text[start:end]} for start, end, kind in spans]
                print(json.dumps({"set": name, "spans": found, "text": text}, ensure_ascii=False), file=file)
        elif args.list:
            for text, spans in hits:
                print(f"  {engine.name} {name}:", "; ".join(f"{kind} {text[start:end]!r}" for start, end, kind in spans), "in", repr(text))
        result[name] = {"texts": len(texts), "with_a_span": len(hits), "share": rate(len(hits), len(texts)), "types": dict(kinds)}
    return result


def long_texts(args):
    """Neighbours of the personal-data sets joined to about 2,500 characters, which is 500 tokens."""
    texts, current = [], ""
    for name, splits in sets.PERSONAL.items():
        for split in splits:
            for record in sets.records(args.data, name, split):
                current += record["text"] + "\n"
                if len(current) >= LONG_TEXT:
                    texts.append(current[:LONG_TEXT])
                    current = ""
    return texts


def time_texts(engine, texts, rounds):
    """Seconds each text takes, one at a time, the best of `rounds`: others may compute on this machine."""
    return [min(engine.seconds(text) for _ in range(rounds)) for text in texts]


def time_set(args, engine, name):
    """Microseconds per 100 characters of each text of a set."""
    texts = [record["text"] for split in sets.PERSONAL[name] for record in sets.records(args.data, name, split)][::args.timed_every]
    return quantiles([1e8 * seconds / len(text) for text, seconds in zip(texts, time_texts(engine, texts, args.rounds))])


def tagger_rows(args):
    """The request's one encoder pass with tags and without, by turns, one thread: a row for each length of text."""
    command = [args.weir_node, "bench", "--model", args.model, "--tagger", args.tagger, "--measure", "tagger", "--threads", "1", "--json"]
    return json.loads(subprocess.run(command, check=True, capture_output=True).stdout)["tagger"]


def show_set(title, engines):
    print(f"\n{title}")
    for name, figures in engines.items():
        print(f"  {name}: {figures['texts']} texts; characters of personal data left {percent(figures['characters_left'])} %;"
              " us per 100 characters " + ", ".join(f"{q} {value:.0f}" for q, value in figures["us_per_100_characters"].items())
              + "".join("; by patterns alone " + ", ".join(f"{q} {value:.0f}" for q, value in figures[key].items())
                        for key in ("us_per_100_characters_by_patterns",) if key in figures))
        print(f"    {'':26s} {'gold':>5s} {'found':>5s}   exact P / R / F1 / F2            overlap P / R / F1 / F2          any type R")
        for entity, row in [*figures["types"].items(), ("structured", figures["structured"]), ("all, same type", figures["all"])]:
            if not row["gold"] and name == "presidio":
                continue
            cells = "   ".join(" ".join(percent(row[way][key]) for key in ("precision", "recall", "f1", "f2")) for way in ("exact", "overlap"))
            print(f"    {entity:26s} {row['gold']:5d} {row['found']:5d}   {cells}   {percent(row['any_type']['recall'])}"
                  + (f"   {row['named_but_unlabelled']} named by the text, unlabelled" if row["named_but_unlabelled"] else ""))
        both = figures["all"]["any_type"]
        print(f"    all, any type: overlap P {percent(both['precision'])} R {percent(both['recall'])} F1 {percent(both['f1'])}")
        if figures["unmapped_labels"]:
            print("    labels nothing corresponds to:", ", ".join(f"{k} {n}" for k, n in sorted(figures["unmapped_labels"].items())))
        if figures["types_without_labels"]:
            print("    found, and not labelled here:", ", ".join(f"{k} {n}" for k, n in sorted(figures["types_without_labels"].items())))


def show_cases(engines):
    print("\nPresidio's own test inputs: of the positives exactly found, of the negative rows wrongly reported")
    entities = sorted({entity for figures in engines.values() for entity in figures["types"]})
    print(f"    {'':26s}" + "".join(f"{name:>24s}" for name in engines))
    for entity in [*entities, "all"]:
        cells = []
        for figures in engines.values():
            row = figures["all"] if entity == "all" else figures["types"].get(entity)
            cells.append("no recognizer" if row is None else
                         f"{row['exact']:3d} of {row['positives']:3d}, {row['negatives_found']:2d} of {row['negatives']:2d}")
        print(f"    {entity:26s}" + "".join(f"{cell:>24s}" for cell in cells))


def structured(scores, cases):
    """All structured types of the personal-data sets and of Presidio's inputs in one count, exact spans."""
    total = sum_counts(scores)
    right, gold, found = total.exact, total.gold, total.found
    for entity, row in cases["types"].items():
        if entity in sets.STRUCTURED:
            right, gold, found = right + row["exact"], gold + row["positives"], found + row["found"]
    return {"recall": rate(right, gold), "precision": rate(right, found), "precision_named_aside": rate(right, found - total.named),
            "named_but_unlabelled": total.named}


def sum_counts(scores, types=sets.STRUCTURED):
    total = None
    for score in scores:
        count = score.total(types)
        if total is None:
            total = count
        else:
            total += count
    return total


def left_of(scores):
    return rate(sum(score.left for score in scores), sum(score.characters for score in scores))


def show_questions(by_engine):
    print("\nFalse positives on questions (types other than " + ", ".join(sorted(HARMLESS)) + ")")
    for engine, by_set in by_engine.items():
        for name, row in by_set.items():
            kinds = ", ".join(f"{kind} {count}" for kind, count in sorted(row["types"].items()))
            print(f"    {engine:10s} {name:10s} {row['with_a_span']:4d} of {row['texts']} texts, {100 * row['share']:.2f} %  {kinds}")


def list_questions(args, node):
    """Nothing but the false positives on questions, each in the file that was named."""
    root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.realpath(__file__))))
    if os.path.commonpath([root, os.path.realpath(args.questions)]) == root:
        sys.exit("--questions: sentences of the sets have no place in this tree; name a file outside of it")
    with open(args.questions, "w", encoding="utf-8") as file:
        show_questions({node.name: score_questions(args, node, file)})
    if node.close():
        sys.exit("weir-node mask failed")


def show_misses(engine, title, score):
    for kind, rows in (("missed", score.misses), ("extra", score.extras)):
        for text, (start, end, entity), touching in rows:
            other = ", ".join(sorted({span[2] for span in touching}))
            print(f"  {engine.name} {title} {kind} {entity}{' found as ' + other if other else ''}: "
                  f"{text[max(0, start - 30):start]!r} [{text[start:end]!r}] {text[end:end + 12]!r}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--weir-node", default=".build/release/weir-node")
    parser.add_argument("--data", default="../shared/data")
    parser.add_argument("--model", help="the encoder of --tagger")
    parser.add_argument("--tagger", help="names, places and organizations too, and their targets judged; without it patterns alone")
    parser.add_argument("--patterns", action="store_true", help="without a tagger, even if one is named")
    parser.add_argument("--commit", help="kept with the figures")
    parser.add_argument("--no-peer", action="store_true", help="leave Presidio out")
    parser.add_argument("--rounds", type=int, default=5, help="of the timing; the best of each text counts")
    parser.add_argument("--timed-every", type=int, default=4, help="times every so manyth text of a set")
    parser.add_argument("--list", action="store_true", help="every miss, extra and false positive; prints texts of the sets")
    parser.add_argument("--questions", metavar="FILE", help="nothing but the false positives on questions: each with its text, a JSON line of this file")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    if args.patterns:
        args.tagger = None
    if args.tagger and not args.model:
        parser.error("--tagger needs --model")
    patterns = Node("weir, patterns", [args.weir_node, "mask", "--json", "--no-names"])
    node = patterns
    if args.tagger:
        node = Node("weir", [args.weir_node, "mask", "--json", "--model", args.model, "--tagger", args.tagger])
    node.name = "weir"
    if args.questions:
        return list_questions(args, node)
    engines = [node] + ([] if args.no_peer else [Presidio()])
    report = {"commit": args.commit, "tagger": bool(args.tagger), "sets": {}, "names": {}, "cases": {}, "questions": {}, "long_texts": {}}
    scores = {}
    for name, splits in sets.PERSONAL.items():
        report["sets"][name] = {}
        for engine in engines:
            score, figures = score_set(args, engine, name, splits)
            figures["us_per_100_characters"] = time_set(args, engine, name)
            if engine is node and node is not patterns:
                figures["us_per_100_characters_by_patterns"] = time_set(args, patterns, name)
            report["sets"][name][engine.name] = figures
            scores[name, engine.name] = score
            if args.list:
                show_misses(engine, name, score)
    for name, splits in sets.NAMES.items():
        for split in splits:
            score, figures = score_set(args, node, name, [split])
            report["names"][f"{name} {split}"] = {"weir": figures}
            if sets.UNSEEN[name] == split:
                scores[name, "unseen"] = score
    for engine in engines:
        report["cases"][engine.name] = score_cases(args, engine)
        report["questions"][engine.name] = score_questions(args, engine)
        seconds = time_texts(engine, long_texts(args), args.rounds)
        report["long_texts"][engine.name] = {"texts": len(seconds), **quantiles([1e3 * second for second in seconds])}
    if node is not patterns:
        seconds = time_texts(patterns, long_texts(args), args.rounds)
        report["long_texts"]["weir, patterns"] = {"texts": len(seconds), **quantiles([1e3 * second for second in seconds])}
    by_patterns = report["long_texts"].get("weir, patterns", report["long_texts"]["weir"])
    for process in {node, patterns}:
        code = process.close()
        if code:
            sys.exit(f"weir-node mask ended with {code}")

    personal = [scores[name, "weir"] for name in sets.PERSONAL]
    held = structured(personal, report["cases"]["weir"])
    unseen = [scores[name, "unseen"] for name in sets.PERSONAL]
    report["structured"] = held
    report["together"] = {key: {"overlap": sum_counts(group, None).figures()["overlap"], "characters_left": left_of(group)}
                          for key, group in (("every visible file", personal), ("splits not trained on", unseen))}
    together = report["together"]["splits not trained on"]
    targets = Targets(bool(args.tagger))
    targets.hold("structured types, recall (exact)", held["recall"], 0.99)
    targets.hold("structured types, precision (exact; named by the text set aside)", held["precision_named_aside"], 0.98)
    targets.hold("all types, both personal-data sets, F1 (overlap, same type)", together["overlap"]["f1"], 0.90, needs_tagger=True)
    targets.hold("characters of personal data left in both", together["characters_left"], 0.03, at_least=False, needs_tagger=True)
    for name, bound in PERSON_TARGETS.items():
        figures = report["names"][f"{name} {sets.UNSEEN[name]}"]["weir"]
        targets.hold(f"PERSON F1 (overlap), {name}", figures["types"]["PERSON"]["overlap"]["f1"], bound, needs_tagger=True)
    questions = report["questions"]["weir"].values()
    targets.hold("false positives on questions, share of texts", rate(sum(q["with_a_span"] for q in questions), sum(q["texts"] for q in questions)),
                 0.01, at_least=False)
    targets.hold("500 tokens by patterns, p95 in ms, pipe and JSON included", by_patterns["p95"], 2.0, at_least=False)
    if args.tagger:
        report["tagger_time"] = tagger_rows(args)
        targets.hold("an encoder pass with tags to one without, worst length, medians", max(r["p50_ratio"] for r in report["tagger_time"]["rows"]),
                     1.6, at_least=False)
    report["targets"] = targets.rows
    if args.json:
        print(json.dumps(report))
        sys.exit(3 if targets.missed else 0)

    for name, engines_of in report["sets"].items():
        show_set(f"{name} ({', '.join(sets.PERSONAL[name])})", engines_of)
    print("\nBoth personal-data sets together (overlap, same type: any shared character with a span of the same type; this is the target's reading)")
    for key, figures in report["together"].items():
        print(f"    {key:24s} P / R / F1 / F2 " + " ".join(percent(figures["overlap"][name]) for name in ("precision", "recall", "f1", "f2"))
              + f"   characters left {percent(figures['characters_left'])} %")
    print("\nNames (overlap P / R / F1); the tagger that ships was trained on the train splits")
    for name, figures in report["names"].items():
        cells = "  ".join(f"{entity} " + " ".join(percent(row["overlap"][key], 5) for key in ("precision", "recall", "f1"))
                          for entity, row in figures["weir"]["types"].items() if entity in sets.NAME_TYPES)
        print(f"    {name:20s} {cells}")
    show_cases(report["cases"])
    show_questions(report["questions"])
    print(f"\nTexts of {LONG_TEXT} characters, ms, best of {args.rounds}")
    for engine, row in report["long_texts"].items():
        print(f"    {engine:10s} " + ", ".join(f"{q} {row[q]:.3f}" for q in ("p50", "p95", "p99")))
    if args.tagger:
        print(f"\nOne encoder pass, ms, one thread; the tagger adds {report['tagger_time']['added_bytes'] / 1e6:.1f} MB resident")
        for row in report["tagger_time"]["rows"]:
            print(f"    {row['tokens']:4d} tokens  vector {row['vector']['p50_us'] / 1e3:7.3f}  with tags {row['vector_and_tags']['p50_us'] / 1e3:7.3f}"
                  f"  ratio {row['p50_ratio']:.2f}")
    print(f"\nStructured types in the personal-data sets and Presidio's inputs: exact recall {percent(held['recall'])} %, precision "
          f"{percent(held['precision'])} %; {percent(held['precision_named_aside'])} % without the {held['named_but_unlabelled']} values that the text names "
          "(\"Phone: ...\", \"MAC: ...\") and the set leaves unlabelled")
    targets.show()
    sys.exit(3 if targets.missed else 0)


if __name__ == "__main__":
    main()
