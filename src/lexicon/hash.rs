//! How words are found in tables without regard to case: a hash of their two ends, and a first look at their lengths.

/// The bit in which the cases of ASCII letters differ, and those of Latin-1 in UTF-8: `É` is C3 89, `é` is C3 A9.
const CASE: u64 = 0x2020_2020_2020_2020;

/// Odd numbers with bits all over, as for multiplicative hashing.
const SPREAD: [u64; 2] = [0x9E37_79B9_7F4A_7C15, 0xD6E8_FEB8_6659_FD93];

/// A hash of the first and the last eight bytes of `word`, the same in any case of letters. What else it makes
/// equal, a comparison must tell apart.
pub(crate) fn hash(word: &[u8]) -> u32 {
    let (head, tail) = ends(word);
    let mixed = (head | CASE).wrapping_mul(SPREAD[0]) ^ (tail | CASE);
    (mixed.wrapping_mul(SPREAD[1]) >> 32) as u32
}

/// The first and the last bytes of `word`, eight of each or as many as there are; they overlap in short words.
fn ends(word: &[u8]) -> (u64, u64) {
    if let (Some(head), Some(tail)) = (word.first_chunk(), word.last_chunk()) {
        return (u64::from_le_bytes(*head), u64::from_le_bytes(*tail));
    }
    if let (Some(head), Some(tail)) = (word.first_chunk(), word.last_chunk()) {
        return (u32::from_le_bytes(*head).into(), u32::from_le_bytes(*tail).into());
    }
    let all = word.iter().fold(0, |all, b| all << 8 | u64::from(*b));
    (all, all)
}

/// Which lengths words have that start with the same letter: most words that are in no table end here.
pub(crate) struct Lengths([u32; 32]);

impl Lengths {
    /// This length and all longer ones are one.
    const LONGEST: usize = 31;

    /// The lengths of no words at all.
    pub(crate) const fn none() -> Self {
        Self([0; 32])
    }

    /// Takes note of `word`.
    pub(crate) fn add(&mut self, word: &[u8]) {
        if let Some(lengths) = self.0.get_mut(letter(word)) {
            *lengths |= length(word);
        }
    }

    /// Whether a word was added that starts and is as long as this one.
    pub(crate) fn admit(&self, word: &[u8]) -> bool {
        self.0.get(letter(word)).is_some_and(|lengths| lengths & length(word) != 0)
    }
}

/// The low five bits of the first byte, which are a letter's in any case.
fn letter(word: &[u8]) -> usize {
    usize::from(word.first().copied().unwrap_or(0) & 31)
}

fn length(word: &[u8]) -> u32 {
    1 << word.len().min(Lengths::LONGEST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_makes_no_difference_and_letters_do() {
        for (a, b) in
            [("de", "DE"), ("maria", "Maria"), ("alexandria-louisa", "ALEXANDRIA-Louisa"), ("josé", "JOSÉ")]
        {
            assert_eq!(hash(a.as_bytes()), hash(b.as_bytes()), "{a}");
        }
        for (a, b) in [("a", "b"), ("ab", "ba"), ("mari", "mara"), ("alexandria", "alexandrie"), ("", "a")] {
            assert_ne!(hash(a.as_bytes()), hash(b.as_bytes()), "{a}");
        }
    }

    #[test]
    fn lengths_go_by_first_letter() {
        let mut lengths = Lengths::none();
        lengths.add(b"maria");
        lengths.add(&[b'x'; 40]);
        assert!(lengths.admit(b"MARIA") && lengths.admit(b"mango") && lengths.admit(&[b'X'; 31]));
        assert!(!lengths.admit(b"mari") && !lengths.admit(b"nadia") && !lengths.admit(b""));
    }
}
