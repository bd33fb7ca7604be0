//! The least that each type has to reach: `floors.csv`, one row per set and type, shares of 1.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::score::{Counts, Criterion};

/// Precision and recall by overlap, and F1 of exact ends.
pub type Floor = [f64; 3];

/// Floors by set and type.
pub type Floors = BTreeMap<(String, String), Floor>;

const HEAD: &str = "set,type,precision,recall,f1_exact";
const NAMES: [&str; 3] = ["precision", "recall", "f1 of exact ends"];

/// What a type reaches, in the order of a floor.
pub fn reached(counts: &Counts) -> Floor {
    let (overlap, exact) = (counts.ratios(Criterion::Overlap), counts.ratios(Criterion::Exact));
    [overlap.precision.unwrap_or_default(), overlap.recall, exact.f1]
}

/// A floor that what is reached today holds: one hundredth below, and no more than two digits.
pub fn below(reached: Floor) -> Floor {
    reached.map(|share| ((share * 100.0 - 1.0).floor() / 100.0).max(0.0))
}

/// What does not hold its floor, in words.
pub fn broken(place: &str, reached: Floor, floor: Floor) -> Vec<String> {
    let each = NAMES.iter().zip(reached).zip(floor).filter(|((_, reached), floor)| reached < floor);
    each.map(|((name, reached), floor)| format!("{place}: {name} is {reached:.3}, its floor {floor}"))
        .collect()
}

pub fn read(text: &str) -> Floors {
    let rows = text.lines().skip(1).map(|line| line.split(',').collect::<Vec<_>>());
    let number = |cell: &str| cell.parse().unwrap();
    rows.map(|row| ((row[0].into(), row[1].into()), [number(row[2]), number(row[3]), number(row[4])]))
        .collect()
}

pub fn write(floors: &Floors) -> String {
    let mut out = format!("{HEAD}\n");
    for ((set, kind), [precision, recall, exact]) in floors {
        let _ = writeln!(out, "{set},{kind},{precision},{recall},{exact}");
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn floors_stand_a_little_below_and_round_trip() {
        assert_eq!(below([1.0, 0.955, 0.004]), [0.99, 0.94, 0.0]);
        let floors = Floors::from([(("s".into(), "A".into()), [0.99, 0.5, 0.0])]);
        assert_eq!(read(&write(&floors)), floors);
        assert_eq!(broken("s A", [0.99, 0.49, 0.0], floors[&("s".into(), "A".into())]).len(), 1);
    }
}
