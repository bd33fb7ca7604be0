#!/usr/bin/env python3
"""Writes phone-plan.txt: the numbering plan of every country calling code as one small automaton.

Needs the PyPI package `phonenumbers` (metadata of libphonenumber, Apache-2.0):

    pip install phonenumbers && python3 rules/lexicons/phone-plan.py

A region's plan says by regular expressions which digits follow the calling code, one expression for each
type of number. All expressions of all regions of a code become one nondeterministic automaton, then a
deterministic one whose states tell the type, then the smallest one that still does.
"""

import random
import sys
from pathlib import Path

import phonenumbers as pn
from phonenumbers import phonenumberutil as util
from re import _parser as sre

TYPES = (
    ("premium_rate", "o"),
    ("toll_free", "t"),
    ("shared_cost", "t"),
    ("voip", "o"),
    ("personal_number", "o"),
    ("pager", "o"),
    ("uan", "t"),
    ("voicemail", "o"),
)
"""Types in the order in which libphonenumber decides, and our letter: `t` belongs to an organisation."""


class Nfa:
    """Thompson's construction over the ten digits."""

    def __init__(self):
        self.eps, self.on, self.label = [], [], {}

    def state(self):
        self.eps.append([])
        self.on.append([])
        return len(self.eps) - 1

    def digits_of(self, op, arg):
        if op is sre.LITERAL:
            return frozenset([arg - 48])
        assert op is sre.IN, op
        out = set()
        for kind, value in arg:
            if kind is sre.LITERAL:
                out.add(value - 48)
            elif kind is sre.RANGE:
                out.update(range(value[0] - 48, value[1] - 47))
            else:
                assert kind is sre.CATEGORY and value is sre.CATEGORY_DIGIT, (kind, value)
                out.update(range(10))
        return frozenset(out)

    def add(self, tree, at):
        for op, arg in tree:
            if op in (sre.LITERAL, sre.IN):
                to = self.state()
                self.on[at].append((self.digits_of(op, arg), to))
                at = to
            elif op is sre.SUBPATTERN:
                at = self.add(arg[3], at)
            elif op is sre.BRANCH:
                to = self.state()
                for branch in arg[1]:
                    start = self.state()
                    self.eps[at].append(start)
                    self.eps[self.add(branch, start)].append(to)
                at = to
            elif op is sre.MAX_REPEAT:
                low, high, sub = arg
                for _ in range(low):
                    at = self.add(sub, at)
                if high is sre.MAXREPEAT:
                    loop = self.state()
                    self.eps[at].append(loop)
                    self.eps[self.add(sub, loop)].append(loop)
                    at = loop
                else:
                    end = self.state()
                    for _ in range(high - low):
                        self.eps[at].append(end)
                        at = self.add(sub, at)
                    self.eps[at].append(end)
                    at = end
            else:
                raise ValueError(op)
        return at

    def pattern(self, start, regex, label):
        inner = self.state()
        self.eps[start].append(inner)
        self.label[self.add(sre.parse(regex), inner)] = label

    def close(self, states):
        seen, todo = set(states), list(states)
        while todo:
            for s in self.eps[todo.pop()]:
                if s not in seen:
                    seen.add(s)
                    todo.append(s)
        return frozenset(seen)


def regions_of(cc):
    codes = util.COUNTRY_CODE_TO_REGION_CODE[cc]
    if codes == ("001",):
        return [pn.PhoneMetadata.metadata_for_nongeo_region(cc)]
    return [pn.PhoneMetadata.metadata_for_region(code) for code in codes]


def used(desc):
    return desc is not None and desc.national_number_pattern and desc.national_number_pattern != "NA"


def build(regions):
    nfa = Nfa()
    start = nfa.state()
    for r, meta in enumerate(regions):
        nfa.pattern(start, meta.general_desc.national_number_pattern, (r, "general"))
        for name in [t for t, _ in TYPES] + ["fixed_line", "mobile"]:
            desc = getattr(meta, name)
            if used(desc):
                nfa.pattern(start, desc.national_number_pattern, (r, name))
        if meta.leading_digits:
            nfa.pattern(start, f"(?:{meta.leading_digits})[0-9]*", (r, "leading"))
    return nfa, start


def fits(meta, name, length):
    """Whether a number of this type may have this length: libphonenumber asks for both."""
    possible = getattr(meta, name).possible_length
    return not possible or length in possible


def kind(regions, labels, length):
    """What libphonenumber says: the first region that claims the number decides its type."""
    for r, meta in enumerate(regions):
        if len(regions) > 1 and meta.leading_digits:
            if (r, "leading") in labels:
                return type_in(r, meta, labels, length)
        else:
            found = type_in(r, meta, labels, length)
            if found:
                return found
    return ""


def type_in(r, meta, labels, length):
    has = lambda name: (r, name) in labels and fits(meta, name, length)
    if not ((r, "general") in labels and fits(meta, "general_desc", length)):
        return ""
    for name, letter in TYPES:
        if has(name):
            return letter
    if has("fixed_line"):
        same = meta.fixed_line.national_number_pattern == getattr(meta.mobile, "national_number_pattern", None)
        return "b" if same or has("mobile") else "f"
    return "m" if has("mobile") else ""


