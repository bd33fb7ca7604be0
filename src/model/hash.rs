//! A short name for a text, so that two runs can say whether they used the same rules.

/// FNV-1a, 64 bit, of all parts with their ends marked, in hexadecimal. Carriage returns do not count,
/// so that a checkout with other line ends has the same name. Not a cryptographic hash, and never
/// used on values. (Fowler, Noll, Vo: draft-eastlake-fnv.)
pub(crate) fn fnv<'a>(parts: impl IntoIterator<Item = &'a str>) -> String {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for part in parts {
        for byte in part.bytes().filter(|b| *b != b'\r').chain([0]) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    format!("{hash:016x}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_a_text_is_stable() {
        // The published FNV-1a of the empty input, then one step for the end mark.
        assert_eq!(fnv([]), "cbf29ce484222325");
        assert_eq!(fnv([""]), "af63bd4c8601b7df");
        assert_eq!(fnv(["a\r\n"]), fnv(["a\n"]));
        assert_ne!(fnv(["ab", "c"]), fnv(["a", "bc"]));
    }
}
