//! Made-up people: every value is generated here or published for tests, and belongs to nobody.

use proptest::prelude::*;
use serde_json::json;

/// Given names that are words of the lexicon, family names that are too, and nobody in particular.
const GIVEN: [&str; 6] = ["Jane", "Maria", "Ravi", "Hans", "Zoë", "Chloe"];
const FAMILY: [&str; 6] = ["Roe", "Miller", "Sharma", "Schmidt", "Garcia", "O'Neil"];
const STREETS: [&str; 4] = ["Main St", "Elm Avenue", "Oak Hill Rd", "N 5th Street"];
const CITIES: [&str; 3] = ["Springfield, IL 62704", "Portland, OR 97201", "Albany, NY 12207"];

/// A value as it stands in a text, and what it is.
#[derive(Clone, Debug)]
pub struct Value {
    pub text: String,
    /// A name that a column or key of such values could have.
    pub field: &'static str,
}

fn value(field: &'static str, text: impl Strategy<Value = String> + 'static) -> BoxedStrategy<Value> {
    text.prop_map(move |text| Value { text, field }).boxed()
}

/// Addresses below names that nobody can register (RFC 2606, RFC 6761).
fn email() -> impl Strategy<Value = String> {
    let name =
        prop_oneof!["[a-z]{3,8}", "[a-z]{2,6}\\.[a-z]{3,7}", "[a-z]{4,6}\\+[a-z]{2,4}", "[a-z]{3,6}[0-9]{2}"];
    let domain = prop_oneof![
        Just("example.com"),
        Just("example.org"),
        Just("mail.example.net"),
        Just("wonderland.test"),
        Just("bücher.example")
    ];
    (name, domain).prop_map(|(name, domain)| format!("{name}@{domain}"))
}

/// Numbers of the ranges kept for fiction (NANPA 555-0100 to 0199, Ofcom's drama numbers).
fn phone() -> impl Strategy<Value = String> {
    let us = (prop::sample::select(vec!["201", "312", "415", "646"]), 100..200u32, 0..5u8).prop_map(
        |(area, line, how)| match how {
            0 => format!("({area}) 555-0{line}"),
            1 => format!("{area}-555-0{line}"),
            2 => format!("+1 {area} 555 0{line}"),
            3 => format!("+1{area}5550{line}"),
            _ => format!("{area}.555.0{line}"),
        },
    );
    let gb = (0..1000u32, any::<bool>()).prop_map(|(n, country)| {
        if country { format!("+44 20 7946 0{n:03}") } else { format!("020 7946 0{n:03}") }
    });
    prop_oneof![us, gb]
}

/// Numbers of the tests that card schemes and payment services publish.
fn card() -> impl Strategy<Value = String> {
    let number = prop::sample::select(vec![
        "4111111111111111", "4242424242424242", "5555555555554444", "378282246310005",
    ]);
    (number, prop::sample::select(vec!["", " ", "-"])).prop_map(|(number, separator)| {
        let groups: &[usize] = if number.len() == 15 { &[4, 6, 5] } else { &[4, 4, 4, 4] };
        let mut at = 0;
        let parts: Vec<&str> = groups.iter().map(|n| (&number[at..at + n], at += n).0).collect();
        parts.join(separator)
    })
}

/// Shaped like US social security numbers. Area 987-65-432x was set aside for advertisements; the others are
/// random and stand for nobody.
fn ssn() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("078-05-1120".to_owned()),
        Just("219-09-9999".to_owned()),
        (1..666u32, 1..100u32, 1..10_000u32).prop_map(|(a, g, s)| format!("{a:03}-{g:02}-{s:04}")),
    ]
}

/// Documentation ranges (RFC 5737, RFC 3849), private ones, and any.
fn ip() -> impl Strategy<Value = String> {
    prop_oneof![
        (0..=255u8).prop_map(|n| format!("203.0.113.{n}")),
        (0..=255u8).prop_map(|n| format!("198.51.100.{n}")),
        any::<[u8; 3]>().prop_map(|[a, b, c]| format!("10.{a}.{b}.{c}")),
        (1..0xffffu16, any::<u16>()).prop_map(|(a, b)| format!("2001:db8::{a:x}:{b:x}")),
        any::<u16>().prop_map(|a| format!("2001:db8:0:1:2:3:4:{a:x}")),
    ]
}

/// Addresses set aside for documentation (RFC 7042).
fn mac() -> impl Strategy<Value = String> {
    (any::<u8>(), 0..3u8).prop_map(|(n, how)| match how {
        0 => format!("00:00:5E:00:53:{n:02X}"),
        1 => format!("00-00-5e-00-53-{n:02x}"),
        _ => format!("0000.5e00.53{n:02x}"),
    })
}

fn uuid() -> impl Strategy<Value = String> {
    "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"
}

