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
use super::{Check, Proof, Row, Subject};

/// Whether a number of a form that only one state has fails the test of its check digits.
pub(super) fn is_mistyped(subject: &Subject<'_>) -> bool {
    let printed = matches!(subject.value(), [_, _, _, b'-', .., b'-', _] if subject.value().len() == 13);
    asia::chinese_ric(subject).proof == Proof::Failed
        || printed && americas::dominican_cedula(subject).proof == Proof::Failed
}

/// The validators of this room, in the form of [`super::VALIDATORS`]. One row a validator.
#[rustfmt::skip]
pub(super) static NATIONAL: &[Row] = &[
    ("at-svnr", austria::svnr, 0),
    ("au-medicare", australia::medicare, 0),
    ("au-tfn", australia::tfn, 0),
    ("be-national-number", belgium::national_number, 0),
    ("bg-egn", bulgaria::egn, 0),
    ("br-cnpj", americas::cnpj, 0),
    ("br-cpf", americas::cpf, 0),
    ("ca-sin", canada::sin, 0),
    ("ch-ahv", others::ahv, 0),
    ("cl-rut", americas::rut, 0),
    ("cn-ric", asia::chinese_ric, 0),
    ("cz-rodne-cislo", czechia::rodne_cislo, 0),
    ("de-steuer-id", germany::steuer_id, 0),
    ("dk-cpr", denmark::cpr, 0),
    ("do-cedula", americas::dominican_cedula, 0),
    ("ec-cedula", americas::ecuadorian_cedula, 0),
    ("ee-isikukood", baltic::code, 0),
    ("es-dni", spain::dni, 0),
    ("es-nie", spain::nie, 0),
    ("fi-hetu", finland::hetu, 0),
    ("fr-nir", france::nir, 0),
    ("fr-spi", france::spi, 0),
    ("gr-amka", greece::amka, 0),
    ("hr-oib", croatia::oib, 0),
    ("hu-personal", hungary::personal, 0),
    ("hu-taj", hungary::taj, 0),
    ("hu-tax", hungary::tax, 0),
    ("ie-ppsn", ireland::ppsn, 0),
    ("il-id", others::israeli_id, 0),
    ("in-aadhaar", india::aadhaar, 0),
    ("in-epic", india::epic, 0),
    ("in-gstin", india::gstin, 0),
    ("in-pan", india::pan, 0),
    ("is-kennitala", others::kennitala, 0),
    ("it-codice-fiscale", italy::codice_fiscale, 0),
    ("jp-my-number", asia::japanese_number, 0),
    ("kr-rrn", asia::korean_rrn, 0),
    ("lv-personas-kods", baltic::latvian, 0),
    ("mu-nid", others::mauritian_nid, 0),
    ("mx-curp", americas::curp, 0),
    ("my-nric", asia::malaysian_nric, 0),
    ("nl-bsn", netherlands::bsn, 0),
    ("no-fodselsnummer", norway::fodselsnummer, 0),
    ("pk-cnic", asia::pakistani_cnic, 0),
    ("pl-pesel", poland::pesel, 0),
    ("pt-citizen-card", portugal::citizen_card, 0),
    ("pt-nif", portugal::nif, 0),
    ("ro-cnp", romania::cnp, 0),
    ("se-personnummer", sweden::personnummer, 0),
    ("sg-nric", asia::singaporean_nric, 0),
    ("si-emso", slovenia::emso, 0),
    ("th-pin", asia::thai_pin, 0),
    ("tr-kimlik", others::turkish_id, 0),
    ("ua-rntrc", others::ukrainian_rntrc, 0),
    ("uk-driver", britain::driver, 0),
    ("uk-nhs", britain::nhs, 0),
    ("uk-nino", britain::nino, 10),
    ("uk-utr", britain::utr, 0),
    ("us-dea", united_states::dea, 0),
    ("us-ein", united_states::ein, 0),
    ("us-npi", united_states::npi, 0),
    ("za-id", others::south_african_id, 0),
];
