"""Looks for values in bytes, in every form in which software writes a text down.

All forms of some thousand values are looked for at once: the eight bytes at every offset of the haystack are compared, as integers, with the first
eight of every form. That takes about half a second for 10 MB in plain Python.
"""
import base64
import collections
import html
import json
import re
import urllib.parse

Hit = collections.namedtuple("Hit", "canary form")

WIDE, NARROW = 8, 4
# Shorter runs of digits than this come up by chance among time stamps and counts.
LEAST_DIGITS = 9
# Between the digits of a number, as people and programs write it.
SEPARATOR = re.compile(rb"(?<=\d)[ ./()\-]{1,2}(?=\d)")
RUN = re.compile(rb"(?<![\d.])\d{%d,}(?!\d)" % LEAST_DIGITS)


def base64_forms(value):
    """As it stands inside any longer text: the three alignments, without the characters that its neighbours share."""
    for shift in range(3):
        text = base64.b64encode(b"\0" * shift + value)
        first = -(-shift * 8 // 6)
        last = (shift + len(value)) * 8 // 6
        core = text[first:last]
        yield core
        yield core.replace(b"+", b"-").replace(b"/", b"_")


def whole_forms(text):
    """Name and bytes of each form of the whole value, in lower case, as the haystack is."""
    raw = text.encode()
    yield "as it is", raw
    for form in base64_forms(raw):
        yield "base64", form
    yield "hexadecimal", raw.hex().encode()
    yield "URL-encoded", urllib.parse.quote(text, safe="").encode()
    yield "URL-encoded", urllib.parse.quote_plus(text).encode()
    escaped = json.dumps(text)[1:-1]
    yield "JSON-escaped", escaped.encode()
    yield "JSON-escaped", json.dumps(text, ensure_ascii=False)[1:-1].encode()
    yield "JSON-escaped", escaped.replace("/", "\\/").encode()
    yield "JSON-escaped", json.dumps(escaped)[1:-1].encode()
    yield "HTML-escaped", html.escape(text).encode()
    yield "UTF-16", text.encode("utf-16-le")
    yield "UTF-16", text.encode("utf-16-be")


def parts(text):
    """Stretches that nothing else has, so that a value that got out by half is found as well: the fewer letters, the longer."""
    raw = text.encode().lower()
    for start in range(len(raw) - WIDE + 1):
        for length in (8, 12, 16):
            part = raw[start:start + length]
            if len(part) < length:
                break
            letters = sum(chr(byte).isalpha() for byte in part)
            if all(chr(byte) in "0123456789abcdef" for byte in part):
                if length == 16:
                    yield part
            elif letters >= 3 or length >= 12 and letters or length == 16:
                yield part
                break


def words(canary, names):
    """Of a name of several words each one that is long enough to be nobody else's; companies' legal forms and streets' kinds are not."""
    if canary.entity not in names:
        return
    for word in re.findall(r"[^\W\d_]{5,}", canary.value):
        if word.lower() not in ENGLISH:
            yield word.lower().encode()


# Words of our own names that a text about something else may hold.
ENGLISH = set("""avenue logistics pharmaceuticals consulting engineering insurance biotech engineer accountant forensic structural locomotive
    veterinary""".split())


class Search:
    """`canaries` have `value` and `entity`; `names` are the entities whose single words count, `undivided` those of which only the whole counts."""

    def __init__(self, canaries, names=(), undivided=()):
        self.needles = collections.defaultdict(list)
        self.short = collections.defaultdict(list)
        self.numbers = {}
        seen = set()
        owners = collections.defaultdict(set)
        for canary in canaries:
            for part in parts(canary.value):
                owners[part].add(canary.value if canary.entity not in undivided else None)
        for canary in canaries:
            for form, needle in whole_forms(canary.value):
                self.add(canary, form, needle.lower(), seen)
            for part in parts(canary.value):
                # What two values have in common tells neither of them.
                if owners[part] == {canary.value}:
                    self.add(canary, "in part", part, seen)
            for word in words(canary, names):
                self.add(canary, "word", word, seen)
            digits = re.sub(r"\D", "", canary.value).encode()
            for length in range(LEAST_DIGITS, len(digits) + 1):
                # A number that is left over is the front or the back of the whole.
                for part in {digits[:length], digits[-length:]}:
                    self.numbers.setdefault(part, Hit(canary, "digits only" if len(part) == len(digits) else "digits in part"))
        self.wide_keys, self.narrow_keys = frozenset(self.needles), frozenset(self.short)

    def add(self, canary, form, needle, seen):
        if len(needle) < NARROW or needle in seen:
            return
        seen.add(needle)
        if len(needle) >= WIDE:
            self.needles[int.from_bytes(needle[:WIDE], "little")].append((needle, Hit(canary, form)))
        else:
            self.short[int.from_bytes(needle[:NARROW], "little")].append((needle, Hit(canary, form)))

    def forget(self, data):
        """What `data` holds before any canary was sent proves nothing: such needles are taken out. Whole values must not be among them."""
        found = self.find(data)
        whole = [hit for hit in found.values() if hit.form not in ("in part", "digits in part", "word")]
        assert not whole, f"found before it was sent: {whole[:3]}"
        for table in (self.needles, self.short):
            for key in table:
                table[key] = [entry for entry in table[key] if entry[0] not in found]
        self.numbers = {number: hit for number, hit in self.numbers.items() if number not in found}

    def find(self, data):
        """Needle to hit."""
        low = bytes(data).lower()
        found = {}
        for size, code, keys, table in ((WIDE, "Q", self.wide_keys, self.needles), (NARROW, "I", self.narrow_keys, self.short)):
            if not keys:
                continue
            for offset in range(size):
                count = (len(low) - offset) // size
                if count <= 0:
                    break
                for key in keys.intersection(memoryview(low)[offset:offset + count * size].cast(code)):
                    for needle, hit in table[key]:
                        if needle not in found and self.stands(low, needle):
                            found[needle] = hit
        for run in RUN.findall(low) + RUN.findall(SEPARATOR.sub(b"", low)):
            # A length byte or a list number may be a digit by chance and stand right beside it.
            for number in (run, run[1:], run[:-1], run[1:-1]):
                if number in self.numbers:
                    found[number] = self.numbers[number]
        return found

    @staticmethod
    def stands(low, needle):
        """Anywhere, for a long needle; a short one must not be the inside of another word."""
        if len(needle) >= WIDE:
            return needle in low
        return re.search(rb"(?<![a-z0-9])" + re.escape(needle) + rb"(?![a-z0-9])", low) is not None

    def hits(self, data):
        """Each canary once, in the most telling form."""
        best = {}
        for hit in self.find(data).values():
            known = best.get(hit.canary)
            if known is None or known.form in ("in part", "digits in part", "word"):
                best[hit.canary] = hit
        return list(best.values())