fn name() -> impl Strategy<Value = String> {
    (prop::sample::select(&GIVEN[..]), prop::sample::select(&FAMILY[..]))
        .prop_map(|(g, f)| format!("{g} {f}"))
}

fn address() -> impl Strategy<Value = String> {
    (1..2000u32, prop::sample::select(&STREETS[..]), prop::sample::select(&CITIES[..]))
        .prop_map(|(n, street, city)| format!("{n} {street}, {city}"))
}

fn birth() -> impl Strategy<Value = String> {
    (1940..2005u32, 1..13u32, 1..29u32).prop_map(|(y, m, d)| format!("{y}-{m:02}-{d:02}"))
}

/// Any value.
pub fn any_value() -> BoxedStrategy<Value> {
    prop_oneof![
        value("email", email()),
        value("phone", phone()),
        value("card_number", card()),
        value("ssn", ssn()),
        value("ip_address", ip()),
        value("mac_address", mac()),
        value("idfa", uuid()),
        value("full_name", name()),
        value("address", address()),
        value("date_of_birth", birth()),
    ]
    .boxed()
}

/// Words around values, for and against, and things that only look like values.
fn filler() -> impl Strategy<Value = String> {
    prop_oneof![
        "[ -~]{0,60}",
        "[a-zA-Z ,.]{0,80}",
        "[0-9a-f:.@+() -]{0,40}",
        Just("build 1.2.3.4 of commit 0123456789abcdef0123456789abcdef01234567".to_owned()),
        Just("call our customer about the order, invoice no 4711".to_owned()),
        Just("größe ändern · naïve café – 東京".to_owned()),
        Just("Please write to Dr. Jane Roe, Customer Service.".to_owned()),
        Just(String::new()),
    ]
}

/// A line as programs and people write it, with the values in it.
pub fn line() -> BoxedStrategy<(String, Vec<Value>)> {
    let with = (0..9u8, prop::collection::vec(any_value(), 1..4), filler(), filler());
    let with = with.prop_map(|(how, values, before, behind)| {
        let v = |i: usize| values[i % values.len()].clone();
        let (a, b) = (v(0), v(1));
        let text = match how {
            0 => format!("{before} {} {behind}", a.text),
            1 => format!(r#"{{"{}":"{}","n":17,"{}":"{}"}}"#, a.field, a.text, b.field, b.text),
            2 => format!("{}={} {}={} level=info", a.field, a.text, b.field, b.text),
            3 => format!("2024-01-31T10:11:12Z INFO user {} logged in as {}", a.text, b.text),
            4 => format!("{}: {}", a.field.replace('_', " "), a.text),
            5 => format!("INSERT INTO users VALUES (1,'{}','{}',NULL);", a.text, b.text),
            6 => format!("{before},{},{behind}", a.text),
            7 => format!("  - {}: '{}'", a.field, a.text),
            _ => format!("<{}>{}</{}>", a.field, a.text, a.field),
        };
        let used = if matches!(how, 1 | 2 | 3 | 5) { vec![a, b] } else { vec![a] };
        (text, used)
    });
    prop_oneof![3 => with, 1 => filler().prop_map(|text| (text, Vec::new()))].boxed()
}

/// A text of such lines, with the line ends of either world.
pub fn text(lines: std::ops::Range<usize>) -> BoxedStrategy<String> {
    let lines = prop::collection::vec((line(), prop::bool::weighted(0.1), prop::bool::weighted(0.05)), lines);
    lines
        .prop_map(|lines| {
            let end = |(cr, joined)| match (joined, cr) {
                (true, _) => " ",
                (_, true) => "\r\n",
                _ => "\n",
            };
            lines.into_iter().map(|((line, _), cr, joined)| line + end((cr, joined))).collect()
        })
        .boxed()
}

/// A table with a header: plain cells and quoted ones, with delimiters, quotes and line ends in them.
pub fn table(rows: std::ops::Range<usize>) -> BoxedStrategy<String> {
    let columns = ["id", "email", "phone", "ssn", "ip_address", "full_name", "date_of_birth", "notes"];
    let note = prop_oneof![
        line().prop_map(|(text, _)| text),
        "[a-z ,;\"\n]{0,30}",
        (line(), line()).prop_map(|((a, _), (b, _))| format!("{a}\n{b}")),
    ];
    let row = (0..100_000u32, email(), phone(), ssn(), ip(), name(), birth(), note);
    prop::collection::vec((row, any::<bool>()), rows)
        .prop_map(move |rows| {
            let mut out = columns.join(",") + "\n";
            for ((id, email, phone, ssn, ip, name, birth, note), all) in rows {
                let cells = [id.to_string(), email, phone, ssn, ip, name, birth, note];
                out += &cells.map(|c| cell(&c, all)).join(",");
                out.push('\n');
            }
            out
        })
        .boxed()
}

fn cell(value: &str, always: bool) -> String {
    if always || value.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", value.replace('"', "\"\""))
    } else {
        value.to_owned()
    }
}

