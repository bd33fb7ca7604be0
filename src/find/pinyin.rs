//! Chinese names in Hanyu Pinyin: a known family name and one or two syllables.

use super::word_list::WordList;

/// Chinese family names in pinyin that are no English words.
static CHINESE: WordList = WordList::of(&[
    "wang", "li", "zhang", "liu", "chen", "yang", "zhao", "huang", "zhou", "wu", "xu", "sun", "hu", "zhu",
    "gao", "lin", "he", "guo", "ma", "luo", "liang", "song", "zheng", "xie", "han", "tang", "feng", "yu",
    "dong", "xiao", "cheng", "cao", "yuan", "deng", "fu", "shen", "zeng", "peng", "lu", "su", "jiang", "cai",
    "jia", "ding", "wei", "xue", "ye", "yan", "pan", "du", "dai", "xia", "zhong", "tian", "ren", "fan",
    "fang", "shi", "yao", "tan", "liao", "zou", "xiong", "jin", "hao", "kong", "bai", "cui", "kang", "qiu",
    "qin", "gu", "hou", "shao", "meng", "long", "duan", "lei", "qian", "yin", "chang", "lai", "gong",
]);

/// Whether two words are a Chinese family name and a given name of one or two pinyin syllables.
pub(super) fn is_chinese_pair(family: &[u8], given: &[u8]) -> bool {
    is_chinese_family(family) && (!is_english_pinyin(given) || is_surely_given(family, given)) && {
        let mut buffer = [0; 12];
        let Some(given) = lowered(given, &mut buffer) else { return false };
        let two = (2..=6).any(|n| given.len() > n && is_pair(given, n));
        let ambiguous = matches!(
            family,
            b"He" | b"Song" | b"Long" | b"Fan" | b"Pan" | b"Tan" | b"Ma" | b"Su" | b"Fang" | b"Han"
        );
        two || (!ambiguous && given.len() > 1 && is_syllable(given))
    }
}

/// Whether a word is two syllables that cannot be English: a given name of China.
pub(super) fn is_given(word: &[u8]) -> bool {
    let foreign =
        |w: &[u8]| w.contains(&b'x') || w.windows(2).any(|two| matches!(two, b"zh" | b"qi" | b"qu"));
    let mut buffer = [0; 12];
    let Some(word) = lowered(word, &mut buffer).filter(|word| word.len() > 4) else { return false };
    !OTHERS.has(word)
        && foreign(word)
        && !is_syllable(word)
        && (2..=6).any(|n| word.len() > n && is_pair(word, n))
}

/// A word of at most `N` bytes in lower case.
fn lowered<'b, const N: usize>(word: &[u8], buffer: &'b mut [u8; N]) -> Option<&'b [u8]> {
    let lower = buffer.get_mut(..word.len())?;
    lower.copy_from_slice(word);
    lower.make_ascii_lowercase();
    Some(lower)
}

/// Places and products whose names are as those of persons.
static OTHERS: WordList = WordList::of(&[
    "guangzhou", "hangzhou", "suzhou", "zhengzhou", "lanzhou", "fuzhou", "xuzhou", "guizhou", "shenzhen",
    "zhejiang", "xiamen", "xining", "wuxi", "jiangxi", "shanxi", "shaanxi", "guangxi", "changzhou",
    "wenzhou", "quanzhou", "yangzhou", "zhuhai", "zhongshan", "xizang", "xinjiang", "qinghai", "qingdao",
    "chongqing", "anqing", "daqing", "xiaomi", "quechua", "zhangjiajie", "xianyang", "luzhou", "yunxi",
]);

/// Whether two words are a Korean family name and a given name of two syllables with a hyphen: `Park Seo-jun`.
pub(super) fn is_korean_pair(family: &[u8], given: &[u8]) -> bool {
    static FAMILIES: WordList = WordList::of(&[
        "kim", "lee", "park", "choi", "jung", "jeong", "kang", "cho", "yoon", "yun", "jang", "lim", "im",
        "han", "oh", "seo", "shin", "kwon", "hwang", "ahn", "an", "song", "yoo", "hong", "bae", "baek",
        "ryu", "nam", "moon", "son", "ko", "noh",
    ]);
    let Some(hyphen) = given.iter().position(|b| *b == b'-') else { return false };
    let (first, second) = (given.get(..hyphen).unwrap_or(&[]), given.get(hyphen + 1..).unwrap_or(&[]));
    FAMILIES.has(family)
        && family.first().is_some_and(u8::is_ascii_uppercase)
        && second.first().is_some_and(u8::is_ascii_lowercase)
        && is_korean_syllable(first)
        && is_korean_syllable(second)
}

