//! Numbering plans: which digits may follow a country calling code, and what kind of number they are.
//! One automaton a country, made by `rules/lexicons/phone-plan.py` from the metadata of libphonenumber.

use std::sync::{LazyLock, OnceLock};

static TEXT: &str = include_str!("../../rules/lexicons/phone-plan.txt");

/// What kind of line a number leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A fixed line.
    Fixed,
    /// A mobile.
    Mobile,
    /// The plan does not tell the two apart, as in North America.
    FixedOrMobile,
    /// Toll-free, shared cost or a company-wide number: an organisation's.
    Organisational,
    /// Premium rate, internet telephony, personal numbers, pagers, voice mail.
    Other,
}

impl Kind {
    /// Reads the letter of a state.
    const fn of(letter: u8) -> Option<Self> {
        match letter {
            b'f' => Some(Self::Fixed),
            b'm' => Some(Self::Mobile),
            b'b' => Some(Self::FixedOrMobile),
            b't' => Some(Self::Organisational),
            b'o' => Some(Self::Other),
            _ => None,
        }
    }
}

/// What `national`, ASCII digits without trunk prefix, is under calling code `cc`; `None` if unassigned.
pub(super) fn check(cc: u16, national: &[u8]) -> Option<Kind> {
    let plan = plan(cc)?;
    if plan.has_length(national.len()) { plan.walk(national) } else { None }
}

/// Whether national numbers under `cc` can have `len` digits.
pub(super) fn possible_length(cc: u16, len: usize) -> bool {
    // Seven digits are whole numbers only in a corner of the Canadian plan; elsewhere they lack an area code.
    (cc, len) != (1, 7) && plan(cc).is_some_and(|p| p.has_length(len))
}

/// What is dialled before national numbers inside the country; empty for none.
pub(super) fn trunk(cc: u16) -> &'static [u8] {
    plan(cc).map_or(b"", |p| p.trunk)
}

/// The calling code at the start of `digits` and its length. Codes are prefix-free (ITU-T E.164).
pub(super) fn calling_code(digits: &[u8]) -> Option<(u16, usize)> {
    let mut code = 0;
    let digits = digits.first().filter(|d| **d != b'0').map_or(&[][..], |_| digits);
    for (i, d) in digits.iter().take(3).enumerate() {
        code = code * 10 + u16::from(d.checked_sub(b'0')?);
        if PLANS.slot(code).is_some() {
            return Some((code, i + 1));
        }
    }
    None
}

/// All plans: an index by calling code over lines that are parsed when a number first asks for them.
struct Plans {
    /// By calling code: the place in `lines` plus one, or 0.
    slots: Box<[u8]>,
    lines: Vec<(&'static str, OnceLock<Plan>)>,
}

static PLANS: LazyLock<Plans> = LazyLock::new(|| {
    let mut plans = Plans { slots: vec![0; 1000].into(), lines: Vec::new() };
    for line in TEXT.lines().filter(|l| !l.starts_with('#')) {
        let Some((code, rest)) = line.split_once(' ') else { continue };
        plans.lines.push((rest, OnceLock::new()));
        let place = u8::try_from(plans.lines.len()).unwrap_or(0);
        if let Some(slot) = code.parse().ok().and_then(|c: usize| plans.slots.get_mut(c)) {
            *slot = place;
        }
    }
    plans
});

impl Plans {
    fn slot(&self, cc: u16) -> Option<&(&'static str, OnceLock<Plan>)> {
        let place = *self.slots.get(usize::from(cc))?;
        self.lines.get(usize::from(place).checked_sub(1)?)
    }
}

fn plan(cc: u16) -> Option<&'static Plan> {
    let (line, plan) = PLANS.slot(cc)?;
    Some(plan.get_or_init(|| Plan::parse(line)))
}

/// One country's plan.
struct Plan {
    trunk: &'static [u8],
    /// Bit `n` is set if national numbers can have `n` digits.
    lengths: u32,
    /// The states of the automaton, [`STATE`] numbers each: for each digit where the state starts that it leads to,
    /// then the letter of its kind. Nothing leads back to the start, so 0 means nowhere.
    states: Box<[u16]>,
}

/// How many numbers a state has, and where among them its kind stands.
const STATE: usize = 11;
const KIND: usize = 10;

