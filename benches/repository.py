#!/usr/bin/env python3
"""Makes a Git repository with a long history: the same one, byte for byte, each time.

    benches/repository.py FOLDER [COMMITS]

COMMITS (default 4000) commits change files of a source tree of 2,000 files: about six objects each. The tree has code, prose, JSON,
logs and tables; one file in fifty holds an address at example.org. Needs `git`.
"""

import os
import random
import subprocess
import sys

FILES = 2_000
WORDS = "let value return error index report window parse the of and to when table column row key entry".split()
ENDS = [".rs", ".md", ".json", ".log", ".csv"]


def line(rng, end):
    words = " ".join(rng.choice(WORDS) for _ in range(rng.randint(4, 14)))
    number = rng.randint(0, 10**9)
    if end == ".json":
        return f'  "{rng.choice(WORDS)}": {{"id": {number}, "text": "{words}"}},\n'
    if end == ".log":
        return f"2024-05-{rng.randint(1, 28):02}T12:00:{rng.randint(0, 59):02}Z INFO {words} id={number}\n"
    if end == ".csv":
        return f"{number},{words.replace(' ', ',', 3)}\n"
    return f"    {words} {number};\n"


def text(rng, end):
    lines = [line(rng, end) for _ in range(rng.randint(40, 300))]
    if rng.random() < 0.02:
        lines.insert(len(lines) // 2, f"contact: user{rng.randint(0, 999)}@example.org\n")
    return lines


def changed(rng, lines, end):
    lines = list(lines)
    for _ in range(rng.randint(1, 5)):
        lines[rng.randrange(len(lines))] = line(rng, end)
    return lines


def main():
    folder, commits = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 4_000
    subprocess.run(["git", "init", "-q", "--bare", "-b", "main", folder], check=True)
    importer = subprocess.Popen(["git", "fast-import", "--quiet"], cwd=folder, stdin=subprocess.PIPE)
    out, rng = importer.stdin, random.Random(1)
    names = [f"src/{n % 37}/{n % 11}/file{n}{ENDS[n % len(ENDS)]}" for n in range(FILES)]
    files = {}
    for number in range(commits):
        chosen = names if number == 0 else rng.sample(names, rng.randint(1, 3))
        out.write(b"commit refs/heads/main\n")
        out.write(b"committer Carl Committer <committer@example.org> %d +0000\n" % (1_700_000_000 + number * 600))
        message = f"Change {number}\n".encode()
        out.write(b"data %d\n%s\n" % (len(message), message))
        for name in chosen:
            end = os.path.splitext(name)[1]
            files[name] = changed(rng, files[name], end) if name in files else text(rng, end)
            data = "".join(files[name]).encode()
            out.write(b"M 100644 inline %s\ndata %d\n%s\n" % (name.encode(), len(data), data))
    out.close()
    if importer.wait():
        sys.exit("git fast-import failed")
    subprocess.run(["git", "repack", "-adfq", "--window=10", "--depth=50"], cwd=folder, check=True)
    subprocess.run(["git", "count-objects", "-v"], cwd=folder, check=True)


main()
