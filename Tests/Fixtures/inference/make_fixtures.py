#!/usr/bin/env python3
"""Fixtures of Tests/InferenceTests: an independent implementation of the encoder in numpy.

    python3 -m venv venv && venv/bin/pip install numpy==2.4.6 gguf==0.19.0 safetensors==0.8.0 tokenizers==0.23.3
    venv/bin/python make_fixtures.py tiny                 writes tiny-{f32,f16,q8_0,q4_0,bf16}.gguf and tiny.json
    venv/bin/python make_fixtures.py wide                 writes wide-{q4_k,q5_k,q6_k}.gguf and wide.json
    venv/bin/python make_fixtures.py seeds                writes the models that Tests/Fuzz/Encoder/corpus starts from
    venv/bin/python make_fixtures.py minilm MODEL_FOLDER  writes minilm.texts and minilm.vectors

tiny: a random BERT of 2 layers, width 32, 2 heads, 64 positions and 79 word pieces. Its vectors are float64 passes over the weights as the file
stores them (dequantised by the gguf package), so they show what packing and the kernels lose, not what the file's own type lost.

wide: the same with 1 layer, width 256, a feed-forward of 32 and 32 positions, in types whose blocks hold 256 elements. The package decodes these
types but has no encoder for them: the weights are random blocks. Matrices with rows of 32 have another type, as in real files of such a kind.

minilm: 500 varied texts, generated here from a seed, and their fp32 sentence vectors by the published all-MiniLM-L6-v2 weights (model.safetensors
and tokenizer.json of the folder; tokens by Hugging Face tokenizers). minilm.texts is one text per line; minilm.vectors is, per text, a
little-endian float32 scale and 384 signed bytes (cosine to the unrounded vector at least 0.9999).
"""
import json, math, os, random, struct, sys
import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))


def erf(x):
    return np.vectorize(math.erf, otypes=[x.dtype])(x)


def norm(x, weight, bias, epsilon):
    mean, variance = x.mean(-1, keepdims=True), x.var(-1, keepdims=True)
    return (x - mean) / np.sqrt(variance + epsilon) * weight + bias


