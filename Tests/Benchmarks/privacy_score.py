"""Span metrics, with the definitions of ../shared/peers/accuracy/spaneval.py: exact = same start, end and type; overlap = same type and any shared
character, each labelled span and each found one counted once. Beside them: what is touched by a span of any type, and the characters left."""
import collections


def rate(part, whole):
    return part / whole if whole else None


def f_score(precision, recall, beta=1.0):
    if not precision or not recall:
        return 0.0 if precision == 0 or recall == 0 else None
    return (1 + beta * beta) * precision * recall / (beta * beta * precision + recall)


class Count:
    """Of one type: labelled and found spans, and how they meet."""

    def __init__(self):
        self.gold = self.found = self.exact = self.gold_touched = self.gold_touched_any = self.found_touching = self.found_touching_any = 0
        self.named = 0

    def __iadd__(self, other):
        for name, value in vars(other).items():
            setattr(self, name, getattr(self, name) + value)
        return self

    def figures(self):
        rows = {"gold": self.gold, "found": self.found, "named_but_unlabelled": self.named}
        ways = {"exact": (self.exact, self.exact), "overlap": (self.found_touching, self.gold_touched),
                "any_type": (self.found_touching_any, self.gold_touched_any)}
        for way, (right, reached) in ways.items():
            precision, recall = rate(right, self.found), rate(reached, self.gold)
            rows[way] = {"precision": precision, "recall": recall, "f1": f_score(precision, recall), "f2": f_score(precision, recall, 2)}
        # What the text itself calls by the type's name is no false finding, whether or not the set labels it.
        rows["precision_named_aside"] = rate(self.exact, self.found - self.named)
        return rows


def overlaps(a, b):
    return a[0] < b[1] and b[0] < a[1]


class Score:
    """Counts over a set of texts. Spans are (start, end, type)."""

    def __init__(self):
        self.types = collections.defaultdict(Count)
        self.characters = self.left = 0
        self.misses, self.extras = [], []

    def add(self, text, gold, found, types, is_named=lambda text, span: False):
        """`types`: those that count, of both sides."""
        covered = bytearray(len(text))
        for start, end, _ in found:
            covered[start:end] = b"\1" * (end - start)
        for start, end, _ in gold:
            places = [i for i in range(start, end) if not text[i].isspace()]
            self.characters += len(places)
            self.left += sum(not covered[i] for i in places)
        gold_set = set(gold)
        for span in gold:
            if span[2] not in types:
                continue
            count = self.types[span[2]]
            count.gold += 1
            touching = [other for other in found if overlaps(span, other)]
            hit = any(other[2] == span[2] for other in touching)
            count.gold_touched += hit
            count.gold_touched_any += bool(touching)
            if not hit:
                self.misses.append((text, span, touching))
        for span in found:
            if span[2] not in types:
                continue
            count = self.types[span[2]]
            count.found += 1
            exact = span in gold_set
            count.exact += exact
            touching = [other for other in gold if overlaps(span, other)]
            hit = any(other[2] == span[2] for other in touching)
            count.found_touching += hit
            count.found_touching_any += bool(touching)
            if not touching and is_named(text, span):
                count.named += 1
            elif not hit:
                self.extras.append((text, span, touching))

    def total(self, types=None):
        total = Count()
        for name, count in self.types.items():
            if types is None or name in types:
                total += count
        return total

    def figures(self):
        return {"types": {name: count.figures() for name, count in sorted(self.types.items())}, "all": self.total().figures(),
                "characters": self.characters, "characters_left": rate(self.left, self.characters)}


def quantiles(values):
    ordered = sorted(values)
    return {f"p{q}": ordered[min(len(ordered) - 1, len(ordered) * q // 100)] for q in (50, 95, 99)} if ordered else {}