/// Whether a word is one syllable of Korean in the Revised Romanization or close to it: initial, vowel and final.
fn is_korean_syllable(word: &[u8]) -> bool {
    const INITIALS: [&[u8]; 15] =
        [b"ch", b"g", b"n", b"d", b"r", b"m", b"b", b"s", b"j", b"k", b"t", b"p", b"h", b"sh", b""];
    const VOWELS: [&[u8]; 23] = [
        b"a", b"ae", b"ya", b"yae", b"eo", b"e", b"yeo", b"ye", b"o", b"wa", b"wae", b"oe", b"yo", b"u",
        b"wo", b"woo", b"we", b"wi", b"yu", b"eu", b"ui", b"i", b"oo",
    ];
    const FINALS: [&[u8]; 8] = [b"", b"k", b"n", b"l", b"m", b"p", b"ng", b"t"];
    let mut buffer = [0; 8];
    let Some(word) = lowered(word, &mut buffer) else { return false };
    INITIALS.iter().filter_map(|initial| word.strip_prefix(*initial)).any(|rest| {
        VOWELS.iter().filter_map(|vowel| rest.strip_prefix(*vowel)).any(|end| FINALS.contains(&end))
    })
}

/// Whether a word is a Chinese family name in pinyin, written as a name.
fn is_chinese_family(word: &[u8]) -> bool {
    matches!(word, [b'A'..=b'Z', rest @ ..] if CHINESE.has(word) && rest.iter().all(u8::is_ascii_lowercase))
}

fn is_pair(word: &[u8], cut: usize) -> bool {
    let (Some(a), Some(b)) = (word.get(..cut), word.get(cut..)) else { return false };
    // Syllables that end ordinary English words (`change`, `same`) and hardly a given name.
    is_syllable(a)
        && is_syllable(b)
        && !matches!(b, b"ge" | b"me" | b"ne" | b"de" | b"le" | b"che" | b"re" | b"te" | b"se")
}

fn is_english_pinyin(word: &[u8]) -> bool {
    static WORDS: WordList = WordList::of(&[
        "can", "men", "man", "fan", "sun", "song", "pen", "ban", "bin", "den", "ran", "run", "sang", "hen",
        "tan", "dang", "gang", "hang", "long", "pan", "ping", "bang", "ding", "sing", "chance", "china",
        "min", "die", "pie", "lie", "you", "she", "he", "me", "mean", "tie", "sui", "banana", "sense", "ma",
    ]);
    WORDS.has(word)
}

/// Whether a syllable that is an English word as well is a given name behind this family name, which is no word elsewhere.
fn is_surely_given(family: &[u8], given: &[u8]) -> bool {
    static GIVENS: WordList = WordList::of(&["bin", "min", "ping", "gang", "long", "ding", "hang"]);
    static FAMILIES: WordList = WordList::of(&[
        "wang", "zhang", "liu", "chen", "zhao", "huang", "zhou", "wu", "xu", "zhu", "guo", "zheng", "xie",
        "xiao", "cao", "deng", "zeng", "jiang", "cai", "xue", "zhong", "xia", "zou", "xiong", "qiu", "qin",
        "qian", "shao", "duan",
    ]);
    FAMILIES.has(family) && GIVENS.has(given)
}

/// Whether two words are a title that stands before names, or `Old` and the like among friends, and a Chinese family name
/// that is no word elsewhere: `Master Li`, `Engineer Ye`, `Old Chen`.
pub(super) fn is_titled_family(title: &[u8], family: &[u8]) -> bool {
    static TITLES: WordList = WordList::of(&[
        "master", "engineer", "manager", "director", "teacher", "consultant", "auntie", "old", "lao",
        "comrade", "boss", "coach", "mentor", "secretary", "lawyer", "driver", "editor",
    ]);
    static WORDS: WordList = WordList::of(&[
        "he", "long", "fan", "pan", "tan", "song", "sun", "ding", "jin", "han", "tang", "dong", "kong", "hu",
        "du", "gong", "lei", "lu", "fu", "gu", "ma", "su", "fang", "tian", "jia", "bai", "yuan", "hou",
        "chang",
    ]);
    TITLES.has(title) && is_chinese_family(family) && !WORDS.has(family)
}