/// The notations that dumps have for a string, and how each writes what is special.
#[derive(Clone, Copy, Debug)]
enum Quoting {
    Standard,
    Backslash,
    National,
    Cast,
}

fn quoted(value: &str, how: Quoting) -> String {
    let doubled = value.replace('\'', "''");
    match how {
        Quoting::Standard => format!("'{doubled}'"),
        Quoting::Backslash => {
            format!("'{}'", value.replace('\\', "\\\\").replace('\'', "\\'").replace('\n', "\\n"))
        }
        Quoting::National => format!("N'{doubled}'"),
        Quoting::Cast => format!("CAST('{doubled}' AS text)"),
    }
}

/// The columns of the tables of dumps; the first is a number.
const COLUMNS: [&str; 7] = ["id", "email", "phone", "ssn", "full_name", "date_of_birth", "notes"];

/// Rows of one table, in one of the ways in which dumps write them.
fn rows() -> impl Strategy<Value = String> {
    let cells = (email(), phone(), ssn(), name(), birth(), line())
        .prop_map(|(e, p, s, n, b, note)| vec![e, p, s, n, b, note.0]);
    let quoting =
        prop::sample::select(vec![Quoting::Standard, Quoting::Backslash, Quoting::National, Quoting::Cast]);
    let table =
        prop::sample::select(vec!["users", "public.users", "`users`", "[dbo].[people]", "\"Order Lines\""]);
    let between = prop::sample::select(vec![",", ",\n", " ,\r\n  ", ", -- one\n", ",/* jane@example.com */"]);
    let rows = prop::collection::vec((0..100_000u32, cells), 1..12);
    (rows, quoting, table, between, 0..6u8).prop_map(|(rows, quoting, table, between, how)| match how {
        0 | 1 => {
            let list = if how == 0 { format!(" ({})", COLUMNS.join(", ")) } else { String::new() };
            let copied = |(id, cells): &(u32, Vec<String>)| {
                let cell = |c: &String| c.replace('\\', "\\\\").replace('\n', "\\n").replace('\t', "\\t");
                std::iter::once(id.to_string()).chain(cells.iter().map(cell)).collect::<Vec<_>>().join("\t")
                    + "\n"
            };
            format!("COPY {table}{list} FROM stdin;\n{}\\.\n", rows.iter().map(copied).collect::<String>())
        }
        2 => {
            let types = COLUMNS.map(|c| format!("  \"{c}\" varchar(10) DEFAULT 'a,b'"));
            format!("CREATE TABLE {table} (\n{},\n  PRIMARY KEY (id)\n);\n", types.join(",\n"))
        }
        _ => {
            let list = if how == 3 { String::new() } else { format!(" ({})", COLUMNS.join(",")) };
            let opening = format!("INSERT INTO {table}{list} VALUES ");
            let tuple = |(id, cells): &(u32, Vec<String>)| {
                let cells = cells.iter().map(|c| quoted(c, quoting)).collect::<Vec<_>>().join(",");
                format!("({id},{cells})")
            };
            let tuples: Vec<_> = rows.iter().map(tuple).collect();
            match how {
                5 => tuples.iter().map(|t| format!("{opening}{t};\n")).collect(),
                _ => format!("{opening}{};\n", tuples.join(between)),
            }
        }
    })
}

/// A dump: rows of several tables, and what stands between them.
pub fn dump(parts: std::ops::Range<usize>) -> BoxedStrategy<String> {
    let part = prop_oneof![4 => rows().boxed(), 1 => text(1..4), 1 => Just("GO\n".to_owned()).boxed()];
    prop::collection::vec(part, parts).prop_map(|parts| parts.concat()).boxed()
}