def forward(w, ids, layers, heads, epsilon):
    """Token states [tokens, dimension] of one window; `w` maps GGUF tensor names to arrays."""
    linear = lambda x, name: x @ w[name + ".weight"].T + w[name + ".bias"]
    n, d = len(ids), w["token_embd.weight"].shape[1]
    h = w["token_embd.weight"][ids] + w["position_embd.weight"][:n] + w["token_types.weight"][0]
    h = norm(h, w["token_embd_norm.weight"], w["token_embd_norm.bias"], epsilon)
    for layer in range(layers):
        b = f"blk.{layer}."
        q, k, v = (linear(h, b + "attn_" + part).reshape(n, heads, d // heads).transpose(1, 0, 2) for part in "qkv")
        s = q @ k.transpose(0, 2, 1) / np.sqrt(h.dtype.type(d // heads))
        s = np.exp(s - s.max(-1, keepdims=True))
        a = ((s / s.sum(-1, keepdims=True)) @ v).transpose(1, 0, 2).reshape(n, d)
        h = norm(linear(a, b + "attn_output") + h, w[b + "attn_output_norm.weight"], w[b + "attn_output_norm.bias"], epsilon)
        f = linear(h, b + "ffn_up")
        f = f * 0.5 * (1 + erf(f / np.sqrt(h.dtype.type(2))))
        h = norm(linear(f, b + "ffn_down") + h, w[b + "layer_output_norm.weight"], w[b + "layer_output_norm.bias"], epsilon)
    return h


def windows(ids, room):
    """Consecutive parts of nearly equal size, at most `room` long: the rule in Encoder.swift."""
    count = max(-(-len(ids) // room), 1)
    return [ids[len(ids) * i // count:len(ids) * (i + 1) // count] for i in range(count)]


def sentence(w, ids, cls, sep, context, pooling, **shape):
    """Unit vector, and the states of `ids` without [CLS] and [SEP]."""
    total, states = 0, []
    for part in windows(ids, context - 2):
        h = forward(w, [cls] + part + [sep], **shape)
        total = total + (h.sum(0) if pooling == "mean" else h[0] * len(h))
        states.append(h[1:-1])
    return total / np.sqrt((total * total).sum()), np.concatenate(states)


# ---------------------------------------------------------------- tiny
TINY = dict(layers=2, heads=2, epsilon=1e-12)
DIMENSION, FEED_FORWARD, CONTEXT = 32, 64, 64
WORDS = """the a an of to in on is are was not my your printer laptop password network account reset please help how do i can cannot open send
mail error screen slow fast new old blue red green door car road tree water light night day time work home office server cloud file folder disk
user group team manager ticket request""".split()
PIECES = "##s ##ed ##ing ##er ##ly ##tion ##ness ##ment".split()


def tiny_vocabulary():
    return ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"] + WORDS + PIECES + list(".,?!-")


def tiny_tokens(vocabulary, text):
    """Greedy longest match, for lower-case words and single punctuation marks only."""
    index, ids = {t: i for i, t in enumerate(vocabulary)}, []
    for word in text.split():
        at, found = 0, []
        while at < len(word):
            for end in range(len(word), at, -1):
                piece = ("##" if at else "") + word[at:end]
                if piece in index:
                    found.append(index[piece])
                    at = end
                    break
            else:
                found = [index["[UNK]"]]
                break
        ids += found
    return ids


def tiny_texts(rng):
    texts = ["", "password", "the printer is not printing" , "how do i reset my password ?", "unknowable zebra"]
    texts += [" ".join(rng.choice(WORDS + list(".,?!")) for _ in range(n)) for n in (3, 14, 15, 16, 17, 31, 45, 61, 62)]
    texts += [" ".join(rng.choice(WORDS) for _ in range(n)) for n in (63, 124, 125, 300)]  # longer than the context: windows
    return texts


def tiny():
    import gguf
    from gguf import GGMLQuantizationType as T
    vocabulary, rng, random_ = tiny_vocabulary(), np.random.default_rng(20261), random.Random(20261)
    normal = lambda *shape, scale=1.0: (rng.standard_normal(shape) * scale).astype(np.float32)
    w = {"token_embd.weight": normal(len(vocabulary), DIMENSION), "position_embd.weight": normal(CONTEXT, DIMENSION, scale=0.3),
         "token_types.weight": normal(2, DIMENSION, scale=0.1)}
    def add_norm(name):
        w[name + ".weight"], w[name + ".bias"] = 1 + normal(DIMENSION, scale=0.2), normal(DIMENSION, scale=0.1)
    def add_linear(name, rows, columns):
        w[name + ".weight"], w[name + ".bias"] = normal(rows, columns, scale=columns ** -0.5), normal(rows, scale=0.1)
    add_norm("token_embd_norm")
    for layer in range(TINY["layers"]):
        b = f"blk.{layer}."
        for name in ("attn_q", "attn_k", "attn_v", "attn_output"):
            add_linear(b + name, DIMENSION, DIMENSION)
        add_norm(b + "attn_output_norm")
        add_linear(b + "ffn_up", FEED_FORWARD, DIMENSION)
        add_linear(b + "ffn_down", DIMENSION, FEED_FORWARD)
        add_norm(b + "layer_output_norm")
    expected = {"texts": tiny_texts(random_), "tokens": [], "models": []}
    expected["tokens"] = [tiny_tokens(vocabulary, t) for t in expected["texts"]]
    # (file, type, plain or llama.cpp's phantom-space vocabulary, pooling)
    for name, kind, phantom, pooling in (("f32", T.F32, True, "mean"), ("f16", T.F16, False, "mean"), ("q8_0", T.Q8_0, True, "cls"), ("q4_0", T.Q4_0, True, "mean"),
                                         ("bf16", T.BF16, False, "cls")):
        tensors, stored = [], {}
        for tensor, a in w.items():
            t = T.F32 if a.ndim == 1 or tensor in ("position_embd.weight", "token_types.weight") else kind
            data = a if t == T.F32 else a.astype(np.float16) if t == T.F16 else gguf.quants.quantize(a, t)
            stored[tensor] = (data if t in (T.F32, T.F16) else gguf.quants.dequantize(data, t)).astype(np.float64)
            tensors.append((tensor, data, t))
        write(f"tiny-{name}.gguf", "tiny random BERT", vocabulary, phantom, pooling, tensors, CONTEXT, DIMENSION, FEED_FORWARD, **TINY)
        vectors, states = passes(stored, expected["tokens"], CONTEXT, pooling, TINY)
        expected["models"].append({"file": f"tiny-{name}.gguf", "vectors": rounded(vectors, 6), "lastTokenStates": rounded(states, 6)})
    dump(expected, "tiny.json")


def write(file, name, vocabulary, phantom, pooling, tensors, context, dimension, feed_forward, layers, heads, epsilon):
    import gguf
    from gguf import GGMLQuantizationType as T
    writer = gguf.GGUFWriter(os.path.join(HERE, file), "bert")
    writer.add_name(name)
    writer.add_block_count(layers)
    writer.add_context_length(context)
    writer.add_embedding_length(dimension)
    writer.add_feed_forward_length(feed_forward)
    writer.add_head_count(heads)
    writer.add_layer_norm_eps(epsilon)
    writer.add_causal_attention(False)
    writer.add_pooling_type(gguf.PoolingType.MEAN if pooling == "mean" else gguf.PoolingType.CLS)
    writer.add_tokenizer_model("bert")
    special = lambda t: t.startswith("[")
    form = lambda t: t if special(t) else t[2:] if t.startswith("##") else "\u2581" + t
    writer.add_token_list([form(t) for t in vocabulary] if phantom else vocabulary)
    writer.add_token_types([gguf.TokenType.CONTROL if special(t) else gguf.TokenType.NORMAL for t in vocabulary])
    writer.add_bos_token_id(2), writer.add_eos_token_id(3), writer.add_unk_token_id(1), writer.add_sep_token_id(3), writer.add_pad_token_id(0)
    for tensor, data, t in tensors:
        writer.add_tensor(tensor, data, raw_dtype=None if t in (T.F32, T.F16) else t)
    writer.write_header_to_file(), writer.write_kv_data_to_file(), writer.write_tensors_to_file(), writer.close()


def passes(stored, tokens, context, pooling, shape):
    """Of each text: its sentence vector, and the state of its last token (empty without tokens)."""
    both = [sentence(stored, ids, 2, 3, context, pooling, **shape) for ids in tokens]
    return [v for v, _ in both], [s[-1] if len(s) else [] for _, s in both]


def rounded(vectors, digits):
    return [[round(float(x), digits) for x in v] for v in vectors]


def dump(expected, file):
    json.dump(expected, open(os.path.join(HERE, file), "w"), ensure_ascii=False, separators=(",", ":"))


# ---------------------------------------------------------------- wide
WIDE = dict(layers=1, heads=4, epsilon=1e-12)
WIDE_DIMENSION, WIDE_FEED_FORWARD, WIDE_CONTEXT = 256, 32, 32


def random_blocks(rng, kind, rows, columns, deviation):
    """Random bytes with sane scales: elements of mean near 0 and the given standard deviation."""
    import gguf
    from gguf import GGMLQuantizationType as T
    # Where a block holds its 16-bit scale and minimum, and the minimum that centres the elements of scale 1.
    scale, minimum, centre = {T.Q4_K: (0, 2, 7.5), T.Q5_K: (0, 2, 15.5), T.Q6_K: (208, None, 0), T.Q5_0: (0, None, 0), T.Q5_1: (0, 2, -15.5),
                              T.IQ4_NL: (0, None, 0)}[kind]
    size, stride = gguf.GGML_QUANT_SIZES[kind]
    blocks = rng.integers(0, 256, (rows * columns // size, stride), dtype=np.uint8)
    spread = rng.uniform(0.5, 1.5, (len(blocks), 1))
    def place(factor):
        blocks[:, scale:scale + 2] = (factor * spread).astype(np.float16).view(np.uint8)
        if minimum is not None:
            blocks[:, minimum:minimum + 2] = (centre * factor * spread).astype(np.float16).view(np.uint8)
        return gguf.quants.dequantize(blocks.reshape(rows, -1), kind)
    place(deviation / place(1).std())
    return blocks.reshape(rows, -1)


def wide():
    import gguf
    from gguf import GGMLQuantizationType as T
    vocabulary, rng, random_ = tiny_vocabulary(), np.random.default_rng(20262), random.Random(20262)
    texts = ["", "password", "the printer is not printing", "how do i reset my password ?"]
    texts += [" ".join(random_.choice(WORDS) for _ in range(n)) for n in (30, 31, 61, 95)]  # one window, two, three, four
    expected = {"texts": texts, "tokens": [tiny_tokens(vocabulary, t) for t in texts], "models": []}
    # (file, type, type of rows too short for it, type of the positions, phantom vocabulary, pooling)
    for name, kind, short, position, phantom, pooling in (("q4_k", T.Q4_K, T.Q5_0, T.F16, True, "mean"), ("q5_k", T.Q5_K, T.Q5_1, T.BF16, False, "cls"),
                                                          ("q6_k", T.Q6_K, T.IQ4_NL, T.F16, True, "mean")):
        tensors, stored = [], {}
        def add(tensor, data, t):
            stored[tensor] = gguf.quants.dequantize(data, t).astype(np.float64) if data.dtype == np.uint8 else data.astype(np.float64)
            tensors.append((tensor, data, t))
        def add_floats(tensor, centre, scale, *shape):
            add(tensor, (centre + rng.standard_normal(shape) * scale).astype(np.float32), T.F32)
        def add_norm(tensor):
            add_floats(tensor + ".weight", 1, 0.2, WIDE_DIMENSION), add_floats(tensor + ".bias", 0, 0.1, WIDE_DIMENSION)
        def add_linear(tensor, rows, columns):
            t = kind if columns % gguf.GGML_QUANT_SIZES[kind][0] == 0 else short
            add(tensor + ".weight", random_blocks(rng, t, rows, columns, columns ** -0.5), t), add_floats(tensor + ".bias", 0, 0.1, rows)
        add("token_embd.weight", random_blocks(rng, kind, len(vocabulary), WIDE_DIMENSION, 1), kind)
        positions = (rng.standard_normal((WIDE_CONTEXT, WIDE_DIMENSION)) * 0.3).astype(np.float32)
        add("position_embd.weight", positions.astype(np.float16) if position == T.F16 else gguf.quants.quantize(positions, position), position)
        add_floats("token_types.weight", 0, 0.1, 2, WIDE_DIMENSION)
        add_norm("token_embd_norm")
        for matrix in ("attn_q", "attn_k", "attn_v", "attn_output"):
            add_linear("blk.0." + matrix, WIDE_DIMENSION, WIDE_DIMENSION)
        add_norm("blk.0.attn_output_norm")
        add_linear("blk.0.ffn_up", WIDE_FEED_FORWARD, WIDE_DIMENSION), add_linear("blk.0.ffn_down", WIDE_DIMENSION, WIDE_FEED_FORWARD)
        add_norm("blk.0.layer_output_norm")
        write(f"wide-{name}.gguf", "wide random BERT", vocabulary, phantom, pooling, tensors, WIDE_CONTEXT, WIDE_DIMENSION, WIDE_FEED_FORWARD, **WIDE)
        vectors, states = passes(stored, expected["tokens"], WIDE_CONTEXT, pooling, WIDE)
        expected["models"].append({"file": f"wide-{name}.gguf", "vectors": rounded(vectors, 5), "lastTokenStates": rounded(states, 3)})
    dump(expected, "wide.json")


# ---------------------------------------------------------------- seeds
def seeds():
    """Models as small as they get, so that a fuzzer changes more header than weights: one layer, 8 tokens, even the vectors in blocks of 32."""
    import gguf
    from gguf import GGMLQuantizationType as T
    folder = os.path.join(HERE, "..", "..", "Fuzz", "Encoder", "corpus")
    vocabulary, rng = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "the", "printer", "##s", "!"], np.random.default_rng(20263)
    # (file, type of matrices, of vectors, width of the wide layer and type of its rows, phantom vocabulary, pooling)
    for name, kind, vector, wide, long, phantom, pooling in (
            ("q4_0", T.Q4_0, T.Q8_0, 32, T.Q4_0, True, "mean"), ("q8_0", T.Q8_0, T.F32, 32, T.Q8_0, False, "cls"),
            ("q5_0", T.Q5_0, T.Q4_0, 256, T.Q4_K, True, "mean"), ("q5_1", T.Q5_1, T.Q8_0, 256, T.Q6_K, True, "cls"),
            ("iq4_nl", T.IQ4_NL, T.F16, 256, T.Q5_K, False, "mean"), ("f16", T.F16, T.BF16, 32, T.F16, True, "mean")):
        tensors = []
        def add(tensor, t, rows, columns, mean=0.0):
            a = (mean + rng.standard_normal((rows, columns)) * 0.2).astype(np.float32)
            blocks = t in (T.Q4_K, T.Q5_K, T.Q6_K, T.IQ4_NL)
            data = random_blocks(rng, t, rows, columns, 0.2) if blocks else a if t == T.F32 else a.astype(np.float16) if t == T.F16 else gguf.quants.quantize(a, t)
            tensors.append((tensor, data if rows > 1 else data.reshape(-1), t))
        def add_norm(tensor):
            add(tensor + ".weight", vector, 1, 32, 1), add(tensor + ".bias", vector, 1, 32)
        add("token_embd.weight", kind, 8, 32), add("position_embd.weight", kind, 8, 32), add("token_types.weight", kind, 2, 32), add_norm("token_embd_norm")
        for matrix in ("attn_q", "attn_k", "attn_v", "attn_output"):
            add(f"blk.0.{matrix}.weight", kind, 32, 32), add(f"blk.0.{matrix}.bias", vector, 1, 32)
        add_norm("blk.0.attn_output_norm")
        add("blk.0.ffn_up.weight", kind, wide, 32), add("blk.0.ffn_up.bias", vector, 1, wide)
        add("blk.0.ffn_down.weight", long, 32, wide), add("blk.0.ffn_down.bias", vector, 1, 32)
        add_norm("blk.0.layer_output_norm")
        write(os.path.join(folder, name + ".gguf"), "seed", vocabulary, phantom, pooling, tensors, 8, 32, wide, layers=1, heads=2, epsilon=1e-12)


# ---------------------------------------------------------------- minilm
SUBJECTS = """the printer on the third floor|my work laptop|the vpn client|our shared calendar|the payroll portal|a colleague from finance|the new badge reader|the video
conference room|my company phone|the guest wifi|the backup of last night|the old file server|an invoice from a supplier|the build pipeline|the coffee machine's touch screen|the
time sheet|the meeting room booking|my two monitors|the docking station|the mail archive""".replace("\n", " ").split("|")
EVENTS = """stopped working after the update on {day}|asks for a password that nobody knows|shows error {number} and restarts|is so slow that customers complain|was moved to another
building in {month}|needs approval from {name}|has not synchronised since {month} {small}|deleted {number} records without asking|prints every page twice|costs {number} euros a month
now|cannot be reached from {city}|turns the screen {colour} whenever {name} logs in|worked fine in {city} until {day}|lost the connection {small} times this week""".replace("\n", " ").split("|")
QUESTIONS = """how do i {verb} {thing}?|who can {verb} {thing} in {city}?|is it safe to {verb} {thing} before {month}?|why does {name} have to {verb} {thing} every {day}?|where is the form to
{verb} {thing}?|please {verb} {thing} for {name}|could you {verb} {thing} and {verb2} {thing2}?|what happens if i {verb} {thing} twice?|when will somebody {verb} {thing}?|i tried to {verb} {thing} but nothing
happened|{verb} {thing}|do not {verb} {thing}!|can {name} {verb} {thing} without me?""".replace("\n", " ").split("|")
VERBS = "reset install order cancel renew approve extend encrypt delete restore translate print share book repair replace return archive unlock explain".split()
THINGS = """my password|the licence of the drawing program|two more monitors|a train ticket|the access to the data room|an external disk|the contract with the cleaning company|a parking
space|my holiday request|the quarterly report|a meeting room with a projector|the certificate of the mail gateway|the account of a former colleague|the mobile data plan|a visitor badge|the
translation of the manual|the shared mailbox|last year's photographs|a virtual machine|the emergency contact list""".replace("\n", " ").split("|")
NAMES = "Anna Boris Chidi Dolores Emre Fatou Gustav Hana Ivan Jorge Keiko Liam Meera Noor Olga Pavel Quentin Rosa Sven Tariq".split()
CITIES = "Lisbon Oslo Nairobi Quito Hanoi Zagreb Montreal Perth Lyon Kraków Malmö Bogotá Tunis Riga Porto".split()
FREE = """Ein kurzer deutscher Satz über Drucker, Straßen und Züge.|¿Dónde está la biblioteca más cercana?|La réunion a été déplacée à lundi matin.|Il server non risponde da ieri sera.|システムが起動しません。|请帮我重置密码。|Пожалуйста, откройте
доступ к папке.|Το δίκτυο είναι αργό σήμερα.|הסיסמה שלי אינה פועלת|كلمة المرور لا تعمل|Mój komputer nie działa 😕|🚀🔥 ship it!!!|SELECT id, name FROM tickets WHERE state <> 'closed' ORDER BY id;|if (x == NULL) { return -1; } // never|GET /api/v1/users?id=42
HTTP/1.1|12.50 + 7.25 = 19.75; 3/4 > 0.5|ERROR 0x80070005: access denied (E_ACCESSDENIED)|a|?|...|OK|Thanks!|AAAAAAAAAAAAAAAA|the the the the the the|counterrevolutionaries' electroencephalographically|x y z x y z x
y z|user@example.org wrote at 14:05: see you|C:\\\\Program Files\\\\Vendor\\\\app.exe --silent|kernel: [12345.678] usb 1-1: device descriptor read/64, error -71|don't won't can't shouldn't|Größe: 10 µm ± 5 %; Temperatur −40 °C|naïve façade, jalapeño, smörgåsbord|№ 5 ½ ² © ®
™|1,000,000 rows in 3.5 s|Re: Fwd: AW: your request #4711""".replace("\n", " ").split("|")


def minilm_texts():
    r = random.Random(500)
    def fill(pattern):
        return pattern.format(day=r.choice("Monday Tuesday Thursday Saturday".split()), month=r.choice("March June October December".split()),
                              number=r.randint(11, 99999), small=r.randint(2, 28), name=r.choice(NAMES), city=r.choice(CITIES),
                              colour=r.choice("blue green black pink".split()), verb=(verb := r.choice(VERBS)), thing=r.choice(THINGS), verb2=r.choice(VERBS), thing2=r.choice(THINGS))
    statement = lambda: f"{r.choice(SUBJECTS)} {fill(r.choice(EVENTS))}"
    texts = list(FREE)
    while len(texts) < 500:
        kind = r.random()
        if kind < 0.4:
            t = fill(r.choice(QUESTIONS))
        elif kind < 0.8:
            t = statement()
            t = t[0].upper() + t[1:] + "." if r.random() < 0.6 else t
        else:  # paragraphs of 2 to 24 sentences, up to some 400 tokens
            t = " ".join(s[0].upper() + s[1:] + "." for s in (statement() for _ in range(r.choice((2, 3, 4, 6, 10, 24)))))
        if t not in texts:
            texts.append(t)
    return texts


def minilm(folder):
    from safetensors.numpy import load_file
    from tokenizers import Tokenizer
    source = load_file(os.path.join(folder, "model.safetensors"))
    names = {"token_embd_norm": "embeddings.LayerNorm"}
    for i in range(6):
        b, p = f"blk.{i}.", f"encoder.layer.{i}."
        names |= {b + "attn_q": p + "attention.self.query", b + "attn_k": p + "attention.self.key", b + "attn_v": p + "attention.self.value",
                  b + "attn_output": p + "attention.output.dense", b + "attn_output_norm": p + "attention.output.LayerNorm",
                  b + "ffn_up": p + "intermediate.dense", b + "ffn_down": p + "output.dense", b + "layer_output_norm": p + "output.LayerNorm"}
    w = {"token_embd.weight": source["embeddings.word_embeddings.weight"], "position_embd.weight": source["embeddings.position_embeddings.weight"],
         "token_types.weight": source["embeddings.token_type_embeddings.weight"]}
    for name, origin in names.items():
        w[name + ".weight"], w[name + ".bias"] = source[origin + ".weight"], source[origin + ".bias"]
    tokenizer = Tokenizer.from_file(os.path.join(folder, "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    texts, worst = minilm_texts(), 1.0
    with open(os.path.join(HERE, "minilm.texts"), "w", encoding="utf-8") as f:
        f.write("".join(t + "\n" for t in texts))
    with open(os.path.join(HERE, "minilm.vectors"), "wb") as f:
        for t in texts:
            ids = tokenizer.encode(t, add_special_tokens=False).ids
            assert "\n" not in t and len(ids) <= 510, (len(ids), t)
            v, _ = sentence(w, ids, 101, 102, 512, "mean", layers=6, heads=12, epsilon=np.float32(1e-12))
            scale = np.float32(np.abs(v).max() / 127)
            q = np.round(v / scale).astype(np.int8)
            worst = min(worst, float(v @ q / np.linalg.norm(q.astype(np.float64))))
            f.write(struct.pack("<f", scale) + q.tobytes())
    print(len(texts), "texts, rounding keeps a cosine of", worst)


if __name__ == "__main__":
    {"tiny": tiny, "wide": wide, "seeds": seeds, "minilm": minilm}[sys.argv[1]](*sys.argv[2:])
