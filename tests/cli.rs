//! Runs the examples in `tests/cmd/`, which are also the shortest way to see what the program says.
//! `TRYCMD=overwrite cargo test --test cli` writes down what it says now.
#![allow(missing_docs)]

#[test]
fn examples() {
    let cases = trycmd::TestCases::new();
    cases.case("tests/cmd/*.trycmd").env("NO_COLOR", "1").env("CI", "");
}