def determinise(nfa, start, regions):
    """States are sets of places and the length so far, because the length is part of the rules."""
    first = (nfa.close([start]), 0)
    number, rows, kinds, todo = {first: 0}, [], [], [first]
    while todo:
        nxt = []
        for sets, length in todo:
            labels = {nfa.label[s] for s in sets if s in nfa.label}
            kinds.append(kind(regions, labels, length) if length else "")
            row = []
            for d in range(10):
                to = nfa.close([t for s in sets for ds, t in nfa.on[s] if d in ds])
                if not to or length >= 17:
                    row.append(None)
                    continue
                key = (to, length + 1)
                if key not in number:
                    number[key] = len(number)
                    nxt.append(key)
                row.append(number[key])
            rows.append(row)
        todo = nxt
    return rows, kinds


def minimise(rows, kinds):
    """From the ends to the start: states of the same kind with the same successors are one. No cycles."""
    canon, seen, out = {}, {}, []
    for i in reversed(range(len(rows))):
        row = tuple(None if t is None else canon[t] for t in rows[i])
        if not kinds[i] and all(t is None for t in row) and i:
            canon[i] = None
            continue
        key = (kinds[i], row)
        if key not in seen:
            seen[key] = len(out)
            out.append(key)
        canon[i] = seen[key]
    return out, canon[0]


def encode(states, start):
    """States in the order of a walk from the start. One state: its kind, then runs of equal targets."""
    order, todo = {start: 1}, [start]
    for s in todo:
        for t in states[s][1]:
            if t is not None and t not in order:
                order[t] = len(order) + 1
                todo.append(t)
    words = []
    for s in todo:
        letter, row = states[s]
        targets = [0 if t is None else order[t] for t in row]
        words.append((letter or "-") + runs(targets))
    return words


def runs(targets):
    """One after another, equal neighbours once behind their count: `2` to `9`, and `0` for ten."""
    out, i = "", 0
    while i < 10:
        n = 1
        while i + n < 10 and targets[i + n] == targets[i]:
            n += 1
        out += ("" if n == 1 else str(n % 10)) + name(targets[i])
        i += n
    return out


def name(n):
    """A state's number in letters of base 26, the last one upper case; `.` for no state."""
    if n == 0:
        return "."
    n, last = divmod(n - 1, 26)
    out = chr(65 + last)
    while n:
        n, digit = divmod(n, 26)
        out = chr(97 + digit) + out
    return out


def check(cc, regions, states, start, rounds=400):
    """Walks the automaton at random and holds every step against the library."""
    rnd = random.Random(cc)
    for _ in range(rounds):
        at, digits = start, ""
        while at is not None and len(digits) < 15:
            nexts = [d for d in range(10) if states[at][1][d] is not None]
            if not nexts:
                break
            d = rnd.choice(nexts) if rnd.random() < 0.97 else rnd.randrange(10)
            digits += str(d)
            at = states[at][1][d]
            number = pn.PhoneNumber(cc, int(digits), italian_leading_zero=digits[0] == "0" or None)
            number.number_of_leading_zeros = min(len(digits) - len(digits.lstrip("0")), len(digits) - 1) or None
            ours = at is not None and states[at][0] != ""
            assert ours == pn.is_valid_number(number), (cc, digits, ours)


def plan(cc):
    """One line: calling code, trunk prefix, lengths, states."""
    regions = regions_of(cc)
    nfa, start = build(regions)
    states, first = minimise(*determinise(nfa, start, regions))
    check(cc, regions, states, first)
    trunk = regions[0].national_prefix or "-"
    lengths = sorted({n for meta in regions for n in meta.general_desc.possible_length})
    return f"{cc} {trunk} {','.join(map(str, lengths))} {' '.join(encode(states, first))}"


HEADER = f"""\
# Telephone numbering plans, one line for each country calling code. Made by phone-plan.py: do not edit.
# Source: metadata of libphonenumber {pn.__version__} (Apache-2.0) by way of the PyPI package phonenumbers.
# A line: calling code, trunk prefix (- for none), lengths of national numbers, then the states of an automaton
# over the digits of the national number; the first state is the start. A state: what a number that ends here is
# (- nothing, f fixed, m mobile, b fixed or mobile, t toll-free or shared cost, o other), then where the digits
# 0 to 9 lead: `.` nowhere, else the state's number in base 26 (a-z, the last digit in upper case, A = 0). A count
# before it (2 to 9, 0 for ten) repeats it.
"""


def main():
    codes = sorted(util.COUNTRY_CODE_TO_REGION_CODE)
    text = HEADER + "".join(plan(cc) + "\n" for cc in codes)
    Path(__file__).with_name("phone-plan.txt").write_text(text)
    print(f"{len(codes)} calling codes, {len(text)} bytes", file=sys.stderr)


if __name__ == "__main__":
    main()
