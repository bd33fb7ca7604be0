//! Names of countries behind an address, in English and in their own languages where those are often written.

use super::tokens::{is_letter, skip_separator};
use super::word_list::WordList;

/// The members of the United Nations by the short names of ISO 3166-1, parts of the United Kingdom, territories
/// with postcodes of their own, and other names of use. A longer name stands before one that it starts with.
#[rustfmt::skip]
static COUNTRIES: WordList = WordList::of(&[
    "afghanistan", "albania", "algeria", "andorra", "angola", "argentina", "armenia", "aruba", "australia", "austria", "azerbaijan",
    "bahamas", "bahrain", "bangladesh", "barbados", "belarus", "belgië", "belgique", "belgium", "belize", "benin", "bermuda", "bhutan",
    "bolivia", "bosnia and herzegovina", "botswana", "brasil", "brazil", "brunei", "bulgaria", "burkina faso", "burundi",
    "cambodia", "cameroon", "canada", "cape verde", "chad", "chile", "china", "colombia", "comoros", "costa rica", "croatia", "cuba",
    "cyprus", "czech republic", "czechia", "danmark", "denmark", "deutschland", "djibouti", "dominican republic", "ecuador", "egypt",
    "el salvador", "england", "eritrea", "españa", "estonia", "eswatini", "ethiopia", "faroe islands", "fiji", "finland", "france",
    "gabon", "gambia", "germany", "ghana", "gibraltar", "great britain", "greece", "greenland", "grenada", "guatemala", "guernsey",
    "guinea", "guyana", "haiti", "honduras", "hong kong", "hungary", "iceland", "india", "indonesia", "iran", "iraq", "ireland",
    "isle of man", "israel", "italia", "italy", "ivory coast", "jamaica", "japan", "jersey", "kazakhstan", "kenya", "kosovo", "kuwait",
    "kyrgyzstan", "laos", "latvia", "lebanon", "lesotho", "liberia", "libya", "liechtenstein", "lithuania", "luxembourg", "macau",
    "madagascar", "malawi", "malaysia", "maldives", "mali", "malta", "mauritania", "mauritius", "mexico", "méxico", "micronesia",
    "moldova", "monaco", "mongolia", "montenegro", "morocco", "mozambique", "myanmar", "namibia", "nederland", "nepal", "netherlands",
    "new zealand", "nicaragua", "nigeria", "niger", "norge", "north macedonia", "northern ireland", "norway", "oman", "pakistan",
    "palestine", "panama", "papua new guinea", "paraguay", "peru", "philippines", "poland", "polska", "portugal", "qatar", "romania",
    "russia", "rwanda", "samoa", "san marino", "saudi arabia", "schweiz", "scotland", "senegal", "serbia", "seychelles",
    "sierra leone", "singapore", "slovakia", "slovenia", "somalia", "south africa", "south korea", "spain", "sri lanka", "sudan",
    "suisse", "suomi", "suriname", "sverige", "sweden", "switzerland", "syria", "taiwan", "tajikistan", "tanzania", "thailand", "togo",
    "tonga", "trinidad and tobago", "tunisia", "turkey", "turkmenistan", "türkiye", "u.s.a", "uganda", "uk", "ukraine",
    "united arab emirates", "united kingdom", "united states of america", "united states", "uruguay", "us", "usa", "uzbekistan",
    "vanuatu", "venezuela", "vietnam", "wales", "yemen", "zambia", "zimbabwe", "Österreich",
]);

/// The length of a country's name at `i`.
pub(super) fn country_at(text: &[u8], i: usize) -> Option<usize> {
    COUNTRIES.at(text, i)
}

/// Behind a country that follows at `i` behind blanks, commas or a line end, or `i`.
pub(super) fn country(text: &[u8], i: usize) -> usize {
    let Some(at) = skip_separator(text, i).filter(|at| is_letter(text, *at)) else { return i };
    country_at(text, at).map_or(i, |len| at + len)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_names_are_countries() {
        for (text, end) in [
            (", Germany.", 9),
            ("\nUnited States of America", 25),
            (" united states", 14),
            (", U.S.A.", 7),
            (" Österreich", 12),
            (" Nigeria", 8),
            (" Germanys", 0),
            ("Germany", 0),
            (" ", 0),
        ] {
            assert_eq!(country(text.as_bytes(), 0), end, "{text}");
        }
    }
}
