#!/usr/bin/env python3
"""Compares the whole program with ripgrep, in pairs, and prints the table of benches/README.md.

Three programs take turns on each input: piidar (`--format summary`, one thread), `rg --count-matches` with one regular
expression for all kinds of values, and `rg -F` with a literal that is nowhere, which is the limit that walking and
reading set. What is compared is user plus system time; the ratio of each turn is taken before the median, so that a
machine whose speed drifts does no harm. Python's standard library is all that it needs.

    benches/compare.py --union UNION.regex LABEL=PATH...
"""

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile

ABSENT = "a literal that no input can hold 7d1f0c52"


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("inputs", nargs="+", metavar="LABEL=PATH", help="a file or folder to scan, and its name")
    parser.add_argument("--union", required=True, help="file with the regular expression for ripgrep")
    parser.add_argument("--piidar", default="target/release/piidar", help="the program (default: %(default)s)")
    parser.add_argument("--rg", default="rg", help="ripgrep (default: %(default)s)")
    parser.add_argument("--turns", type=int, default=7, help="how often each program runs (default: %(default)s)")
    return parser.parse_args()


def cpu_seconds(command, out):
    """User and system seconds of one run."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    # A report to /dev/null lets grep-like programs stop early.
    done = subprocess.run(command, stdout=out, stderr=subprocess.PIPE, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode not in (0, 1, 3):
        sys.exit(f"{' '.join(command)}: {done.stderr.decode(errors='replace')}")
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def size(path):
    """Bytes of a file, or of all files of a folder."""
    if os.path.isfile(path):
        return os.path.getsize(path)
    return sum(
        os.path.getsize(os.path.join(folder, name))
        for folder, _, names in os.walk(path)
        for name in names
        if not os.path.islink(os.path.join(folder, name))
    )


def commands(args, path):
    everything = ["--no-ignore", "--hidden", "--threads", "1"]
    return {
        "piidar": [args.piidar, "scan", "--no-ignore", "--format", "summary", "--threads", "1", path],
        "union": [args.rg, "--count-matches", "--no-unicode", *everything, "--file", args.union, path],
        "read": [args.rg, "--count-matches", "--fixed-strings", *everything, ABSENT, path],
    }


def spread(values, digits):
    low, middle, high = min(values), statistics.median(values), max(values)
    return f"{middle:.{digits}f} ({low:.{digits}f}-{high:.{digits}f})"


def main():
    args = arguments()
    print("| input | MB | piidar, CPU s | ripgrep / piidar | read limit / piidar |")
    print("|---|---:|---:|---:|---:|")
    with tempfile.TemporaryFile() as out:
        for named in args.inputs:
            label, _, path = named.rpartition("=")
            runs = {name: [] for name in commands(args, path)}
            for turn in range(args.turns + 1):
                for name, command in commands(args, path).items():
                    out.seek(0)
                    seconds = cpu_seconds(command, out)
                    if turn > 0:  # the first turn warms the caches
                        runs[name].append(seconds)
            ours = runs["piidar"]
            union = [theirs / own for theirs, own in zip(runs["union"], ours)]
            read = [theirs / own for theirs, own in zip(runs["read"], ours)]
            megabytes = size(path) / 1e6
            print(f"| {label or path} | {megabytes:.0f} | {spread(ours, 2)} | {spread(union, 2)} | {spread(read, 2)} |")


if __name__ == "__main__":
    main()
