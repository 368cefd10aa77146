#!/usr/bin/env python3
"""Sets `weir-node bench` beside other engines, interleaved: one short run of each in turn, several rounds, ratios from the medians.

Run it through scripts/bench.sh. Needs a folder of peer models and a Python with the engines, both made as ../shared/peers/README.md says.
Each engine encodes one text of the given number of tokens, string in, unit vector out, tokenization included.
"""
import argparse
import json
import os
import statistics
import subprocess
import sys

PEERS = ["OpenVINO int8 (PTQ)", "ORT int8 (plain)", "ORT int8 (fused)", "llama.cpp Q8_0"]


def measure_peer(args):
    """Child process: one engine, loaded once, all lengths; prints one JSON line."""
    sys.path.insert(0, args.peers)
    import encoder_peers
    corpus = os.path.join(args.models, "corpus.json")
    if not os.path.exists(corpus):
        import corpus as texts
        with open(corpus, "w") as file:
            json.dump(texts.build(os.path.join(args.models, "model", "tokenizer.json")), file, ensure_ascii=False)
    with open(corpus) as file:
        lengths = json.load(file)["lengths"]
    kind, name, options = encoder_peers.VARIANTS[args.child]
    engine = encoder_peers.ENGINES[kind]
    engine.imports()
    loaded = engine(args.models, os.path.join(args.models, name), args.threads, **options)
    print(json.dumps({str(n): encoder_peers.lat(loaded.text, lengths[str(n)], args.runs) for n in args.lengths}))


def run_peer(args, name):
    command = [sys.executable, __file__, "--child", name, "--peers", args.peers, "--models", args.models, "--threads", str(args.threads),
               "--runs", str(args.runs), "--lengths", *map(str, args.lengths)]
    environment = {**os.environ, "OMP_NUM_THREADS": str(args.threads), "TOKENIZERS_PARALLELISM": "false"}
    return json.loads(subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout.splitlines()[-1])


def run_weir(args):
    command = [args.weir_node, "bench", "--model", args.model, "--threads", str(args.threads), "--json"]
    result = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    return {str(row["tokens"]): row for row in result["latency"]}, result


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--weir-node", default=".build/release/weir-node")
    parser.add_argument("--model", help="our GGUF, as scripts/demo.sh caches it")
    parser.add_argument("--peers", required=True, help="folder with encoder_peers.py and corpus.py")
    parser.add_argument("--models", required=True, help="folder with the peers' model files")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--runs", type=int, default=200)
    parser.add_argument("--lengths", type=int, nargs="+", default=[8, 16, 32, 128])
    parser.add_argument("--only", nargs="+", default=PEERS)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--child")
    args = parser.parse_args()
    if args.child:
        return measure_peer(args)
    results, kernels = {name: {str(n): [] for n in args.lengths} for name in ["Weir int8", *args.only]}, ""
    for number in range(args.rounds):
        print(f"round {number + 1} of {args.rounds}", file=sys.stderr)
        ours, report = run_weir(args)
        kernels = report["kernel_table"]
        for n in args.lengths:
            results["Weir int8"][str(n)].append(ours[str(n)]["p50_us"] / 1000)
        for name in args.only:
            theirs = run_peer(args, name)
            for n in args.lengths:
                results[name][str(n)].append(theirs[str(n)]["p50_ms"])
    medians = {name: {n: statistics.median(values) for n, values in row.items()} for name, row in results.items()}
    if args.json:
        print(json.dumps({"threads": args.threads, "rounds": args.rounds, "kernels": kernels, "p50_ms": medians, "rounds_ms": results}))
        return
    print(f"p50 ms of one text, {args.threads} thread(s), median of {args.rounds} interleaved rounds, kernels {kernels}")
    print(f"{'engine':24s}" + "".join(f"{n:>10d}" for n in args.lengths) + "   ratio of ours to it")
    for name, row in medians.items():
        ratios = "  ".join(f"{statistics.median(o / t for o, t in zip(results['Weir int8'][n], results[name][n])):.2f}" for n in row)
        print(f"{name:24s}" + "".join(f"{row[str(n)]:10.3f}" for n in args.lengths) + f"   {ratios}")


if __name__ == "__main__":
    main()
