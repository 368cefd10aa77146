"""The notation of the templates and its expansion.

A template is a line of text with

    {slot}          a value from `values.py`; a digit behind the name makes it the same value (or person) again later in the text
    [a|b|]          one of the parts, each of which may hold slots and choices; `[word|]` is an optional word
    {@list}         one unit of a named list;  {@list/2-4} several different units, joined by a blank;  {@list%2-4} joined by line breaks
    {*2-5} .. {/*}  the inside repeated, each time with new people, joined by line breaks;  {*2-5, } joined by ", "
    ¶               a line break

A raw template (code, JSON and other text full of brackets) writes ‹slot› and «a|b» instead of {slot} and [a|b], and may have several lines.

Template files are blocks of text: `## domain weight` starts a domain of whole texts, `== name` a list of units split between training and
held-out text, `-- name` a list of phrases that is not split (greetings, verbs). A line is a template; blocks of raw templates separate
them by a line `----`.
"""
import re
import zlib
from dataclasses import dataclass, field

HEADER = re.compile(r"## \w+ [\d.]+|(==|--) [\w.]+")
HELD_OUT_SHARE = 12  # per cent of the templates


def template_id(domain: str, text: str) -> str:
    return f"{domain}.{zlib.crc32(text.encode()):08x}"


def is_held_out(identifier: str) -> bool:
    return zlib.crc32(("split " + identifier).encode()) % 100 < HELD_OUT_SHARE


@dataclass
class Unit:
    """One template: its tree and where it came from."""
    id: str
    source: str
    nodes: list
    held_out: bool


@dataclass
class Grammar:
    """Every template file read so far."""
    language: str
    domains: dict = field(default_factory=dict)  # name -> [weight, [Unit]]
    lists: dict = field(default_factory=dict)    # name -> ([Unit], split: bool)

    def read(self, block: str, raw: bool = False):
        target, name = None, ""
        separator = "\n----\n" if raw else "\n"
        lines = []
        for part in block.strip("\n").split(separator):
            part = part.strip("\n")
            # In a raw block a header stands on the first line of a part.
            while HEADER.fullmatch(part.partition("\n")[0]):
                header, _, part = part.partition("\n")
                lines.append(header)
            if part.strip():
                lines.append(part if raw else part.strip())
        for line in lines:
            kind, _, rest = line.partition(" ") if HEADER.fullmatch(line) else ("", "", "")
            if kind == "##":
                name, _, weight = rest.partition(" ")
                target = self.domains.setdefault(name, [float(weight or 1), []])[1]
            elif kind in ("==", "--"):
                name = rest.strip()
                target = self.lists.setdefault(name, ([], kind == "=="))[0]
            else:
                identifier = template_id(f"{self.language}.{name}", line)
                tree = parse(line, "‹›«»" if raw else "{}[]")
                target.append(Unit(identifier, line, tree, is_held_out(identifier)))


def parse(text: str, marks: str) -> list:
    """Nodes: str | ("slot", name, digit) | ("choice", [nodes]) | ("units", list, low, high, joint) | ("loop", low, high, joint, nodes)."""
    slot_open, slot_close, choice_open, choice_close = marks
    position = 0

    def sequence(ends):
        nonlocal position
        nodes, literal = [], []

        def flush():
            if literal:
                nodes.append("".join(literal))
                literal.clear()
        while position < len(text):
            c = text[position]
            if c in ends:
                break
            if c == "\\" and position + 1 < len(text) and text[position + 1] in marks + "|":
                literal.append(text[position + 1])
                position += 2
            elif c == "¶":
                literal.append("\n")
                position += 1
            elif c == choice_open:
                flush()
                position += 1
                options = []
                while True:
                    options.append(sequence("|" + choice_close))
                    assert position < len(text), f"open choice: {text}"
                    position += 1
                    if text[position - 1] == choice_close:
                        break
                nodes.append(("choice", options))
            elif c == slot_open:
                end = text.index(slot_close, position)
                body = text[position + 1:end]
                if body == "/*":
                    break
                flush()
                position = end + 1
                if body.startswith("*"):
                    low, high, joint = re.fullmatch(r"\*(\d)-(\d)(.*)", body).groups()
                    inner = sequence("")
                    position = text.index(slot_close, position) + 1
                    nodes.append(("loop", int(low), int(high), joint or "\n", strip_breaks(inner)))
                elif body.startswith("@"):
                    found = re.fullmatch(r"@([\w.]+)(?:([/%])(\d)-(\d))?", body)
                    assert found, f"bad list {body}: {text}"
                    target, joint, low, high = found.groups()
                    nodes.append(("units", target, int(low or 1), int(high or 1), "\n" if joint == "%" else " "))
                else:
                    found = re.fullmatch(r"([a-zA-Z_]+)(\d?)", body)
                    assert found, f"bad slot {body}: {text}"
                    nodes.append(("slot", found.group(1), found.group(2)))
            else:
                literal.append(c)
                position += 1
        flush()
        return nodes

    nodes = sequence("")
    assert position == len(text), f"left over at {position}: {text}"
    return nodes


def strip_breaks(nodes):
    if nodes and isinstance(nodes[0], str):
        nodes[0] = nodes[0].lstrip("\n")
    if nodes and isinstance(nodes[-1], str):
        nodes[-1] = nodes[-1].rstrip("\n")
    return nodes


def balance(units):
    """A list has at least one unit on either side, so that neither has to borrow."""
    order = sorted(units, key=lambda unit: zlib.crc32(unit.id.encode()))
    if len(units) > 1 and not any(unit.held_out for unit in units):
        order[0].held_out = True
    elif len(units) > 1 and all(unit.held_out for unit in units):
        order[0].held_out = False


class Expander:
    """Turns a unit into segments [text, type or None] of one text."""

    def __init__(self, grammar: Grammar, rng, held_out: bool, scene_class):
        self.grammar, self.rng, self.held_out, self.scene_class = grammar, rng, held_out, scene_class
        self.allowed = {}
        for units in [u for u, split in grammar.lists.values() if split] + [u for _, u in grammar.domains.values()]:
            balance(units)
        for name, (units, split) in grammar.lists.items():
            chosen = [u for u in units if not split or u.held_out == held_out]
            self.allowed[name] = chosen or units
        self.domains = {}
        for name, (weight, units) in grammar.domains.items():
            chosen = [u for u in units if u.held_out == held_out]
            if chosen:
                self.domains[name] = (weight, chosen)

    def expand(self, unit: Unit, scene):
        used, segments = [unit.id], []
        self.walk(unit.nodes, scene, segments, used)
        return segments, used

    def walk(self, nodes, scene, out, used):
        rng = self.rng
        for node in nodes:
            if isinstance(node, str):
                out.append([node, None])
            elif node[0] == "slot":
                out.extend(scene.value(node[1], node[2]))
            elif node[0] == "choice":
                self.walk(rng.choice(node[1]), scene, out, used)
            elif node[0] == "units":
                _, name, low, high, joint = node
                units = self.allowed[name]
                count = min(rng.randint(low, high), len(units))
                for index, unit in enumerate(rng.sample(units, count)):
                    if index:
                        out.append([joint, None])
                    if self.grammar.lists[name][1]:
                        used.append(unit.id)
                    self.walk(unit.nodes, scene, out, used)
            else:
                _, low, high, joint, inner = node
                for index in range(rng.randint(low, high)):
                    if index:
                        out.append([joint, None])
                    self.walk(inner, scene.fresh(), out, used)
