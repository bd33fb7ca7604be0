//! What stands between a mark and its value.

/// What may stand there.
static BETWEEN: [bool; 256] = {
    let mut between = [false; 256];
    let mut b = 0;
    while b < 0x80 {
        between[b] = matches!(
            b as u8,
            b' ' | b'\t' | b'"' | b'\'' | b'`' | b'(' | b'[' | b'{' | b'<' | b'+' | b'\\' | b'*'
        );
        b += 1;
    }
    between
};

/// How many of the last twelve bytes may stand there. It cannot be foreseen, so four are looked at without asking.
pub(super) fn between_before(head: &[u8]) -> usize {
    let is_between = |b: u8| BETWEEN[usize::from(b)];
    let four = head.last_chunk::<4>().map_or(0, |four| {
        four.iter().rev().enumerate().fold(0_u32, |all, (i, b)| all | u32::from(is_between(*b)) << i)
    });
    match four.trailing_ones() as usize {
        4 => 4 + head.iter().rev().skip(4).take(8).take_while(|b| is_between(**b)).count(),
        _ if head.len() < 4 => head.iter().rev().take_while(|b| is_between(**b)).count(),
        steps => steps,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_are_counted_up_to_the_mark() {
        for (head, count) in [
            ("", 0),
            ("\"", 1),
            ("a=", 0),
            ("a=\"", 1),
            ("a: ", 1),
            ("a: \"", 2),
            ("a: [{\"", 4),
            ("a: [ { \"", 6),
            ("a:             ", 12),
            ("é ", 1),
        ] {
            assert_eq!(between_before(head.as_bytes()), count, "{head:?}");
        }
    }
}