/// Whether a lower-case word is one syllable of Hanyu Pinyin (ISO 7098), roughly: initial and final.
fn is_syllable(word: &[u8]) -> bool {
    const INITIALS: &[&[u8]] = &[
        b"zh", b"ch", b"sh", b"b", b"p", b"m", b"f", b"d", b"t", b"n", b"l", b"g", b"k", b"h", b"j", b"q",
        b"x", b"r", b"z", b"c", b"s", b"y", b"w",
    ];
    const FINALS: &[&[u8]] = &[
        b"a", b"o", b"e", b"i", b"u", b"v", b"ai", b"ei", b"ao", b"ou", b"an", b"en", b"ang", b"eng", b"ong",
        b"ia", b"ie", b"iao", b"iu", b"ian", b"in", b"iang", b"ing", b"iong", b"ua", b"uo", b"uai", b"ui",
        b"uan", b"un", b"uang", b"ue",
    ];
    let Some(initial) = INITIALS.iter().find(|i| word.starts_with(i)) else {
        return matches!(word, b"an" | b"ai" | b"ao" | b"en" | b"er" | b"ang");
    };
    let rest = word.get(initial.len()..).unwrap_or(&[]);
    FINALS.contains(&rest) && goes_with(initial, rest)
}

/// Only some initials take some finals: `j q x` want a front vowel, `g k h zh ch sh r z c s` none with a glide.
fn goes_with(initial: &&[u8], rest: &[u8]) -> bool {
    let front = rest.starts_with(b"i") || rest.starts_with(b"u") && rest != b"ua" && rest != b"ui";
    let glide = rest.len() > 1 && rest.starts_with(b"i");
    match (*initial, rest) {
        (b"b" | b"p" | b"m" | b"f" | b"w", b"o") => return true,
        (b"b" | b"p" | b"f" | b"w" | b"y", b"e") | (_, b"o") => return false,
        _ => {}
    }
    match *initial {
        b"j" | b"q" | b"x" => front,
        b"g" | b"k" | b"h" | b"zh" | b"ch" | b"sh" | b"r" | b"z" | b"c" | b"s" | b"f" | b"w" => !glide,
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn single_given_names_cannot_be_english() {
        for name in ["Xiaowei", "Mingxuan", "Yuqing", "Zhiqiang"] {
            assert!(is_given(name.as_bytes()), "{name}");
        }
        for word in ["Hangzhou", "Zhuang", "Xiang", "Running", "Human", "Exxon", "Xiaomi"] {
            assert!(!is_given(word.as_bytes()), "{word}");
        }
    }

    #[test]
    fn korean_names_have_two_syllables() {
        let korean = |a: &str, b: &str| is_korean_pair(a.as_bytes(), b.as_bytes());
        assert!(korean("Kim", "Ji-woo") && korean("Park", "Seo-jun") && korean("Lee", "Min-ho"));
        for (family, given) in [
            ("Park", "Drive-in"),
            ("Park", "Sing-along"),
            ("Kim", "Min-Ho"),
            ("Mail", "Min-ho"),
            ("Kim", "Minho"),
        ] {
            assert!(!korean(family, given), "{family} {given}");
        }
    }

    #[test]
    fn titles_before_family_names() {
        let titled = |a: &str, b: &str| is_titled_family(a.as_bytes(), b.as_bytes());
        assert!(titled("Master", "Li") && titled("Old", "Chen") && titled("Engineer", "Ye"));
        assert!(!titled("Old", "Song") && !titled("Master", "Card") && !titled("The", "Chen"));
        assert!(!titled("Master", "LI"));
    }

    #[test]
    fn pinyin_is_told_from_english() {
        for (family, given) in [
            ("Li", "Xiuying"),
            ("Zhang", "Wei"),
            ("Ma", "Xiulan"),
            ("Chen", "Jie"),
            ("Sun", "Yuwei"),
            ("Sun", "Yue"),
            ("Wu", "Bin"),
        ] {
            assert!(is_chinese_pair(family.as_bytes(), given.as_bytes()), "{family} {given}");
        }
        for (family, given) in [
            ("He", "Can"),
            ("He", "Made"),
            ("Li", "Ping"),
            ("Sun", "Mar"),
            ("Sun", "Tan"),
            ("Li", "Page"),
            ("Long", "Time"),
            ("Han", "Solo"),
            ("Yang", "Cache"),
        ] {
            assert!(!is_chinese_pair(family.as_bytes(), given.as_bytes()), "{family} {given}");
        }
    }
}
