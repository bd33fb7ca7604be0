#!/usr/bin/env python3
"""Counts the instructions of a scan, which do not depend on who else uses the machine, and compares them with those noted.

    benches/instructions.py [--piidar PROGRAM] [--write] [--rules N]

Needs valgrind. Each input of benches/inputs.py (2 MB) is scanned once under callgrind with one thread; what an empty input
takes is the start-up and taken off. Exits with 1 if an input takes more than a twentieth more instructions a byte than
benches/instructions.csv says; `--write` notes those of now. The counts belong to one compiler and one release profile.
`--rules N` adds N rules of users, each with a literal of its own and one pattern, and says what they cost.
"""

import argparse
import csv
import os
import re
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
NOTED = os.path.join(HERE, "instructions.csv")
MEGABYTES = 2
MOST_MORE = 1.05

RULE = """id = "user-{n}"
info_type = "EMPLOYEE_ID"
name = "Number of users {n}"
family = "employee-id"
hit = ["key{n:04}-12345"]
miss = ["key{n:04}-none"]

[[match]]
pattern = 'key{n:04}-[0-9]{{5}}'
base = 80
"""


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--piidar", default="target/release/piidar", help="the program (default: %(default)s)")
    parser.add_argument("--write", action="store_true", help="note the counts of now")
    parser.add_argument("--rules", type=int, default=0, help="rules of users to add (default: none)")
    return parser.parse_args()


def instructions(command, counts):
    """Instructions of one run."""
    grind = ["valgrind", "--tool=callgrind", f"--callgrind-out-file={counts}", *command]
    done = subprocess.run(grind, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False)
    if done.returncode not in (0, 1, 3):
        sys.exit(f"{' '.join(command)}: {done.stderr.decode(errors='replace')}")
    with open(counts, encoding="utf-8") as out:
        return int(re.findall(r"^(?:summary|totals): (\d+)", out.read(), re.MULTILINE)[-1])


def rules_of_users(folder, count):
    """The options that add so many rules of users."""
    if count == 0:
        return []
    os.makedirs(folder)
    for n in range(count):
        with open(os.path.join(folder, f"user-{n}.toml"), "w", encoding="ascii") as out:
            out.write(RULE.format(n=n))
    return ["--rules", folder]


def measure(args, folder):
    """Instructions a byte by input, start-up apart."""
    inputs = os.path.join(folder, "inputs")
    subprocess.run([sys.executable, os.path.join(HERE, "inputs.py"), inputs, "--mb", str(MEGABYTES)], check=True)
    scan = [args.piidar, "scan", "--no-config", "--no-ignore", "--format", "summary", "--threads", "1"]
    scan += rules_of_users(os.path.join(folder, "rules"), args.rules)
    counts = os.path.join(folder, "counts")
    empty = os.path.join(folder, "empty.txt")
    open(empty, "w", encoding="ascii").close()
    start = instructions([*scan, empty], counts)
    print(f"start-up: {start / 1e6:.1f} million instructions")
    found = {}
    for name in sorted(os.listdir(inputs)):
        path = os.path.join(inputs, name)
        found[os.path.splitext(name)[0]] = (instructions([*scan, path], counts) - start) / os.path.getsize(path)
    return found


def main():
    args = arguments()
    with tempfile.TemporaryDirectory() as folder:
        found = measure(args, folder)
    noted = {}
    if os.path.exists(NOTED):
        with open(NOTED, encoding="ascii", newline="") as table:
            noted = {row["input"]: float(row["instructions_per_byte"]) for row in csv.DictReader(table)}
    worse = []
    print("| input | instructions a byte | noted |\n|---|---:|---:|")
    for name, count in found.items():
        print(f"| {name} | {count:.1f} | {noted.get(name, float('nan')):.1f} |")
        worse += [name] if count > noted.get(name, count) * MOST_MORE else []
    if args.write:
        with open(NOTED, "w", encoding="ascii", newline="") as table:
            table.write("input,instructions_per_byte\n" + "".join(f"{name},{count:.1f}\n" for name, count in found.items()))
    elif worse and args.rules == 0:
        sys.exit(f"more instructions than noted: {', '.join(worse)}")


if __name__ == "__main__":
    main()
