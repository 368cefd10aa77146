"""How a whole text is spoilt: case, typing errors, tokenised style. Works on segments, so the spans stay right."""
import re

STRUCTURED = {"EMAIL_ADDRESS", "PHONE_NUMBER", "URL", "IP_ADDRESS", "CREDIT_CARD", "IBAN_CODE", "US_SSN", "ID_NUMBER", "USERNAME",
              "SECRET", "MAC_ADDRESS", "DATE_OF_BIRTH"}
KEEP_CASE = {"EMAIL_ADDRESS", "URL", "SECRET", "IBAN_CODE", "USERNAME"}
NEIGHBOURS = dict(zip("qwertyuiopasdfghjklzxcvbnm", "wqwertyuiosasdfghjkxzxcvbn"))


def recase(segments, change, rng):
    keep = rng.random() < 0.5
    return [[text if keep and kind in KEEP_CASE else change(text), kind] for text, kind in segments]


def title_case(text):
    return re.sub(r"[^\W\d_]+('[a-z]+)?", lambda m: m.group(0)[:1].upper() + m.group(0)[1:], text)


def typos(segments, rng, rate):
    out = []
    for text, kind in segments:
        if kind in STRUCTURED:
            out.append([text, kind])
            continue
        chars = list(text)
        share = rate if kind is None else rate * 0.5
        index = 0
        while index < len(chars) - 1:
            if chars[index].isalpha() and chars[index + 1].isalpha() and rng.random() < share:
                draw = rng.random()
                if draw < 0.3:
                    chars[index], chars[index + 1] = chars[index + 1], chars[index]
                elif draw < 0.55:
                    chars[index] = ""
                elif draw < 0.75:
                    chars[index] *= 2
                else:
                    chars[index] = NEIGHBOURS.get(chars[index], chars[index])
                index += 1
            index += 1
        out.append(["".join(chars), kind])
    return out


def bare(segments, rng):
    """Punctuation dropped outside the spans."""
    marks = rng.choice([",", ",.", ",.!?;:'", "'"])
    return [[text if kind else "".join(c for c in text if c not in marks), kind] for text, kind in segments]


def spaced(segments, rng):
    out = []
    for text, kind in segments:
        if kind not in STRUCTURED:
            text = re.sub(" ", lambda m: "  " if rng.random() < 0.08 else " ", text)
        out.append([text, kind])
    return out


def tokenised(segments, rng):
    """As in corpora whose tokens were joined with blanks."""
    out = []
    for text, kind in segments:
        if kind in STRUCTURED or kind in ("DATE_TIME", "SALARY"):
            out.append([text, kind])
            continue
        text = re.sub(r"([a-z])(n['’]t)\b", r"\1 \2", text)
        text = re.sub(r"(\w)(['’](?:s|re|ve|ll|d|m))\b", r"\1 \2", text)
        if kind is None:
            text = re.sub(r"^(['’](?:s|re|ve|ll|d|m))\b", r" \1", text)
            text = re.sub(r"[ ]*([,;!?()\"#&]|\.(?=\s|$)|\.\.\.|:(?=\s|$))[ ]*", r" \1 ", text)
        else:
            text = re.sub(r"[ ]*([,()\"])[ ]*", r" \1 ", text)
        out.append([text.replace("\n", " "), kind])
    # One blank at most, and none twice over a border.
    joined = []
    for text, kind in out:
        text = re.sub(" {2,}", " ", text)
        if joined and joined[-1][0].endswith(" ") and text.startswith(" "):
            text = text[1:]
        if text:
            joined.append([text, kind])
    return joined


def spoil(segments, rng, domain_is_code):
    """Case 60 as is, 22 lower, 4 upper, 4 title, the rest typing errors and tokenised style (per cent)."""
    draw = rng.random() * 100
    if domain_is_code and draw >= 60:
        return recase(segments, str.lower, rng) if draw < 66 else (recase(segments, str.upper, rng) if draw < 67 else segments)
    if draw < 60:
        return segments
    if draw < 82:
        segments = recase(segments, str.lower, rng)
        draw = rng.random()
        if draw < 0.25:
            segments = bare(segments, rng)
        elif draw < 0.35:
            segments = typos(segments, rng, 0.025)
        elif draw < 0.42:
            segments = tokenised(segments, rng)
        return segments
    if draw < 86:
        return recase(segments, str.upper, rng)
    if draw < 90:
        return recase(segments, title_case, rng)
    draw = rng.random()
    if draw < 0.25:
        return typos(segments, rng, 0.03)
    if draw < 0.42:
        return bare(segments, rng)
    if draw < 0.55:
        return spaced(segments, rng)
    return tokenised(segments, rng)


def prefixed(segments, rng):
    """Every line begins with the same mark, as in quoted mail, lists and comments; a value of several lines becomes several."""
    mark = rng.choice(["> ", ">", ">> ", "> > ", "??? ", "?? ", "# ", "* ", "- ", "+ ", "| ", "// ", "-- ", "%% ", "\u2022 ", "\t",
                       "; ", "=> "])
    out = [[mark, None]]
    for text, kind in segments:
        for index, line in enumerate(text.split("\n")):
            if index:
                out.append(["\n" + mark, None])
            out.append([line, kind])
    return out


def hide(segments, rng):
    """Names hidden from simple readers: zero-width marks, percent and quoted-printable coding, HTML. The span covers the disguise."""
    draw = rng.random()
    out = []
    for text, kind in segments:
        if kind in ("PERSON", "LOCATION", "ORGANIZATION") and len(text) > 2:
            if draw < 0.3:
                at = rng.randrange(1, len(text))
                text = text[:at] + rng.choice(["\u200b", "\u200d", "\ufeff", "\u00ad", "\u2060"]) + text[at:]
            elif draw < 0.42:
                text = "".join("%20" if c == " " else c if ord(c) < 128 else "".join(f"%{b:02X}" for b in c.encode()) for c in text)
            elif draw < 0.5:
                text = "".join(c if ord(c) < 128 else "".join(f"={b:02X}" for b in c.encode()) for c in text)
            elif draw < 0.72:
                opening, closing = rng.choice([("<b>", "</b>"), ("**", "**"), ("<i>", "</i>"), ("`", "`"), ("<td>", "</td>"), ("_", "_"),
                                               ("\u202e", "\u202c"), ("<strong>", "</strong>")])
                out += [[opening, None], [text, kind], [closing, None]]
                continue
            elif draw < 0.86:
                text = text.replace(" ", rng.choice(["_", ".", "+", "\u00a0"]))
            else:
                text = " ".join(text) if len(text) < 14 and rng.random() < 0.5 else text.upper()
        out.append([text, kind])
    return out
