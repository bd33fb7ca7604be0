//! What reads like the name of a person and names something else: places, characters, programs, those who hold rights.

use std::sync::LazyLock;

use super::Subject;
use super::word_table::WordTable;

/// Places and methods that read like a given and a family name.
static OF_PLACES: LazyLock<WordTable> = LazyLock::new(|| {
    WordTable::of(
        [
            "monte carlo", "monte cristo", "monte rosa", "santa clara", "santa cruz", "santa barbara",
            "santa monica", "santa fe", "santa ana", "costa rica", "sierra leone", "sierra nevada", "la paz",
            "las vegas", "los angeles", "san diego", "san jose", "san marino", "baton rouge", "carson city",
            "virginia beach", "victoria falls",
        ]
        .into_iter(),
    )
});

/// Whether a phrase, words parted by single spaces, is a place or a method.
pub(super) fn is_place(phrase: &[u8]) -> bool {
    OF_PLACES.contains(phrase)
}

/// Firms, banks and brands that are called like their founders, without those whose names many bear.
#[rustfmt::skip]
static OF_FIRMS: LazyLock<WordTable> = LazyLock::new(|| {
    WordTable::of(
        [
            "morgan stanley", "merrill lynch", "goldman sachs", "charles schwab", "wells fargo", "morgan chase", "dean witter", "bear stearns",
            "franklin templeton", "ernst young", "arthur andersen", "booz allen", "eli lilly", "carl zeiss", "robert bosch", "levi strauss",
            "harley davidson", "aston martin", "alfa romeo", "john deere", "massey ferguson", "howard johnson", "calvin klein", "ralph lauren",
            "tommy hilfiger", "ann taylor", "hugo boss", "michael kors", "kate spade", "marc jacobs", "tory burch", "donna karan", "louis vuitton",
            "yves saint laurent", "saint laurent", "christian dior", "jimmy choo", "alexander mcqueen", "eddie bauer", "liz claiborne", "harry winston",
            "nina ricci", "carolina herrera", "estee lauder", "estée lauder", "elizabeth arden", "helena rubinstein", "max factor", "mary kay",
            "laura mercier", "jo malone", "vidal sassoon", "jack daniels", "johnnie walker", "captain morgan", "samuel adams", "betty crocker",
            "duncan hines", "oscar mayer", "tim hortons", "jenny craig", "rand mcnally", "henry schein", "sherwin williams", "fannie mae",
            "freddie mac", "sallie mae", "ginnie mae",
        ]
        .into_iter(),
    )
});

/// Whether a phrase in text, words parted by single spaces, is a firm or brand.
pub(super) fn is_firm(phrase: &[u8]) -> bool {
    OF_FIRMS.contains(phrase)
}

/// What a name in text is instead, by what stands around it; `shouted` if it has no small letter.
pub(super) fn names_a_thing(subject: &Subject<'_>, shouted: bool) -> Option<&'static str> {
    if shouted && names_a_character(subject) {
        return Some("the name of a character");
    }
    (subject.form == "honorific" && crashes(subject)).then_some("the name of a program")
}

/// `MYANMAR LETTER TAI LAING DA`: characters of Unicode are named in capitals, behind their script and kind.
fn names_a_character(subject: &Subject<'_>) -> bool {
    const KINDS: [&[u8]; 8] = [
        b" LETTER ", b" SYLLABLE ", b" VOWEL ", b" SIGN ", b" DIGIT ", b" CHARACTER ", b" SYMBOL ",
        b" IDEOGRAPH ",
    ];
    let before = subject.before(24);
    KINDS
        .iter()
        .any(|kind| before.strip_suffix(*kind).and_then(<[u8]>::last).is_some_and(u8::is_ascii_uppercase))
}

/// `Dr. Watson crash report`: what writes reports of crashes is a program, whatever its title.
fn crashes(subject: &Subject<'_>) -> bool {
    let behind: [&[u8]; 4] = [b" crash ", b" crash-", b" debugger", b" minidump"];
    behind.iter().any(|word| subject.after(word.len()).eq_ignore_ascii_case(word))
}

/// `(c) 2020 First Last`: published on purpose.
pub(super) fn is_copyright(subject: &Subject<'_>) -> bool {
    let before = subject.before(40);
    let start = memchr::memrchr(b'\n', before).map_or(0, |i| i + 1);
    let line = before.get(start..).unwrap_or(&[]);
    line.windows(3).any(|w| matches!(w, [b'(', b'c' | b'C', b')'] | [b'y' | b'Y', b'r' | b'R', b'i' | b'I']))
}

/// What forms and tables of fields say behind a label for names, in China and Japan.
const SAID_OF_FIELDS: [&str; 20] = [
    "必填", "选填", "不能", "为空", "默认", "下拉", "输入", "字符", "文本", "客服", "管理员", "部门", "公司",
    "未知", "测试", "なし", "必須", "任意", "文字列", "入力",
];

/// Whether such a word stands in a value.
pub(super) fn is_said_of_fields(value: &[u8]) -> bool {
    SAID_OF_FIELDS.iter().any(|word| memchr::memmem::find(value, word.as_bytes()).is_some())
}
