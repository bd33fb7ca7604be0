//! Numbers that states give to persons, by country. A file holds those of one country, or of a few that have one each.

mod americas;
mod asia;
mod australia;
mod austria;
mod baltic;
mod belgium;
mod britain;
mod bulgaria;
mod canada;
mod croatia;
mod czechia;
mod denmark;
mod finland;
mod france;
mod germany;
mod greece;
mod hungary;
mod india;
mod ireland;
mod italy;
mod netherlands;
mod norway;
mod others;
mod poland;
mod portugal;
mod romania;
mod slovenia;
mod spain;
mod sweden;
mod united_states;
mod verdict;

use super::compact::{Compact, letter_of, mod_11_10, number, value, weighted};
use super::{Check, Proof, Row, Subject, up_to};

/// Whether a number of a form that only one state has fails the test of its check digits.
pub(super) fn is_mistyped(subject: &Subject<'_>) -> bool {
    let printed = matches!(subject.value(), [_, _, _, b'-', .., b'-', _] if subject.value().len() == 13);
    asia::chinese_ric(subject).proof == Proof::Failed
        || printed && americas::dominican_cedula(subject).proof == Proof::Failed
}

/// The validators of this room, in the form of [`super::VALIDATORS`]. One row a validator.
pub(super) static NATIONAL: &[Row] = &[
    ("ar-cuit", americas::cuit, up_to(0)),
    ("at-svnr", austria::svnr, up_to(0)),
    ("au-medicare", australia::medicare, up_to(0)),
    ("au-tfn", australia::tfn, up_to(0)),
    ("be-national-number", belgium::national_number, up_to(0)),
    ("bg-egn", bulgaria::egn, up_to(0)),
    ("br-cnpj", americas::cnpj, up_to(0)),
    ("br-cpf", americas::cpf, up_to(0)),
    ("ca-sin", canada::sin, up_to(0)),
    ("ch-ahv", others::ahv, up_to(0)),
    ("cl-rut", americas::rut, up_to(0)),
    ("cn-ric", asia::chinese_ric, up_to(0)),
    ("cz-rodne-cislo", czechia::rodne_cislo, up_to(0)),
    ("de-steuer-id", germany::steuer_id, up_to(0)),
    ("de-svnr", germany::svnr, up_to(0)),
    ("dk-cpr", denmark::cpr, up_to(0)),
    ("do-cedula", americas::dominican_cedula, up_to(0)),
    ("ec-cedula", americas::ecuadorian_cedula, up_to(0)),
    ("ee-isikukood", baltic::code, up_to(0)),
    ("es-dni", spain::dni, up_to(0)),
    ("es-nie", spain::nie, up_to(0)),
    ("fi-hetu", finland::hetu, up_to(0)),
    ("fr-nir", france::nir, up_to(0)),
    ("fr-spi", france::spi, up_to(0)),
    ("gr-amka", greece::amka, up_to(0)),
    ("hk-hkid", asia::hong_kong_id, up_to(0)),
    ("hr-oib", croatia::oib, up_to(0)),
    ("hu-personal", hungary::personal, up_to(0)),
    ("hu-taj", hungary::taj, up_to(0)),
    ("hu-tax", hungary::tax, up_to(0)),
    ("id-nik", asia::indonesian_nik, up_to(0)),
    ("ie-ppsn", ireland::ppsn, up_to(0)),
    ("il-id", others::israeli_id, up_to(0)),
    ("in-aadhaar", india::aadhaar, up_to(0)),
    ("in-epic", india::epic, up_to(0)),
    ("in-gstin", india::gstin, up_to(0)),
    ("in-pan", india::pan, up_to(0)),
    ("is-kennitala", others::kennitala, up_to(0)),
    ("it-codice-fiscale", italy::codice_fiscale, up_to(0)),
    ("jp-my-number", asia::japanese_number, up_to(0)),
    ("kr-rrn", asia::korean_rrn, up_to(0)),
    ("lv-personas-kods", baltic::latvian, up_to(0)),
    ("mu-nid", others::mauritian_nid, up_to(0)),
    ("mx-curp", americas::curp, up_to(0)),
    ("mx-rfc", americas::rfc, up_to(0)),
    ("my-nric", asia::malaysian_nric, up_to(0)),
    ("nl-bsn", netherlands::bsn, up_to(0)),
    ("no-fodselsnummer", norway::fodselsnummer, up_to(0)),
    ("pk-cnic", asia::pakistani_cnic, up_to(0)),
    ("pl-pesel", poland::pesel, up_to(0)),
    ("pt-citizen-card", portugal::citizen_card, up_to(0)),
    ("pt-nif", portugal::nif, up_to(0)),
    ("ro-cnp", romania::cnp, up_to(0)),
    ("se-personnummer", sweden::personnummer, up_to(0)),
    ("sg-nric", asia::singaporean_nric, up_to(0)),
    ("si-emso", slovenia::emso, up_to(0)),
    ("th-pin", asia::thai_pin, up_to(0)),
    ("tr-kimlik", others::turkish_id, up_to(0)),
    ("ua-rntrc", others::ukrainian_rntrc, up_to(0)),
    ("uk-driver", britain::driver, up_to(0)),
    ("uk-nhs", britain::nhs, up_to(0)),
    ("uk-nino", britain::nino, up_to(18)),
    ("uk-utr", britain::utr, up_to(0)),
    ("us-dea", united_states::dea, up_to(0)),
    ("us-ein", united_states::ein, up_to(0)),
    ("us-mbi", united_states::mbi, up_to(0)),
    ("us-npi", united_states::npi, up_to(0)),
    ("us-ptin", united_states::ptin, up_to(0)),
    ("za-id", others::south_african_id, up_to(0)),
];
