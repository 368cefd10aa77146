#!/usr/bin/env python3
"""Sets `weir-node bench` beside other engines in interleaved pairs and holds the ratios against their targets.

    scripts/bench.sh [--threads 1 2] [--rounds 5] [--lengths 8 16 ...] [--parts speed tokenizer callers cosine] [--only NAME ...]
                     [--baseline OLDER_WEIR_NODE] [--json]

A round is, for every peer and thread count, one short run of ours and then one of the peer, each a fresh process: load to first vector,
resident memory, one text per length, a batch of 512 queries. Both sides get the same strings and give unit vectors, tokenization included.
A ratio is the median over rounds of ours to the peer's of the same pair. Milliseconds are medians over rounds of the p50 of a run.
Loading is timed from after the imports of a peer's Python. All files are in the page cache.
"""
import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time

sys.dont_write_bytecode = True
import encoder_quality as quality  # noqa: E402

INT8_PEERS = ["OpenVINO int8 (PTQ)", "ORT int8 (plain)", "ORT int8 (fused)", "CTranslate2 int8"]
ORT_PEERS = INT8_PEERS[1:3]
LLAMA = "llama.cpp Q8_0"
BASELINE = "baseline"
PARTS = ["speed", "tokenizer", "callers", "cosine"]
TARGETS = {"fastest_int8": 0.75, "ort": 0.5, "ort_up_to": 32, "llama": 0.25, "batch": 1.3, "load_ms": 40, "resident_mb": 45}


# What a child process does: one peer, loaded once.

def runs_within(seconds, once):
    return max(20, min(400, int(seconds / max(once, 1e-6))))


def latencies(peers, call, texts, seconds):
    result = {}
    for length, text in texts.items():
        began = time.perf_counter()
        call(text)
        result[length] = peers.lat(call, text, runs_within(seconds, time.perf_counter() - began))["p50_ms"]
    return result


def batch_rates(engine, queries, sizes):
    """Texts a second for each batch size; queries are sorted by length and padded, or packed, as the engine's driver does it."""
    rates = {}
    for size in sizes or engine.batch_sizes:
        times = []
        for _ in range(4):
            began = time.perf_counter()
            engine.batch(queries, size)
            times.append(time.perf_counter() - began)
        rates[str(size)] = len(queries) / statistics.median(times[1:])
    return rates


def measure_peer(args, texts):
    peers, _ = quality.load_peers(args.peers)
    kind, name, options = peers.VARIANTS[args.child]
    peers.ENGINES[kind].imports()
    began = time.perf_counter()
    engine = peers.ENGINES[kind](args.peer_models, os.path.join(args.peer_models, name), args.threads[0], **options)
    engine.text(texts["lengths"]["16"])
    result = {"load_ms": 1e3 * (time.perf_counter() - began), "resident_mb": peers.mem()["VmRSS"] * 1.048576}
    if args.vectors:
        import numpy
        numpy.save(args.vectors, numpy.array([engine.text(text) for text in texts["sentences"] + texts["queries"]]))
        return result
    result["ms"] = latencies(peers, engine.text, {str(n): texts["lengths"][str(n)] for n in args.lengths}, args.seconds)
    result["batch"] = batch_rates(engine, texts["queries"], args.batch_sizes)
    return result


def measure_tokenizers(args, texts):
    """Microseconds. What a call of llama.cpp's through ctypes costs is measured with an empty text, so that it can be taken off."""
    peers, _ = quality.load_peers(args.peers)
    llama = peers.Llama(args.peer_models, os.path.join(args.peer_models, "minilm-q8_0.gguf"), 1)
    hugging_face = peers.HFTok(args.peer_models)
    wanted = {str(n): texts["lengths"][str(n)] for n in args.lengths}
    times = {name: {n: 1e3 * peers.lat(call, text, 2000)["p50_ms"] for n, text in wanted.items()}
             for name, call in (("llama.cpp", llama.tokenize), ("Hugging Face", hugging_face.ids))}
    empty = 1e3 * peers.lat(llama.tokenize, "", 2000)["p50_ms"]
    times["llama.cpp less the call"] = {n: max(time - empty, 0.001) for n, time in times["llama.cpp"].items()}
    return times


# Starting ours and the peers.

def run_peer(args, name, threads, *extra):
    command = [sys.executable, os.path.abspath(__file__), "--child", name, "--peers", args.peers, "--peer-models", args.peer_models,
               "--texts", args.texts, "--seconds", str(args.seconds), "--threads", str(threads), "--lengths", *map(str, args.lengths),
               *map(str, extra)]
    environment = {**os.environ, "OMP_NUM_THREADS": str(threads), "RAYON_NUM_THREADS": str(threads),
                   "TOKENIZERS_PARALLELISM": "true" if threads > 1 else "false"}
    finished = subprocess.run(command, env=environment, capture_output=True, text=True)
    if finished.returncode:
        raise RuntimeError((finished.stderr.strip().splitlines() or [f"exit code {finished.returncode}"])[-1])
    return json.loads(finished.stdout.splitlines()[-1])