/// Text with tables in it, as Markdown and as HTML: rows with more cells and with fewer, values that are not written as they are meant, scraps.
pub fn marked(parts: std::ops::Range<usize>) -> BoxedStrategy<(String, String)> {
    let heads = vec![
        ["id", "Full name", "SSN", "Email"],
        ["Name", "Phone", "Birthday", "Address"],
        ["Field", "Value", "Type", "Default"],
    ];
    let cell = prop_oneof![
        4 => any_value().prop_map(|value| (value.text.clone(), value.text)),
        1 => any_value().prop_map(|v| (format!("**{}**", v.text), format!("<b class=x>{}</b>", v.text.replace(' ', "&nbsp;")))),
        1 => name().prop_map(|name| (format!("[{name}](x)"), format!("<p>{}", name.replacen(' ', "<br>", 1)))),
        1 => Just((String::new(), "<a href='tilda@wonderland.org'>x</a> y".to_owned())),
    ];
    let row = prop::collection::vec(cell, 1..6);
    let row = row.prop_map(|cells| {
        let bars = cells.iter().map(|(bar, _)| bar.replace(['|', '\n'], " ")).collect::<Vec<_>>().join(" | ");
        (format!("| {bars} |\n"), cells.iter().map(|(_, tag)| format!("<td>{tag}</td>")).collect())
    });
    let rows = prop::collection::vec(row, 0..6).prop_map(|rows: Vec<(String, String)>| {
        let marked = rows.iter().map(|(_, tags)| format!("<tr>{tags}</tr>\n"));
        (rows.iter().map(|(bars, _)| bars.as_str()).collect::<String>(), marked.collect::<String>())
    });
    let table = (prop::sample::select(heads), rows).prop_map(|(head, (bars, tags))| {
        (
            format!("\n| {} |\n|---|---|---|---|\n{bars}\n", head.join(" | ")),
            format!(
                "<table>\n<tr>{}</tr>\n{tags}</table>\n",
                head.map(|name| format!("<th>{name}</th>")).concat()
            ),
        )
    });
    let scrap = prop::sample::select(vec![
        "|", "|-|-|\n", "\n", "<table>", "<tr>", "<td colspan=2>", "</table", "&", "<!--",
    ]);
    let part = prop_oneof![
        3 => table,
        2 => text(1..4).prop_map(|text| (text.clone(), text)),
        1 => scrap.prop_map(|scrap| (scrap.to_owned(), scrap.to_owned())),
    ];
    prop::collection::vec(part, parts).prop_map(|parts| parts.into_iter().unzip()).boxed()
}

/// Nested documents, pretty or on one line, one after another or in an array.
pub fn json(records: std::ops::Range<usize>) -> BoxedStrategy<String> {
    let key =
        prop::sample::select(vec!["users", "contact", "a.b", "Zoë", "jane@example.com", "1007", "x y", ""]);
    let scalar = prop_oneof![
        3 => any_value().prop_map(|value| json!({ value.field: value.text })),
        1 => line().prop_map(|(text, _)| text.into()),
        1 => any::<u32>().prop_map(|number| json!({ "id": number, "ok": true, "none": null })),
    ];
    let record = scalar.prop_recursive(6, 24, 4, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(serde_json::Value::from),
            prop::collection::vec((key.clone(), inner), 0..4).prop_map(serde_json::Value::from_iter),
        ]
    });
    let written = |(record, pretty)| {
        let text =
            if pretty { serde_json::to_string_pretty(&record) } else { serde_json::to_string(&record) };
        text.unwrap()
    };
    let records = prop::collection::vec((record, any::<bool>()).prop_map(written), records);
    (records, any::<bool>())
        .prop_map(
            |(records, lines)| if lines { records.join("\n") } else { format!("[{}]", records.join(",\n")) },
        )
        .boxed()
}

/// Pieces of JSON in any order, most of which make no sense.
pub fn shards() -> BoxedStrategy<String> {
    let piece = prop::sample::select(vec![
        "{\"a\": ",
        "\"email\": ",
        "\"jane@example.com\"",
        "\"219-09-9999\"",
        "\"ssn\"",
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\"",
        "'",
        "\\",
        "\n",
        "\n{",
        " ",
        "//",
        "/*",
        "*/",
        "1",
        "null",
        "jane@example.com",
        "\\u0061",
        "é",
        "x.y",
    ]);
    prop::collection::vec(piece, 0..120).prop_map(|pieces| pieces.concat()).boxed()
}

/// Pieces of SQL in any order, most of which make no sense.
pub fn scraps() -> BoxedStrategy<String> {
    let piece = prop::sample::select(vec![
        "INSERT INTO t VALUES ",
        "INSERT INTO users (email, ssn) VALUES ",
        "COPY users (email, ssn) FROM stdin;\n",
        "COPY users (email, ssn) FROM stdin WITH (FORMAT csv);\n",
        "CREATE TABLE t (email text, ssn text);\n",
        "jane@example.com",
        "219-09-9999",
        "\t",
        "\\.\n",
        "\\",
        "'",
        "''",
        "\"",
        "`",
        "$$",
        "(",
        ")",
        ",",
        ";",
        "\n",
        " ",
        "--",
        "/*",
        "*/",
        "#",
        "::",
        "('jane@example.com','219-09-9999')",
        "ssn: ",
        "E'",
        "\\n",
        "\\u0040",
        "0x6a616e65406578616d706c652e636f6d,",
        "X'",
        "[",
        "]",
        "é",
    ]);
    prop::collection::vec(piece, 0..120).prop_map(|pieces| pieces.concat()).boxed()
}
