"""Makes the files beside it: the same invented people as tables of every kind, written by other libraries than ours.

    pip install pyarrow fastavro pymongo python-snappy && python make.py
"""

import csv
import datetime
import decimal

import bson
import fastavro
import pyarrow as pa
import pyarrow.feather as feather
import pyarrow.parquet as parquet

FIRST = "Jane Mary Paul Anna Otto Lena Karl Rosa Hugo Emma".split()
LAST = "Roe Poe Doe Coe Noe".split()


def person(i):
    first, last = FIRST[i % 10], LAST[i % 5]
    return {
        "id": i + 1,
        "name": f"{first} {last}" if i % 7 else None,
        "email": f"{first.lower()}.{last.lower()}{i}@wonderland.org",
        "phone": 12015550100 + i,
        "date_of_birth": datetime.date(1950 + i, 1 + i % 12, 1 + i % 28),
        "ssn": "219-09-9999" if i % 3 == 0 else None,
        "card": 4111111111111111 if i % 10 == 0 else None,
        "ip": f"203.0.113.{i + 1}",
        "active": i % 2 == 0,
    }


PEOPLE = [person(i) for i in range(40)]

# --- flat -----------------------------------------------------------------------------------------------------------
with open("people.csv", "w", newline="") as out:
    rows = csv.DictWriter(out, list(PEOPLE[0]))
    rows.writeheader()
    rows.writerows({k: "" if v is None else v for k, v in p.items()} for p in PEOPLE)

SCHEMA = pa.schema(
    [
        ("id", pa.int64()),
        ("name", pa.string()),
        ("email", pa.string()),
        ("phone", pa.int64()),
        ("date_of_birth", pa.date32()),
        ("ssn", pa.string()),
        ("card", pa.int64()),
        ("ip", pa.dictionary(pa.int32(), pa.string())),
        ("active", pa.bool_()),
    ]
)
table = pa.Table.from_pylist(PEOPLE, schema=SCHEMA)
parquet.write_table(table, "people.parquet", row_group_size=15)
parquet.write_table(
    table,
    "delta.parquet",
    compression="zstd",
    data_page_version="2.0",
    use_dictionary=False,
    column_encoding={
        "email": "DELTA_BYTE_ARRAY",
        "name": "DELTA_LENGTH_BYTE_ARRAY",
        "phone": "DELTA_BINARY_PACKED",
        "id": "BYTE_STREAM_SPLIT",
    },
)
feather.write_feather(table, "people.feather", compression="zstd", chunksize=17)
with pa.OSFile("people.arrows", "wb") as out, pa.ipc.new_stream(out, SCHEMA) as stream:
    stream.write_table(table, max_chunksize=11)

AVRO = {
    "type": "record",
    "name": "shop.Person",
    "fields": [
        {"name": "id", "type": "long"},
        {"name": "name", "type": ["null", "string"]},
        {"name": "email", "type": "string"},
        {"name": "phone", "type": "long"},
        {"name": "date_of_birth", "type": {"type": "int", "logicalType": "date"}},
        {"name": "ssn", "type": ["null", "string"]},
        {"name": "card", "type": ["null", "long"]},
        {"name": "ip", "type": "string"},
        {"name": "active", "type": "boolean"},
    ],
}
for name, codec in [("people.avro", "deflate"), ("snappy.avro", "snappy")]:
    with open(name, "wb") as out:
        fastavro.writer(out, AVRO, PEOPLE, codec=codec, sync_interval=500)

with open("people.bson", "wb") as out:
    for p in PEOPLE:
        document = {"_id": bson.ObjectId(b"%012d" % p["id"])}
        document |= {k: v for k, v in p.items() if v is not None}
        document["date_of_birth"] = datetime.datetime.combine(p["date_of_birth"], datetime.time())
        out.write(bson.encode(document))

# --- nested ---------------------------------------------------------------------------------------------------------
EMAILS = [p["email"] for p in PEOPLE[:12]]
nested = pa.table(
    {
        "user": pa.array(
            [
                {"contact": {"email": e}, "tags": ["a", e] if i % 2 else None} if i % 5 else None
                for i, e in enumerate(EMAILS)
            ]
        ),
        "emails": pa.array([[e] * (i % 3) if i % 4 else None for i, e in enumerate(EMAILS)]),
        "attributes": pa.array([[("mail", e)] for e in EMAILS], pa.map_(pa.string(), pa.string())),
        "people": pa.array([[{"ssn": None, "mail": e}, {"ssn": "219-09-9999", "mail": None}] for e in EMAILS]),
        "raw": pa.array([e.encode() for e in EMAILS], pa.binary()),
        "big": pa.array(EMAILS, pa.large_string()),
        "born_on": pa.array([datetime.datetime(1976, 6, 17)] * 12, pa.timestamp("us")),
        "money": pa.array([decimal.Decimal("12.50")] * 12, pa.decimal128(9, 2)),
        "nothing": pa.nulls(12),
    }
)
parquet.write_table(nested, "nested.parquet", row_group_size=5)

more = {
    "view": pa.array(EMAILS).cast(pa.string_view()),
    "fixed": pa.array([[e, None] for e in EMAILS], pa.list_(pa.string(), 2)),
    "union": pa.UnionArray.from_dense(
        pa.array([i % 2 for i in range(12)], pa.int8()),
        pa.array([i // 2 for i in range(12)], pa.int32()),
        [pa.array(EMAILS[::2]), pa.array(range(6), pa.int64())],
        ["mail", "number"],
    ),
    "runs": pa.RunEndEncodedArray.from_arrays(pa.array([10, 12], pa.int32()), pa.array(EMAILS[:2])),
    "list_view": pa.array([[e] for e in EMAILS], pa.list_view(pa.string())),
}
for name, column in more.items():
    nested = nested.append_column(name, column)
feather.write_feather(nested.combine_chunks(), "nested.feather", compression="lz4")
