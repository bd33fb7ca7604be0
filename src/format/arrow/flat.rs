//! As much of FlatBuffers as Arrow's messages need (flatbuffers.dev/internals). Every answer is `None` where bytes are not what
//! they should be, and nothing is read twice: who follows a table goes down, and bounds how deep.

/// A table: its fields are found by its own list of where they stand.
#[derive(Clone, Copy)]
pub(super) struct Table<'b> {
    bytes: &'b [u8],
    at: usize,
}

/// Elements of a vector.
#[derive(Clone, Copy)]
pub(super) struct Vector<'b> {
    bytes: &'b [u8],
    at: usize,
    pub(super) len: usize,
}

fn chunk<const N: usize>(bytes: &[u8], at: usize) -> Option<[u8; N]> {
    bytes.get(at..)?.first_chunk().copied()
}

fn offset(bytes: &[u8], at: usize) -> Option<usize> {
    let by = u32::from_le_bytes(chunk(bytes, at)?);
    at.checked_add(usize::try_from(by).ok()?)
}

impl<'b> Table<'b> {
    /// The table that all others hang on.
    pub(super) fn root(bytes: &'b [u8]) -> Option<Self> {
        Some(Self { bytes, at: offset(bytes, 0)? })
    }

    /// Where a field stands, if it is there.
    fn field(&self, number: usize) -> Option<usize> {
        let back = i64::from(i32::from_le_bytes(chunk(self.bytes, self.at)?));
        let fields = usize::try_from(i64::try_from(self.at).ok()? - back).ok()?;
        let size = usize::from(u16::from_le_bytes(chunk(self.bytes, fields)?));
        let entry = 4 + 2 * number;
        if entry + 2 > size {
            return None;
        }
        let by = usize::from(u16::from_le_bytes(chunk(self.bytes, fields + entry)?));
        if by == 0 { None } else { self.at.checked_add(by) }
    }

    pub(super) fn byte(&self, number: usize) -> u8 {
        self.field(number).and_then(|at| self.bytes.get(at)).copied().unwrap_or(0)
    }

    pub(super) fn short(&self, number: usize) -> Option<i16> {
        Some(i16::from_le_bytes(chunk(self.bytes, self.field(number)?)?))
    }

    pub(super) fn int(&self, number: usize) -> Option<i32> {
        Some(i32::from_le_bytes(chunk(self.bytes, self.field(number)?)?))
    }

    pub(super) fn long(&self, number: usize) -> Option<i64> {
        Some(i64::from_le_bytes(chunk(self.bytes, self.field(number)?)?))
    }

    pub(super) fn table(&self, number: usize) -> Option<Self> {
        Some(Self { bytes: self.bytes, at: offset(self.bytes, self.field(number)?)? })
    }

    pub(super) fn vector(&self, number: usize) -> Option<Vector<'b>> {
        let at = offset(self.bytes, self.field(number)?)?;
        let len = usize::try_from(u32::from_le_bytes(chunk(self.bytes, at)?)).ok()?;
        // Each element has a byte at least.
        (len <= self.bytes.len()).then_some(Vector { bytes: self.bytes, at: at + 4, len })
    }

    pub(super) fn text(&self, number: usize) -> Option<&'b str> {
        let Vector { bytes, at, len } = self.vector(number)?;
        std::str::from_utf8(bytes.get(at..at.checked_add(len)?)?).ok()
    }
}

impl<'b> Vector<'b> {
    /// An element that is a table.
    pub(super) fn table(&self, number: usize) -> Option<Table<'b>> {
        let at = self.at.checked_add(number.checked_mul(4)?)?;
        Some(Table { bytes: self.bytes, at: offset(self.bytes, at)? })
    }

    /// An element of four bytes.
    pub(super) fn int(&self, number: usize) -> Option<i32> {
        let at = self.at.checked_add(number.checked_mul(4)?)?;
        Some(i32::from_le_bytes(chunk(self.bytes, at)?))
    }

    /// An element of eight bytes, or one of the two halves of an element of sixteen.
    pub(super) fn long(&self, number: usize) -> Option<i64> {
        let at = self.at.checked_add(number.checked_mul(8)?)?;
        Some(i64::from_le_bytes(chunk(self.bytes, at)?))
    }
}
