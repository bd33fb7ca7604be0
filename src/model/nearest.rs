//! "Did you mean …": the listed word that a misspelt one is nearest to.

/// The word of `words` within a third of its letters in edits, or `None` if none is that near.
/// Letter case does not count.
pub(crate) fn nearest<'a>(wrong: &str, words: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wrong = wrong.to_lowercase();
    words
        .into_iter()
        .map(|word| (edits(&wrong, &word.to_lowercase()), word))
        .filter(|(edits, word)| *edits <= (word.chars().count() / 3).max(1))
        .min_by_key(|(edits, _)| *edits)
        .map(|(_, word)| word)
}

/// Names that are suggested at once.
const MOST: usize = 5;

/// The question which of `words` is meant: those that a part was written of, or else the nearest.
pub(crate) fn did_you_mean<'a>(
    wrong: &str,
    words: impl IntoIterator<Item = &'a str> + Clone,
) -> Option<String> {
    let part = wrong.to_lowercase();
    let holds = |word: &&str| part.len() > 2 && word.to_lowercase().contains(&part);
    let mut meant: Vec<&str> = words.clone().into_iter().filter(holds).collect();
    meant.sort_by_key(|word| (word.len(), *word));
    meant.dedup();
    meant.truncate(MOST);
    if meant.is_empty() {
        meant.extend(nearest(wrong, words));
    }
    let (last, others) = meant.split_last()?;
    let others: Vec<_> = others.iter().map(|word| format!("`{word}`")).collect();
    let others = if others.is_empty() { String::new() } else { format!("{} or ", others.join(", ")) };
    Some(format!("did you mean {others}`{last}`?"))
}

/// How many letters must be added, dropped, replaced or swapped with their neighbour to turn one word into the other.
fn edits(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut before: Vec<usize> = Vec::new();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    let mut last = None;
    for (i, x) in a.chars().enumerate() {
        let mut next = vec![i + 1];
        for (j, y) in b.iter().enumerate() {
            let cell = |row: &[usize], j: usize| row.get(j).copied().unwrap_or(usize::MAX - 1);
            let replaced = cell(&row, j) + usize::from(x != *y);
            let mut best = replaced.min(cell(&row, j + 1) + 1).min(cell(&next, j) + 1);
            if j > 0 && last == Some(*y) && b.get(j - 1) == Some(&x) {
                best = best.min(cell(&before, j - 1) + 1);
            }
            next.push(best);
        }
        before = std::mem::replace(&mut row, next);
        last = Some(x);
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_word_is_near() {
        let words = ["context", "field", "finder", "base"];
        for (wrong, right) in [
            ("contxt", Some("context")),
            ("feild", Some("field")),
            ("Finder", Some("finder")),
            ("bsae", Some("base")),
            ("keywords", None),
            ("", None),
        ] {
            assert_eq!(nearest(wrong, words), right, "{wrong}");
        }
    }

    #[test]
    fn a_part_of_a_name_is_enough() {
        let words = ["US_SSN", "EMAIL_ADDRESS", "IP_ADDRESS", "AGE", "US_SSN"];
        for (wrong, meant) in [
            ("SSN", Some("did you mean `US_SSN`?")),
            ("address", Some("did you mean `IP_ADDRESS` or `EMAIL_ADDRESS`?")),
            ("EMAIL_ADRESS", Some("did you mean `EMAIL_ADDRESS`?")),
            ("ZODIAC", None),
            ("", None),
        ] {
            assert_eq!(did_you_mean(wrong, words).as_deref(), meant, "{wrong}");
        }
    }
}
