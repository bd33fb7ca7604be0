//! Regions that are named by a direction, as streets without a suffix are.

/// Lands, states and parts of the world that carry a direction before them, in lower case and sorted. Own list.
#[rustfmt::skip]
const REGIONS: [&[u8]; 66] = [
    b"aegean", b"africa", b"america", b"asia", b"australia", b"azerbaijan", b"ayrshire", b"bali", b"bank", b"bengal",
    b"brabant", b"cape", b"carolina", b"caucasus", b"china", b"coast", b"cork", b"cyprus", b"dakota", b"darfur",
    b"dunbartonshire", b"england", b"europe", b"flanders", b"germany", b"glamorgan", b"goa", b"holland", b"india",
    b"indies", b"island", b"java", b"jersey", b"kalimantan", b"karelia", b"kazakhstan", b"khorasan", b"kivu", b"kordofan",
    b"korea", b"lanarkshire", b"lebanon", b"lothian", b"macedonia", b"midlands", b"moravia", b"nusa", b"ossetia", b"pacific",
    b"papua", b"pole", b"pomerania", b"rhine", b"sahara", b"savo", b"sikkim", b"slavonia", b"sudan", b"sulawesi",
    b"sumatra", b"sussex", b"timor", b"tyrol", b"vietnam", b"virginia", b"yorkshire",
];

/// Whether `value` is a number, a whole directional and the name of a region that goes by it: `100 West Virginia`. `100 W
/// Virginia` is a street.
pub(super) fn names_a_region(value: &[u8]) -> bool {
    let mut words = value.split(|b| matches!(b, b' ' | b'-')).skip(1);
    let (Some(direction), Some(name)) = (words.next(), words.next()) else { return false };
    is_direction(direction) && REGIONS.iter().any(|region| region.eq_ignore_ascii_case(name))
}

fn is_direction(word: &[u8]) -> bool {
    let directions: [&[u8]; 4] = [b"north", b"south", b"east", b"west"];
    directions.iter().any(|direction| direction.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regions_go_by_whole_directions() {
        for region in
            ["100 West Virginia", "12 North Macedonia", "56 SOUTH KHORASAN", "7 North Rhine-Westphalia"]
        {
            assert!(names_a_region(region.as_bytes()), "{region}");
        }
        for street in ["100 W Virginia", "12 West Alder", "12 North", "Virginia"] {
            assert!(!names_a_region(street.as_bytes()), "{street}");
        }
    }
}
