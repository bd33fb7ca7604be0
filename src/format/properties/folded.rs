//! The name of the property that a value stands in.

use crate::format::by_line::Grammar;

use super::{LONGEST, Properties};

/// Knows in which property we are.
#[derive(Clone, Default)]
pub(super) struct Folded<P> {
    properties: P,
    /// The property up to the line before; `None` in front of the first.
    begun: Option<Vec<u8>>,
}

impl<P: Properties> Grammar for Folded<P> {
    fn line(&mut self, line: &[u8]) {
        if let Some(begun) = &mut self.begun {
            if is_folded(line) && !begun.is_empty() {
                let room = LONGEST.saturating_sub(begun.len());
                begun.extend_from_slice(line.get(..room).unwrap_or(line));
                return;
            }
            self.properties.read(begun, |_| {});
        }
        let begun = self.begun.get_or_insert_default();
        begun.clear();
        begun.extend_from_slice(line);
    }

    fn path(&self, begun: &[u8]) -> Option<String> {
        let mut here = self.clone();
        here.line(begun);
        here.properties.name(&here.begun?)
    }
}

fn is_folded(line: &[u8]) -> bool {
    matches!(line, [b' ' | b'\t', ..])
}