def run_ours(args, threads, seconds, *measure, weir_node=None):
    command = [weir_node or args.weir_node, "bench", "--model", args.model, "--threads", str(threads), "--json", "--seconds", str(seconds),
               "--measure", *measure, "--texts", os.path.join(args.work, "queries.jsonl"),
               "--texts-by-length", os.path.join(args.work, "lengths.json"), "--lengths", *map(str, args.lengths)]
    command += ["--commit", args.commit] if args.commit else []
    return json.loads(subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout)


def write_texts(args):
    # Loading is timed up to the vector of the text of 16 tokens.
    texts = quality.corpus_texts(args, sorted({16, *args.lengths}))
    args.texts = os.path.join(args.work, "texts.json")
    with open(args.texts, "w") as file:
        json.dump(texts, file)
    with open(os.path.join(args.work, "lengths.json"), "w") as file:
        json.dump(texts["lengths"], file)
    with open(os.path.join(args.work, "queries.jsonl"), "w") as file:
        file.writelines(json.dumps(text) + "\n" for text in texts["queries"])
    return texts


class Quiet:
    """Cores that processes other than this one and its children used."""

    def __init__(self):
        self.began, self.busy, self.own = time.time(), *self.now()

    def now(self):
        with open("/proc/stat") as file:
            values = [int(value) for value in file.readline().split()[1:9]]
        times = os.times()
        return (sum(values) - values[3] - values[4]) / os.sysconf("SC_CLK_TCK"), sum(times[:4])

    def others(self):
        busy, own = self.now()
        return round(max(busy - self.busy - own + self.own, 0) / (time.time() - self.began), 3)


# Rounds.

def find_peers(args):
    """Which peers are here, their best batch sizes, and why the others are not."""
    sizes, absent = {}, {}
    for name in args.only:
        say(f"is {name} here")
        try:
            for threads in args.threads:
                rates = run_peer(args, name, threads, "--lengths", 8)["batch"]
                sizes[name, threads] = max(rates, key=rates.get)
        except RuntimeError as error:
            absent[name] = str(error)
            print(f"ABSENT: {name}: {error}", file=sys.stderr)
    return [name for name in args.only if name not in absent], absent, sizes


def run_weir(args, threads, weir_node=None):
    # A third of the time goes to a length, so that both sides give it the same.
    found = run_ours(args, threads, 3 * args.seconds, "latency", "batch", weir_node=weir_node)
    return {"ms": {str(row["tokens"]): row["time"]["p50_us"] / 1e3 for row in found["latency"]}, "load_ms": found["load"]["total_ms"],
            "texts_per_s": found["batch"]["texts_per_second"], "resident_mb": found["memory"]["loaded_bytes"] / 1e6}


def run_other(args, name, threads, sizes):
    if name == BASELINE:
        return run_weir(args, threads, args.baseline)
    found = run_peer(args, name, threads, "--batch-sizes", sizes[name, threads])
    found["texts_per_s"] = max(found.pop("batch").values())
    return found


def measure_pairs(args, names, sizes):
    """{threads: {peer: [(ours, the peer's), one a round]}}"""
    names = names + ([BASELINE] if args.baseline else [])
    pairs = {threads: {name: [] for name in names} for threads in args.threads}
    for number in range(args.rounds):
        for threads in args.threads:
            for name in names:
                say(f"round {number + 1} of {args.rounds}, {threads} thread(s), {name}")
                pairs[threads][name].append((run_weir(args, threads), run_other(args, name, threads, sizes)))
    return pairs


def measure_tokenizer_pairs(args):
    rounds = []
    for number in range(args.rounds):
        say(f"tokenizers, round {number + 1} of {args.rounds}")
        ours = run_ours(args, 1, 2, "tokenizer")["tokenizer"]
        rounds.append({"Weir": {str(row["tokens"]): row["time"]["p50_us"] for row in ours}, **run_peer(args, "tokenizers", 1)})
    return {name: {n: median(one[name][n] for one in rounds) for n in rounds[0][name]} for name in rounds[0]}


