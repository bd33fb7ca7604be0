#!/usr/bin/env python3
"""Writes the inputs of the measurements, the same bytes each time, synthetic throughout.

    benches/inputs.py FOLDER [--mb N] [NAME...]

One file each: `log`, `csv`, `ndjson`, `sql` and `source` hold hardly anything personal, `dense` a finding in every cell, and
the others one endless line of what a scanner might stumble over: `digits`, `ats`, `quads`, `hex`, `capitals`, `quotes`.
"""

import argparse
import itertools
import os
import random

WORDS = "cache miss request finished handler queue retry worker flush index token stream block merge commit".split()
GIVEN = "Anna Robert Maria James Linda Thomas Laura Peter Julia Martin".split()
FAMILY = "Smith Garcia Miller Rossi Novak Jansen Weber Martin Lopez Brown".split()
STREETS = "Oak Maple Cedar Lake Hill Park River Spring Church Mill".split()


def log(draw):
    stamp = f"2024-03-{draw.randint(1, 28):02}T{draw.randint(0, 23):02}:{draw.randint(0, 59):02}:07.{draw.randint(0, 999):03}Z"
    kind = draw.randrange(4)
    if kind == 0:
        return f"{stamp} INFO [pool-{draw.randint(1, 9)}] {' '.join(draw.choices(WORDS, k=6))} took={draw.random() * 9:.3f}ms size={draw.randint(1, 10**6)}"
    if kind == 1:
        return f'203.0.113.{draw.randint(1, 254)} - - [24/Nov/2023:07:37:{draw.randint(0, 59):02} +0000] "GET /{draw.choice(WORDS)} HTTP/1.1" 200 {draw.randint(1, 10**5)} "-" "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.{draw.randint(1, 9999)}.1 Safari/537.36"'
    if kind == 2:
        return f'{{"ts":{draw.randint(17 * 10**11, 18 * 10**11)},"level":"info","trace":"{draw.getrandbits(128):032x}","order_id":{draw.randint(10**8, 10**9)},"msg":"processed"}}'
    return f"    at {draw.choice(WORDS)}.{draw.choice(WORDS)} (internal/modules/cjs/loader.js:{draw.randint(1, 999)}:30) -- waiting for the next tick"


def csv(draw):
    return f"{draw.randint(10**8, 10**9)},{draw.randint(10**8, 10**9)},{draw.uniform(-90, 90):.6f},{draw.random():.12f},{draw.randint(17 * 10**11, 18 * 10**11)},1.{draw.randint(0, 99)}.{draw.randint(0, 99)},\"lot {draw.randint(1, 999)}, shelf {draw.randint(1, 99)}\""


def ndjson(draw):
    return f'{{"id":"{draw.getrandbits(96):024x}","event":"view","at":{draw.randint(17 * 10**11, 18 * 10**11)},"page":"/{draw.choice(WORDS)}","ids":[{draw.randint(10**8, 10**9)},{draw.randint(10**11, 10**12)}]}}'


def sql(draw):
    rows = (f"({draw.randint(1, 10**9)},'{draw.choice(WORDS)} {draw.choice(WORDS)}',{draw.random():.6f},'{draw.getrandbits(128):032x}')" for _ in range(20))
    return f"INSERT INTO stock (id, title, share, digest) VALUES {','.join(rows)};"


def source(draw):
    a, b, c = draw.choices(WORDS, k=3)
    return draw.choice([
        f"static int {a}_{b}(struct {c} *{c}, unsigned long flags)",
        f"\tif ({a}->{b} == {draw.randint(0, 4096)} && !{c}_is_valid({a}))",
        f"/* The {a} of a {b} must hold the {c}; see Documentation/{a}.rst. */",
        f"\treturn {a}({b}, 0x{draw.getrandbits(32):08x});",
        f"#define {a.upper()}_{b.upper()}\t{draw.randint(1, 99)}",
        "",
    ])


def dense(draw):
    given, family = draw.choice(GIVEN), draw.choice(FAMILY)
    return f"{given},{family},{given.lower()}.{family.lower()}{draw.randint(1, 999)}@example.org,+1 201 555 01{draw.randint(0, 99):02},078-05-1120,4111 1111 1111 1111,203.0.113.{draw.randint(1, 254)},{draw.randint(1, 999)} {draw.choice(STREETS)} Street,19{draw.randint(40, 99)}-0{draw.randint(1, 9)}-1{draw.randint(0, 9)}"


HEADERS = {
    "csv": "record_id,parcel_id,lat,ratio,event_ms,version,note",
    "dense": "first_name,last_name,email,phone,ssn,card_number,ip_address,street,date_of_birth",
}
LINES = {"log": log, "csv": csv, "ndjson": ndjson, "sql": sql, "source": source, "dense": dense}
ENDINGS = {"source": "c", "dense": "csv"}
ENDLESS = {"digits": "4", "ats": "@", "quads": "1.", "hex": "0f:", "capitals": "1 A ", "quotes": "\"'"}


def write(name, folder, size):
    draw = random.Random(name)
    with open(os.path.join(folder, f"{name}.{ENDINGS.get(name, name if name in LINES else 'txt')}"), "w", encoding="ascii") as out:
        if name in ENDLESS:
            out.write(ENDLESS[name] * (size // len(ENDLESS[name])))
            return
        written = out.write(HEADERS[name] + "\n") if name in HEADERS else 0
        # As many lines as it takes are drawn once and then repeated: drawing is slow.
        lines = [LINES[name](draw) + "\n" for _ in range(20_000)]
        for line in itertools.cycle(lines):
            if written >= size:
                break
            written += out.write(line)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", help="where to write them")
    parser.add_argument("names", nargs="*", help="which (default: all)")
    parser.add_argument("--mb", type=float, default=2, help="size of each in MB (default: %(default)s)")
    args = parser.parse_args()
    os.makedirs(args.folder, exist_ok=True)
    for name in args.names or [*LINES, *ENDLESS]:
        write(name, args.folder, int(args.mb * 1e6))


if __name__ == "__main__":
    main()