impl Plan {
    fn parse(line: &'static str) -> Self {
        let mut words = line.splitn(3, ' ');
        let trunk = words.next().filter(|t| *t != "-").unwrap_or("").as_bytes();
        let lengths = words.next().unwrap_or("").split(',').filter_map(|n| n.parse().ok());
        let lengths = lengths.filter(|n| *n < 32).fold(0, |set, n: u32| set | 1 << n);
        let text = words.next().unwrap_or("").as_bytes();
        let mut states = Vec::new();
        for word in text.split(|b| *b == b' ') {
            states.extend_from_slice(&state(word));
        }
        Self { trunk, lengths, states: states.into() }
    }

    fn has_length(&self, len: usize) -> bool {
        len < 32 && self.lengths & 1 << len != 0
    }

    fn walk(&self, digits: &[u8]) -> Option<Kind> {
        let mut state = 0;
        for d in digits {
            let digit = usize::from(d.checked_sub(b'0')?);
            state = usize::from(*self.states.get(state + digit).filter(|_| digit < KIND)?);
            if state == 0 {
                return None;
            }
        }
        Kind::of(u8::try_from(*self.states.get(state + KIND)?).ok()?)
    }
}

/// Reads a word of the file; its header says how states are written.
fn state(word: &[u8]) -> [u16; STATE] {
    let mut bytes = word.iter().copied();
    let mut state = [0; STATE];
    let [next @ .., kind] = &mut state;
    *kind = bytes.next().map_or(0, u16::from);
    let (mut filled, mut count, mut number) = (0, 1, 0);
    for b in bytes {
        match b {
            b'0' => count = KIND,
            b'2'..=b'9' => count = usize::from(b - b'0'),
            b'a'..=b'z' => number = number * 26 + u16::from(b - b'a'),
            _ => {
                let target = if b == b'.' { 0 } else { number * 26 + u16::from(b.saturating_sub(b'A')) };
                // Nowhere stays 0, and no plan has so many states that this is too much.
                let start = target.saturating_mul(STATE as u16);
                next.iter_mut().skip(filled).take(count).for_each(|n| *n = start);
                (filled, count, number) = (filled + count, 1, 0);
            }
        }
    }
    state
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plans_tell_kinds_apart() {
        for (cc, national, kind) in [
            (1, "2015550123", Some(Kind::FixedOrMobile)),
            (1, "8005550123", Some(Kind::Organisational)),
            (1, "2375550123", None),
            (1, "201555012", None),
            (44, "2079460958", Some(Kind::Fixed)),
            (44, "7400900982", Some(Kind::Mobile)),
            (44, "8081570123", Some(Kind::Organisational)),
            (44, "5079460958", None),
            (49, "1713920012", Some(Kind::Mobile)),
            (49, "3023125123", Some(Kind::Fixed)),
            (33, "612345678", Some(Kind::Mobile)),
            (39, "0212345678", Some(Kind::Fixed)),
            (61, "491570006", Some(Kind::Mobile)),
            (65, "12345", None),
            (999, "123456789", None),
            (0, "", None),
        ] {
            assert_eq!(check(cc, national.as_bytes()), kind, "+{cc} {national}");
        }
        assert_eq!(check(44, b"20x9460958"), None);
        assert!(possible_length(33, 9) && !possible_length(33, 8) && !possible_length(1, 7));
        assert_eq!((trunk(44), trunk(34), trunk(36)), (b"0".as_slice(), b"".as_slice(), b"06".as_slice()));
    }

    #[test]
    fn lengths_are_those_that_the_automaton_accepts() {
        for (line, plan) in &PLANS.lines {
            let plan = plan.get_or_init(|| Plan::parse(line));
            let (mut places, mut lengths) = (std::collections::BTreeSet::from([0]), 0);
            for len in 0..32 {
                let kind = |p: &usize| Kind::of(u8::try_from(plan.states[p + KIND]).unwrap());
                lengths |= u32::from(places.iter().any(|p| kind(p).is_some())) << len;
                let next = places.iter().flat_map(|p| &plan.states[*p..p + KIND]);
                places = next.filter(|n| **n != 0).map(|n| usize::from(*n)).collect();
            }
            assert_eq!(plan.lengths, lengths, "{}", line.get(..40).unwrap_or(line));
        }
    }

    #[test]
    fn calling_codes_are_prefix_free() {
        for (digits, code) in [
            ("12015550123", Some((1, 1))),
            ("442079460958", Some((44, 2))),
            ("353850123456", Some((353, 3))),
            ("8881234", Some((888, 3))),
            ("999123", None),
            ("0123", None),
            ("4", None),
            ("", None),
        ] {
            assert_eq!(calling_code(digits.as_bytes()), code, "{digits}");
        }
    }

    #[test]
    fn every_line_is_a_whole_automaton() {
        let codes: Vec<u16> = (0..1000).filter(|c| PLANS.slot(*c).is_some()).collect();
        assert!(codes.len() > 200 && codes.len() == PLANS.lines.len());
        for cc in codes {
            let plan = plan(cc).unwrap();
            let states = || plan.states.chunks(STATE);
            assert!(plan.lengths != 0 && states().len() > 1, "{cc}");
            assert!(states().any(|s| Kind::of(u8::try_from(s[KIND]).unwrap()).is_some()), "{cc}");
            let mut targets = states().flat_map(|s| &s[..KIND]).map(|t| usize::from(*t));
            assert!(targets.all(|t| t < plan.states.len() && t.is_multiple_of(STATE)), "{cc}");
        }
    }

    /// Plans that changed between the metadata of the oracle (9.0.42) and ours (9.0.43): Benin, Zimbabwe,
    /// Romania, Ecuador, Laos. With metadata of one release there was no difference at all.
    const CHANGED: [u16; 5] = [229, 263, 40, 593, 856];

    /// Holds the plans against the port of libphonenumber: example numbers of every region and type with
    /// up to two digits changed. An oracle of another release may differ in a few ranges.
    #[test]
    fn plans_agree_with_libphonenumber() {
        use rlibphonenumber::PHONE_NUMBER_UTIL as ORACLE;
        let (mut seed, mut seen, mut wrong) = (1, std::collections::BTreeSet::new(), Vec::new());
        for (cc, national) in examples().into_iter().filter(|(cc, _)| !CHANGED.contains(cc)) {
            for round in 0..400 {
                let digits = changed(&national, round % 3, &mut seed);
                let valid = ORACLE.is_valid_number(&number(cc, &digits));
                let agree = valid == check(cc, digits.as_bytes()).is_some();
                if seen.insert((cc, digits.clone())) && !agree {
                    wrong.push(format!("+{cc} {digits} oracle {valid}"));
                }
            }
        }
        let all = seen.len();
        assert!(all > 100_000 && wrong.len() * 1000 <= all, "{} of {all}: {wrong:#?}", wrong.len());
    }

    /// Calling code and national digits of the example number of every region and type.
    fn examples() -> Vec<(u16, String)> {
        use rlibphonenumber::{PHONE_NUMBER_UTIL as ORACLE, PhoneNumberType as Type};
        let types = [
            Type::FixedLine,
            Type::Mobile,
            Type::TollFree,
            Type::PremiumRate,
            Type::SharedCost,
            Type::VoIP,
            Type::PersonalNumber,
            Type::Pager,
            Type::UAN,
        ];
        let regions: Vec<_> = ORACLE.get_supported_regions().collect();
        let of_regions = regions.iter().flat_map(|r| {
            types.iter().filter_map(|t| ORACLE.get_example_number_for_type_and_region(*r, *t).ok())
        });
        let global = ORACLE.get_supported_global_network_calling_codes();
        let of_networks = global.filter_map(|code| ORACLE.get_example_number_for_non_geo_entity(code).ok());
        let mut all: Vec<_> = of_regions
            .chain(of_networks)
            .map(|n| {
                let national = n.get_national_significant_number();
                (u16::try_from(n.country_code).unwrap(), national)
            })
            .collect();
        all.sort();
        all
    }

    /// The same digits with `times` of them changed, repeatably.
    fn changed(digits: &str, times: u32, seed: &mut u64) -> String {
        let mut digits = digits.as_bytes().to_vec();
        for _ in 0..times {
            *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let (place, digit) = ((*seed >> 33) as usize % digits.len(), (*seed >> 50) as u8 % 10);
            digits[place] = b'0' + digit;
        }
        String::from_utf8(digits).unwrap()
    }

    fn number(cc: u16, digits: &str) -> rlibphonenumber::PhoneNumber {
        let zeros = digits.len() - digits.trim_start_matches('0').len();
        let zeros = zeros.min(digits.len() - 1);
        rlibphonenumber::PhoneNumber {
            country_code: i32::from(cc),
            national_number: digits.parse().unwrap(),
            italian_leading_zero: (zeros > 0).then_some(true),
            number_of_leading_zeros: (zeros > 0).then_some(zeros as i32),
            ..Default::default()
        }
    }
}