def measure_cosines(args, texts, names):
    import numpy
    every, found = texts["sentences"] + texts["queries"], {}
    truth = quality.reference(args, every)
    found["Weir"] = quality.cosines(quality.embed(args.weir_node, args.model, every), truth)
    for name in names:
        say(f"cosine of {name}")
        path = os.path.join(args.work, "vectors.npy")
        run_peer(args, name, 1, "--vectors", path)
        found[name] = quality.cosines(numpy.load(path), truth)
    return found


# What it comes to.

def median(values):
    return statistics.median(list(values))


def summary(pairs, lengths):
    """{threads: {engine: medians, and ratios of ours to it}}; the row of ours holds the runs of all pairs."""
    result = {}
    for threads, peers in pairs.items():
        sides = {"Weir": [ours for rounds in peers.values() for ours, _ in rounds]}
        sides |= {name: [theirs for _, theirs in rounds] for name, rounds in peers.items()}
        rows = {name: {key: median(run[key] for run in runs) for key in ("texts_per_s", "load_ms", "resident_mb")}
                for name, runs in sides.items()}
        for name, runs in sides.items():
            rows[name]["ms"] = {n: median(run["ms"][n] for run in runs) for n in lengths}
        for name, rounds in peers.items():
            rows[name]["ratio"] = {n: median(ours["ms"][n] / theirs["ms"][n] for ours, theirs in rounds) for n in lengths}
            rows[name]["batch_ratio"] = median(ours["texts_per_s"] / theirs["texts_per_s"] for ours, theirs in rounds)
        result[threads] = rows
    return result


def checks(rows, lengths):
    """{target: [(value, whether it is met), ...]} for one thread count, one value a length; a target whose peers are absent is left out."""
    def against(names, most, where):
        values = [max((rows[name]["ratio"][n] for name in names if name in rows), default=None) for n in where]
        return [(value, value <= most) for value in values if value is not None]

    ours, short = rows["Weir"], [n for n in lengths if int(n) <= TARGETS["ort_up_to"]]
    found = {f"to the fastest int8 peer <= {TARGETS['fastest_int8']}": against(INT8_PEERS, TARGETS["fastest_int8"], lengths),
             f"to ONNX Runtime int8 <= {TARGETS['ort']}": against(ORT_PEERS, TARGETS["ort"], short),
             f"to llama.cpp Q8_0 <= {TARGETS['llama']}": against([LLAMA], TARGETS["llama"], lengths)}
    rates = [row["batch_ratio"] for name, row in rows.items() if name not in ("Weir", BASELINE)]
    if rates:
        found[f"batch to the fastest peer >= {TARGETS['batch']}"] = [(min(rates), min(rates) >= TARGETS["batch"])]
    for title, key in (("load ms", "load_ms"), ("resident MB", "resident_mb")):
        found[f"{title} <= {TARGETS[key]}"] = [(ours[key], ours[key] <= TARGETS[key])]
    return found


def cell(value, met):
    return f"{value:.2f} {quality.verdict(met):4}".rjust(10)


def print_speed(threads, rows, lengths, macs):
    heading = "".join(f"{n:>10}" for n in lengths)
    print(f"\n{f'{threads} thread(s), p50 ms of one text':36}{heading}   texts/s   load ms  resident MB")
    for name, row in rows.items():
        print(f"{name:36}" + "".join(f"{row['ms'][n]:10.3f}" for n in lengths)
              + f"{row['texts_per_s']:10.0f}{row['load_ms']:10.1f}{row['resident_mb']:13.1f}")
    print(f"{'Weir, GMAC/s of its matrices':36}" + "".join(f"{macs * int(n) / rows['Weir']['ms'][n] / 1e6:10.0f}" for n in lengths))
    print(f"\n{f'{threads} thread(s), ratio of ours to it':36}{heading}     batch")
    for name, row in rows.items():
        if "ratio" in row:
            print(f"{name:36}" + "".join(f"{row['ratio'][n]:10.2f}" for n in lengths) + f"{row['batch_ratio']:10.2f}")
    for title, cells in checks(rows, lengths).items():
        print(f"{title:36}" + ("".join(cell(*one) for one in cells) or "   not measured: no such peer here"))


def print_tokenizers(times):
    print("\ntokenizer alone, p50 us" + " " * 13 + "".join(f"{n:>10}" for n in times["Weir"]))
    for name, row in times.items():
        print(f"{name:36}" + "".join(f"{value:10.2f}" for value in row.values()))
    ratios = [ours / theirs for ours, theirs in zip(times["Weir"].values(), times["llama.cpp less the call"].values())]
    print(f"{'ours to llama.cpp less the call <= 1':36}" + "".join(cell(ratio, ratio <= 1) for ratio in ratios))


