#!/usr/bin/env python3
"""Writes vocab.txt (our own small vocabulary) and cases.jsonl (what Hugging Face `tokenizers` makes of texts with it).

    python3 -m venv venv && venv/bin/pip install tokenizers==0.23.3
    venv/bin/python Tests/Fixtures/tokenization/generate.py
"""
import json, os, random
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

folder = os.path.dirname(os.path.abspath(__file__))
words = """the printer is not work can i please reset my pass pass word vpn cafe uber gross naive facade hello world a b c d e f g h i j k l m
n o p q r s t u v w x y z 0 1 2 3 4 5 6 7 8 9 10 2026 mail . , ! ? ' " ( ) [ ] - _ @ / : ; = < > + * & % $ # ` ~ ^ | \\ { } ¿ « » € 。 、 …
你 好 世 界 日 本 語 豈 か な カ タ привет мир прив не γεια σας ω σ ß æ ø ı ł हिन स त क ᄒ ᅡ ᆫ ᄀ ا ل س م 🐟 unknownable""".split()
continuations = "s ing ed er word able ly a b c d e f g h i j k l m n o p q r s t u v w x y z 0 1 2 3 ет т ир σας न क ᅡ ᆫ ᅮ ᆨ ᄀ ᄒ د ل س م ß か な タ".split()
vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"] + list(dict.fromkeys(words + ["##" + c for c in continuations]))
with open(os.path.join(folder, "vocab.txt"), "w", encoding="utf-8") as out:
    out.write("".join(token + "\n" for token in vocabulary))

tokenizer = Tokenizer(models.WordPiece({t: i for i, t in enumerate(vocabulary)}, unk_token="[UNK]", max_input_chars_per_word=100))
tokenizer.normalizer = normalizers.BertNormalizer(clean_text=True, handle_chinese_chars=True, strip_accents=None, lowercase=True)
tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()

texts = [
    "", " ", "\t\r\n", "the printer is not working!", "THE PRINTER", "password passwords reseting", "Café ÜBER naïve façade",
    "cafe\u0301 u\u0308ber", "e\u0301\u0302\u0303\u0304", "\u0301\u0301", "ﬁle", "Straße GROẞ", "İstanbul ISTANBUL ıstanbul", "ΣΑΣ Γεια σας ΓΕΙΆ ΣΑΣ",
    "ПРИВЕТ мир Йод й", "你好世界", "a你b好c", "日本語 かな カタカナ ガ", "豈 \uf900 \u8c48", "한국 하 한 ㅎ", "हिन्दी हिंदी", "سلام السلام", "[CLS] [SEP] [unk] [PAD]", "##ing ## #",
    "a\u200bb a\u00adb a\u200db", "a\u0000b\ufffdc", "a\u00a0b\u2003c\u3000d\u2028e", "a\u0085b\u000bc", "≠ ≮ \u037e \u1fef", "¿«»…。、", "$5 €5 5%", "e-mail@x.y/z?q=1&r=2",
    "a" * 100, "a" * 101, "é" * 100 + " b", "é" * 101 + " b", "한" * 33, "한" * 34, "İ" * 51, "x" * 50 + "日" + "y" * 60, "🐟🐟 🐟a", "👩‍👩‍👧 🇩🇪",
    "unknownablexyz", "unknownable\u4e00", "ж", "aж", "жa b", "\ud7a3\uac00", "\U0001d15e \U0001f7e9", "\ue000\uf8ff x", "\U000e0001 y\U000f0000z", "ᾳ ᾼ ǅ ß",
]
random.seed(6)
pools = [(0x20, 0x7E), (0x20, 0x7E), (0xA0, 0x24F), (0x300, 0x36F), (0x370, 0x5FF), (0x900, 0x97F), (0x1E00, 0x20CF), (0x2200, 0x22FF), (0x3000, 0x30FF),
         (0x4E00, 0x4EFF), (0xAC00, 0xD7A3), (0xF900, 0xFFFF), (0x1F300, 0x1FAFF)]
for _ in range(150):
    pieces = []
    for _ in range(random.randint(1, 12)):
        low, high = random.choice(pools)
        pieces.append(random.choice([random.choice(vocabulary).replace("##", ""), " ", "".join(chr(random.randint(low, high)) for _ in range(3))]))
    texts.append("".join(pieces))
with open(os.path.join(folder, "cases.jsonl"), "w", encoding="utf-8") as out:
    for text in texts:
        encoding = tokenizer.encode(text, add_special_tokens=False)
        out.write(json.dumps({"text": text, "ids": encoding.ids, "offsets": encoding.offsets}, separators=(",", ":")) + "\n")
