//! Rules prove themselves: their examples hold, and every matrix knows what they find.

use std::collections::{BTreeMap, BTreeSet};

use piidar::classify::{BUILTIN_MATRICES, Matrix};
use piidar::model::{Confidence, DispositionSet};
use piidar::rules::{Rule, RuleSet};
use piidar::{Scanner, known};

use crate::support::Folder;

fn builtin() -> RuleSet {
    RuleSet::builtin(&known()).unwrap()
}

/// As `piidar rules check` sees it: anything of at least low confidence, published test values too.
fn finds(scanner: &Scanner, rule: &Rule, text: &str) -> bool {
    let names: &[&str] = if text.contains('\n') { &["example.txt", "example.csv"] } else { &["example.txt"] };
    names.iter().any(|name| {
        let batch = scanner.scan_bytes(name, text.as_bytes());
        batch.findings.iter().any(|f| scanner.catalog().rule(f.finding.rule).id == rule.id)
    })
}

#[test]
fn examples_of_every_rule_hold() {
    let builder = Scanner::builder().samples_as_real(true).show(DispositionSet::ALL);
    let scanner = builder.min_confidence(Confidence::new(30)).threads(1).build().unwrap();
    let mut failed = Vec::new();
    for rule in builtin().rules {
        assert!(!rule.hit.is_empty() && !rule.miss.is_empty(), "{} has no examples", rule.id);
        let hits = rule.hit.iter().filter(|text| !finds(&scanner, &rule, text));
        failed.extend(hits.map(|text| format!("{} should find something in {text:?}", rule.id)));
        let misses = rule.miss.iter().filter(|text| finds(&scanner, &rule, text));
        failed.extend(misses.map(|text| format!("{} should find nothing in {text:?}", rule.id)));
    }
    assert!(failed.is_empty(), "\n{}", failed.join("\n"));
}

#[test]
fn the_program_checks_its_own_rules() {
    let run = Folder::new().run(&["rules", "check"]).quiet(0);
    assert!(run.out().contains("examples: ok"), "{}", run.out());
}

/// Types that the issues ask for.
const ASKED: &str = "\
    EMAIL_ADDRESS PHONE_NUMBER POSTAL_ADDRESS IP_ADDRESS MAC_ADDRESS IMEI IMSI ICCID ADVERTISING_ID \
    DEVICE_ID COOKIE_IDENTIFIER PAYMENT_CARD US_SSN US_ITIN PERSON_NAME DATE_OF_BIRTH IBAN ABA_ROUTING \
    BANK_ACCOUNT SWIFT_BIC IFSC UPI_ID CVV CARD_EXPIRY TRACK_DATA IN_AADHAAR IN_PAN IN_GSTIN UK_NINO UK_NHS \
    CA_SIN US_EIN PASSPORT MRZ DRIVER_LICENCE ES_DNI ES_NIE IT_CODICE_FISCALE FR_NIR DE_STEUER_ID PL_PESEL \
    NL_BSN BE_NATIONAL_NUMBER PT_NIF SE_PERSONNUMMER FI_HETU DK_CPR NO_FODSELSNUMMER RO_CNP BG_EGN \
    CZ_RODNE_CISLO HR_OIB HU_PERSONAL_NUMBER EE_ISIKUKOOD LV_PERSONAS_KODS GR_AMKA IE_PPSN AT_SVNR SI_EMSO \
    CL_RUT TH_PIN DO_CEDULA EC_CEDULA MY_NRIC UA_RNTRC PK_CNIC MU_NID IS_KENNITALA BR_CPF BR_CNPJ KR_RRN \
    CN_RIC ZA_ID AGE MINOR_DATA GENDER MARITAL_STATUS NATIONALITY LANGUAGE HEALTH GENETIC BIOMETRIC RACE_ETHNICITY RELIGION \
    POLITICAL TRADE_UNION SEX_LIFE CRIMINAL JOB_TITLE EMPLOYER SALARY EDUCATION COMPANY_NAME PHOTO VIN LICENCE_PLATE \
    USERNAME PERSON_ID PAGE_VISIT REFERRER VISIT_TIME DIAGNOSTIC_ID PURCHASE_HISTORY INFERENCE COMMUNICATION_CONTENT \
    GEOLOCATION GEOLOCATION_COARSE DEVICE_TRAITS USER_AGENT URL_WITH_PII TRACKING_BEACON";

