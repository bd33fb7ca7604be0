//! Remarks in parentheses between a label and its colon.

/// Longest remark between a label and its colon.
const LONGEST_REMARK: usize = 24;

/// Where a label ends that has a remark in parentheses behind it, which closes at `close`: `Phone (home): …`. Without a blank before them
/// they hold the arguments of a function.
// Out of line, so that what every mark passes stays short.
#[inline(never)]
pub(super) fn before_remark(text: &[u8], close: usize) -> Option<usize> {
    let from = close.saturating_sub(LONGEST_REMARK);
    let open = from + memchr::memrchr2(b'(', b'\n', text.get(from..close)?)?;
    let remark = text.get(open + 1..close)?;
    let says =
        |b: &u8| b.is_ascii_alphanumeric() || *b >= 0x80 || matches!(b, b' ' | b'/' | b'-' | b'.' | b',');
    let end = open.checked_sub(1).filter(|end| text.get(*end) == Some(&b' '))?;
    (text.get(open) == Some(&b'(') && remark.iter().all(says)).then_some(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn remarks_stand_behind_a_blank() {
        let label = |text: &str| {
            let end = before_remark(text.as_bytes(), text.rfind(')').unwrap())?;
            text.get(..end).map(str::to_owned)
        };
        assert_eq!(label("Phone (home)").as_deref(), Some("Phone"));
        assert_eq!(label("DOB (dd/mm/yyyy)").as_deref(), Some("DOB"));
        assert_eq!(label("def phone(self)"), None);
        assert_eq!(label("if (phone == 1)"), None);
        assert_eq!(label("(home)"), None);
        assert_eq!(label("a (b\nphone)"), None);
    }
}