def print_callers(threads, report):
    rows = [(f"{row['callers']} at once", row) for row in report["callers"]]
    rows += [(f"{row['callers']} beside a caller of 4,000-token texts" if row["long_callers"] else f"{row['callers']} alone", row)
             for row in report["starvation"]]
    print(f"\n{f'{threads} thread(s), callers of short texts':42}    p50 ms       p99     p99.9   texts/s")
    for title, row in rows:
        times = "".join(f"{row['time'][key] / 1e3:10.2f}" for key in ("p50_us", "p99_us", "p999_us"))
        print(f"{title:42}{times}{row['texts_per_second']:10.0f}")


def print_cosines(found):
    print(f"\n{'cosine to fp32':36}      mean        p1     worst")
    for name, row in found.items():
        print(f"{name:36}{row['mean']:10.5f}{row['p1']:10.5f}{row['worst']:10.5f}")
    ours = found["Weir"]
    print(f"mean >= {quality.MEAN_TARGET} {quality.verdict(ours['mean'] >= quality.MEAN_TARGET)}, "
          f"worst >= {quality.WORST_TARGET} {quality.verdict(ours['worst'] >= quality.WORST_TARGET)}, {ours['texts']} texts")


def print_report(report):
    machine = report["machine"]
    print(f"{machine['cpu']}, {machine['cores']} cores, kernels {machine['kernel_table']}, model {machine['model_sha256'][:12]}, "
          f"commit {machine.get('commit', 'unknown')}, rounds {report['rounds']}")
    for threads, rows in report.get("speed", {}).items():
        print_speed(threads, rows, report["lengths"], machine["matrix_macs_per_token"])
    if "tokenizer_us" in report:
        print_tokenizers(report["tokenizer_us"])
    for threads, one in report.get("callers", {}).items():
        print_callers(threads, one)
    if "cosine" in report:
        print_cosines(report["cosine"])
    noise = ": NOT QUIET, measure again" if report["other_cores"] > 0.05 else ""
    print(f"\nother processes used {report['other_cores']} cores meanwhile{noise}")
    for name, reason in report["absent"].items():
        print(f"ABSENT, so no target was held against it: {name}: {reason}")
    for name in sorted({*INT8_PEERS, LLAMA} - set(report["peers"]) - set(report["absent"])) if "speed" in report else []:
        print(f"LEFT OUT, so no target was held against it: {name}")


def say(text):
    print(text, file=sys.stderr, flush=True)


def measure(args):
    texts, quiet = write_texts(args), Quiet()
    names, absent, sizes = find_peers(args) if {"speed", "cosine"} & set(args.parts) else ([], {}, {})
    lengths = [str(n) for n in args.lengths]
    report = {"machine": run_ours(args, 1, 0.01, "tokenizer"), "rounds": args.rounds, "lengths": lengths, "peers": names, "absent": absent}
    if "speed" in args.parts and (names or args.baseline):
        report["pairs"] = measure_pairs(args, names, sizes)
        report["speed"] = summary(report["pairs"], lengths)
    if "tokenizer" in args.parts:
        report["tokenizer_us"] = measure_tokenizer_pairs(args)
    if "callers" in args.parts:
        report["callers"] = {threads: run_ours(args, threads, 2, "callers", "starvation") for threads in args.threads}
    if "cosine" in args.parts:
        report["cosine"] = measure_cosines(args, texts, names)
    return {**report, "other_cores": quiet.others()}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--weir-node", default=".build/release/weir-node")
    parser.add_argument("--model", help="our GGUF, as scripts/prepare.sh caches it")
    parser.add_argument("--peers", required=True, help="folder with encoder_peers.py and corpus.py")
    parser.add_argument("--peer-models", required=True, help="folder with the peers' model files")
    parser.add_argument("--threads", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=0.3, help="for each length of a run")
    parser.add_argument("--lengths", type=int, nargs="+", default=[8, 16, 32, 64, 128, 256])
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=PARTS)
    parser.add_argument("--baseline", help="an older weir-node, measured like a peer")
    parser.add_argument("--only", nargs="*", default=[*INT8_PEERS, LLAMA], help="peers by the names their scripts give them")
    parser.add_argument("--commit", help="for the report")
    parser.add_argument("--json", action="store_true")
    for inner in ("--child", "--texts", "--vectors"):
        parser.add_argument(inner, help=argparse.SUPPRESS)
    parser.add_argument("--batch-sizes", type=int, nargs="+", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.child:
        with open(args.texts) as file:
            texts = json.load(file)
        print(json.dumps((measure_tokenizers if args.child == "tokenizers" else measure_peer)(args, texts)))
        return
    with tempfile.TemporaryDirectory() as args.work:
        report = measure(args)
    print(json.dumps(report)) if args.json else print_report(report)


if __name__ == "__main__":
    main()