/// What the issues ask for is there.
#[test]
fn every_type_that_was_asked_for_has_a_rule() {
    let types: BTreeSet<String> = builtin().rules.into_iter().map(|r| r.info_type).collect();
    let missing: Vec<_> = ASKED.split_whitespace().filter(|t| !types.contains(*t)).collect();
    assert!(missing.is_empty(), "{missing:?} of {types:?}");
}

/// Types that fall into the default row of a matrix because they belong there. A type that is missing here and in
/// the matrix was forgotten.
const ON_PURPOSE: &[(&str, &[&str])] = &[("saas", &[]), ("analytics-processor", &[])];

#[test]
fn every_type_has_its_row_in_every_matrix() {
    let on_purpose: BTreeMap<_, _> = ON_PURPOSE.iter().copied().collect();
    for (name, text) in BUILTIN_MATRICES {
        let matrix = Matrix::parse(name, text).unwrap();
        let fallen: BTreeSet<String> = builtin()
            .rules
            .into_iter()
            .filter(|r| matrix.class_of(&r.info_type, &r.family).1)
            .map(|r| r.info_type)
            .collect();
        let expected: BTreeSet<String> = on_purpose[name].iter().map(|t| (*t).to_owned()).collect();
        assert_eq!(fallen, expected, "{name}: left those that fall to the default, right those that should");
    }
}

#[test]
fn no_rule_is_slow() {
    let warnings: Vec<_> = builtin().warnings.iter().map(|w| w.render_warning(false)).collect();
    assert!(warnings.is_empty(), "\n{}", warnings.join("\n"));
}

#[test]
fn wrong_check_digits_count_as_the_rule_says_for_patterns_too() {
    const RULE: &str = r#"
        id = "member"
        info_type = "MEMBER_ID"
        name = "Number of a member"
        family = "person"
        fields = ["member_no"]
        validate = "payment-card"
        hit = ["member_no: 4556737586899855"]
        miss = ["4556737586899856"]

        [[match]]
        pattern = '\b[0-9]{16}\b'
        base = 60
        field = 95
        failed = 70
    "#;
    let rules = RuleSet::of_files(&known(), vec![("member.toml".to_owned(), RULE.to_owned())]).unwrap();
    let scanner = Scanner::builder().rules(rules).build().unwrap();
    let points = |text: &str| {
        let batch = scanner.scan_bytes("list.txt", text.as_bytes());
        batch.findings.first().map(|found| found.finding.confidence.get())
    };
    assert_eq!(points("member_no: 4556737586899855"), Some(95));
    assert_eq!(points("member_no: 4556737586899856"), Some(70), "its last digit is wrong");
    assert_eq!(points("4556737586899856"), None);
}

/// Nothing goes out into the inventory without what laws say of it, but numbers of businesses.
#[test]
fn every_type_has_its_facts_of_law() {
    let scanner = Scanner::builder().build().unwrap();
    let unstated = scanner.catalog().rules.iter().filter(|rule| rule.laws.gdpr.is_empty());
    let unstated: BTreeSet<_> = unstated.map(|rule| rule.info_type.as_str()).collect();
    assert_eq!(unstated.into_iter().collect::<Vec<_>>(), ["BR_CNPJ", "IN_GSTIN", "US_EIN"]);
}

/// `docs/detectors.md` is what the program says of its rules; `SNAPSHOTS=overwrite` writes it anew.
#[test]
fn the_reference_of_detectors_is_up_to_date() {
    let run = Folder::new().run(&["rules", "doc"]).quiet(0);
    snapbox::assert_data_eq!(run.out(), snapbox::file!["../../docs/detectors.md"].raw());
}
