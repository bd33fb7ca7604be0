#!/usr/bin/env python3
"""What structure costs: instructions of a scan of rows in each notation against those of the same bytes as plain text.

    benches/structure.py [--piidar PROGRAM] [--rows N]

Needs valgrind. A word in front and the ending `.txt` make text of the same bytes. Rows of goods hold nothing that is found either way, so their
ratio is that of structure alone; of people, more is found where columns and keys have names, and their ratio holds that as well. What an
empty input takes is the start-up and taken off.
"""

import argparse
import json
import os
import random
import re
import subprocess
import sys
import tempfile

FIRST = "Tilda Ravi Amara Jonas Zoe Mateo Ingrid Kofi Lena Omar".split()
LAST = "Quist Sharma Okafor Weber Marchetti Alvarez Larsen Mensah Novak Haddad".split()
NOTES = ["called back twice, no answer", "wants the blue one", "paid by transfer on time", ""]


def goods(n, draw):
    """A row in which nothing is anybody's."""
    return {
        "id": str(100000 + n),
        "sku": f"K{draw.randint(10000, 99999)}-{n % 7}",
        "status": draw.choice(["new", "open", "done"]),
        "amount": f"{draw.random() * 900:.2f}",
        "quantity": str(n % 17),
        "created": f"2024-01-{n % 28 + 1:02d}T08:{n % 60:02d}:44Z",
        "colour": draw.choice(["red", "dark blue", "green"]),
        "note": draw.choice(NOTES),
    }


def people(n, draw):
    """A row with four values of somebody."""
    first, last = draw.choice(FIRST), draw.choice(LAST)
    return {
        "id": str(100000 + n),
        "first_name": first,
        "last_name": last,
        "email": f"{first.lower()}.{last.lower()}{n}@example.org",
        "phone": f"+1 201 555 01{n % 100:02d}",
        "status": draw.choice(["new", "open", "done"]),
        "amount": f"{draw.random() * 900:.2f}",
        "created": f"2024-01-{n % 28 + 1:02d}T08:{n % 60:02d}:44Z",
        "note": draw.choice(NOTES),
    }


def csv(rows):
    def cell(value):
        return f'"{value}"' if "," in value else value

    return "".join(",".join(map(cell, row)) + "\n" for row in [list(rows[0])] + [list(r.values()) for r in rows])


def ndjson(rows):
    return "".join(json.dumps(row) + "\n" for row in rows)


def sql(rows):
    opening = f"INSERT INTO t ({', '.join(rows[0])}) VALUES "
    values = ["(" + ",".join(f"'{value}'" for value in row.values()) + ")" for row in rows]
    return "".join(opening + ",".join(values[at : at + 200]) + ";\n" for at in range(0, len(values), 200))


def xml(rows):
    body = "".join("<row>" + "".join(f"<{k}>{v}</{k}>" for k, v in row.items()) + "</row>\n" for row in rows)
    return f"<rows>\n{body}</rows>\n"


def html(rows):
    def row(tag, values):
        return "<tr>" + "".join(f"<{tag}>{value}</{tag}>" for value in values) + "</tr>\n"

    return "<table>\n" + row("th", rows[0]) + "".join(row("td", r.values()) for r in rows) + "</table>\n"


def md(rows):
    lines = [list(rows[0]), ["---"] * len(rows[0])] + [list(r.values()) for r in rows]
    return "".join("| " + " | ".join(line) + " |\n" for line in lines)


def yaml(rows):
    return "rows:\n" + "".join("  - " + "\n    ".join(f"{k}: {json.dumps(v)}" for k, v in row.items()) + "\n" for row in rows)


def instructions(piidar, form, path):
    command = ["valgrind", "--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null"]
    scan = [piidar, "scan", "--threads", "1", "--format", form, path]
    done = subprocess.run(command + scan, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False)
    found = re.search(rb"I\s+refs:\s+([\d,]+)", done.stderr)
    if not found:
        sys.exit(done.stderr.decode(errors="replace"))
    return int(found.group(1).replace(b",", b""))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--piidar", default="target/release/piidar", help="the program (default: %(default)s)")
    parser.add_argument("--rows", type=int, default=6000, help="rows of each input (default: %(default)s)")
    options = parser.parse_args()
    print("| rows | notation | report | instructions a byte | as text | ratio |\n|---|---|---|---:|---:|---:|")
    with tempfile.TemporaryDirectory() as folder:
        for row in [goods, people]:
            draw = random.Random(7)
            rows = [row(n, draw) for n in range(options.rows)]
            for write in [csv, ndjson, sql, xml, html, md, yaml]:
                text = write(rows)
                for form in ["summary", "jsonl"]:
                    counts = []
                    for name, content in [("a." + write.__name__, text), ("a.txt", "text\n" + text), ("b.txt", "")]:
                        path = os.path.join(folder, name)
                        with open(path, "w", encoding="utf-8") as out:
                            out.write(content)
                        counts.append(instructions(options.piidar, form, path))
                    structured, plain = ((n - counts[2]) / len(text) for n in counts[:2])
                    print(f"| {row.__name__} | {write.__name__} | {form} | {structured:.0f} | {plain:.0f} | {plain / structured:.2f} |")


if __name__ == "__main__":
    main()
