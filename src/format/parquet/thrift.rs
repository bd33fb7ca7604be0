//! As much of Thrift's compact protocol as has to be known before a library believes a file
//! (github.com/apache/thrift, doc/specs/thrift-compact-protocol.md).

/// Structures within structures that are gone through.
const DEEPEST: u32 = 32;

/// Types of fields, as their headers have them.
pub(super) const LIST: u8 = 9;
pub(super) const STRUCT: u8 = 12;
pub(super) const I32: u8 = 5;

/// Bytes that are read onward; every answer is `None` where they are not what they should be.
#[derive(Clone, Copy)]
pub(super) struct Compact<'a>(&'a [u8]);

impl<'a> Compact<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*first)
    }

    fn skip_bytes(&mut self, count: u64) -> Option<()> {
        self.0 = self.0.get(usize::try_from(count).ok()?..)?;
        Some(())
    }

    fn varint(&mut self) -> Option<u64> {
        let mut value = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            value |= u64::from(byte & 0x7F) << shift;
            if byte < 0x80 {
                return Some(value);
            }
        }
        None
    }

    /// A whole number with a sign.
    pub(super) fn integer(&mut self) -> Option<i64> {
        let zigzag = self.varint()?;
        Some((zigzag >> 1).cast_signed() ^ -(zigzag & 1).cast_signed())
    }

    /// Type and number of the next field of a structure, after the field `before`; `Some(None)` at its end.
    pub(super) fn field(&mut self, before: i64) -> Option<Option<(u8, i64)>> {
        let header = self.byte()?;
        if header == 0 {
            return Some(None);
        }
        let number = match header >> 4 {
            0 => self.integer()?,
            delta => before + i64::from(delta),
        };
        Some(Some((header & 0x0F, number)))
    }

    /// Type and number of the elements of a list.
    pub(super) fn list(&mut self) -> Option<(u8, u64)> {
        let header = self.byte()?;
        let count = match header >> 4 {
            15 => self.varint()?,
            few => few.into(),
        };
        // Each element has a byte at least.
        (count <= self.0.len() as u64).then_some((header & 0x0F, count))
    }

    /// Passes over a value of a field.
    pub(super) fn skip(&mut self, kind: u8) -> Option<()> {
        self.pass(kind, DEEPEST, false)
    }

    fn pass(&mut self, kind: u8, depth: u32, in_list: bool) -> Option<()> {
        let deeper = depth.checked_sub(1)?;
        match kind {
            // Truths are their own type as fields, and bytes in lists.
            1 | 2 if !in_list => Some(()),
            1..=3 => self.byte().map(drop),
            4..=6 => self.varint().map(drop),
            7 => self.skip_bytes(8),
            8 => {
                let length = self.varint()?;
                self.skip_bytes(length)
            }
            LIST | 10 => {
                let (kind, count) = self.list()?;
                (0..count).try_for_each(|_| self.pass(kind, deeper, true))
            }
            STRUCT => {
                let mut last = 0;
                while let Some((kind, number)) = self.field(last)? {
                    self.pass(kind, deeper, false)?;
                    last = number;
                }
                Some(())
            }
            _ => None,
        }
    }
}
