//! JUnit XML, as servers that show tests read it: each place is a failed test, and one more test asks whether everything
//! could be scanned, so that a report is never empty. Servers tell tests apart by class and name: no line is in them, and
//! so a place that moves stays the same test. (Read by GitLab's `Gitlab::Ci::Parsers::Test::Junit` and Jenkins' plugin.)

use std::io;
use std::io::Write;
use std::sync::Arc;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use super::ledger::Ledger;
use super::places::{Places, Rest, Spot};
use super::reporter::{Format, Needs, Options, Reporter};
use super::visible::visible;
use super::words::count;
use crate::model::{Batch, Catalog, Summary};

/// Its row in the table.
pub(super) const FORMAT: Format = Format {
    name: "junit",
    extensions: &["xml"],
    about: "JUnit XML, for servers that show test results: one failed test per place",
    needs: Needs::ALARMS,
    open,
};

/// Starts a report.
fn open(out: Box<dyn Write + Send>, options: &Options) -> Box<dyn Reporter> {
    let places = Places::new(&options.catalog);
    let catalog = Arc::clone(&options.catalog);
    Box::new(JUnit { out, catalog, places, ledger: Ledger::default(), began: options.second() })
}

struct JUnit {
    out: Box<dyn Write + Send>,
    catalog: Arc<Catalog>,
    places: Places,
    ledger: Ledger,
    began: String,
}

/// One test.
struct Case {
    class: String,
    name: String,
    /// Where a person would look first.
    file: Option<String>,
    fault: Option<Fault>,
}

/// Why a test did not pass.
struct Fault {
    /// `failure` where something was found, `error` where something could not be looked at.
    element: &'static str,
    kind: String,
    message: String,
    /// What servers show.
    text: String,
}

impl Reporter for JUnit {
    fn batch(&mut self, batch: &Batch) -> io::Result<()> {
        self.places.add(batch);
        self.ledger.add(batch);
        Ok(())
    }

    fn finish(&mut self, summary: &Summary) -> io::Result<()> {
        let (spots, rest) = self.places.finish();
        let mut cases = vec![self.coverage(summary)];
        cases.extend(spots.iter().map(|spot| self.found(spot)));
        cases.extend(rest.iter().map(|rest| self.left_out(rest)));
        write(&mut self.out, &cases, &self.began)?;
        writeln!(self.out)?;
        self.out.flush()
    }
}

impl JUnit {
    /// Whether everything could be scanned.
    fn coverage(&self, summary: &Summary) -> Case {
        let failures = self.ledger.listed().filter(|entry| entry.reason.is_failure());
        let lines = failures.map(|entry| {
            let detail = if entry.detail.is_empty() { "" } else { ": " };
            format!("{}: {}{detail}{}", visible(&entry.path), entry.reason, visible(&entry.detail))
        });
        let fault = summary.is_incomplete().then(|| Fault {
            element: "error",
            kind: "incomplete".to_owned(),
            message: match summary.failures() {
                0 => "the scan was interrupted".to_owned(),
                left => format!("{} could not be scanned", count(left, "input")),
            },
            text: lines.collect::<Vec<_>>().join("\n"),
        });
        Case {
            class: "piidar.coverage".to_owned(),
            name: "everything could be scanned".to_owned(),
            file: None,
            fault,
        }
    }

    fn found(&self, spot: &Spot) -> Case {
        let file = visible(spot.site.file());
        let message = spot.message(&self.catalog);
        let text = match spot.place() {
            None => format!("{file}: {message}"),
            Some(at) => format!("{file}:{}:{}: {message}", at.line, at.column),
        };
        let column = spot.column.as_ref().map(|c| format!(" column {}", visible(c))).unwrap_or_default();
        let kind = self.catalog.rule(spot.group.rule).info_type.clone();
        Case {
            class: format!("piidar.{kind}"),
            name: format!("{}{column}", visible(&spot.site.path)),
            file: Some(file.into_owned()),
            fault: Some(Fault { element: "failure", kind, message, text }),
        }
    }

    fn left_out(&self, rest: &Rest) -> Case {
        let message = rest.message(&self.catalog);
        let kind = self.catalog.rule(rest.rule).info_type.clone();
        Case {
            class: format!("piidar.{kind}"),
            name: "more places".to_owned(),
            file: None,
            fault: Some(Fault { element: "failure", kind, text: message.clone(), message }),
        }
    }
}

fn write(out: &mut dyn Write, cases: &[Case], began: &str) -> io::Result<()> {
    let faults = |element| cases.iter().flat_map(|c| &c.fault).filter(|f| f.element == element).count();
    let [tests, failures, errors] = [cases.len(), faults("failure"), faults("error")].map(|n| n.to_string());
    let totals = [("name", "piidar"), ("tests", &*tests), ("failures", &*failures), ("errors", &*errors)];
    let mut xml = Writer::new_with_indent(out, b' ', 2);
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    xml.create_element("testsuites").with_attributes(totals).write_inner_content(|xml| {
        let suite = xml.create_element("testsuite").with_attributes(totals);
        suite
            .with_attribute(("timestamp", began))
            .write_inner_content(|xml| cases.iter().try_for_each(|case| case.write(xml)))?;
        Ok(())
    })?;
    Ok(())
}

impl Case {
    fn write(&self, xml: &mut Writer<&mut dyn Write>) -> io::Result<()> {
        let names = [("classname", &*self.class), ("name", &*self.name)];
        let file = self.file.as_deref().map(|file| ("file", file));
        let case = xml.create_element("testcase").with_attributes(names).with_attributes(file);
        let Some(fault) = &self.fault else { return case.write_empty().map(drop) };
        case.write_inner_content(|xml| {
            let attributes = [("type", &*fault.kind), ("message", &*fault.message)];
            let element = xml.create_element(fault.element).with_attributes(attributes);
            element.write_text_content(BytesText::new(&fault.text)).map(drop)
        })
        .map(drop)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use quick_xml::{Reader, XmlVersion};
    use snapbox::prelude::*;
    use snapbox::{assert_data_eq, str};

    use super::*;
    use crate::report::sample;

    #[test]
    fn sample_as_junit() {
        assert_data_eq!(sample::report("junit", 80, false), str![[r#"
<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="piidar" tests="5" failures="4" errors="1">
  <testsuite name="piidar" tests="5" failures="4" errors="1" timestamp="2026-01-01T00:00:00">
    <testcase classname="piidar.coverage" name="everything could be scanned">
      <error type="incomplete" message="1 input could not be scanned">locked.db: permission-denied: Permission denied (os error 13)</error>
    </testcase>
    <testcase classname="piidar.EMAIL_ADDRESS" name="data/users.csv column email" file="data/users.csv">
      <failure type="EMAIL_ADDRESS" message="2 findings of EMAIL_ADDRESS in column email, such as j***@example.net (Personal Identifiable Information (PII), sensitivity high, retention service-end+P1Y)">data/users.csv:2:9: 2 findings of EMAIL_ADDRESS in column email, such as j***@example.net (Personal Identifiable Information (PII), sensitivity high, retention service-end+P1Y)</failure>
    </testcase>
    <testcase classname="piidar.US_SSN" name="data/users.csv column ssn" file="data/users.csv">
      <failure type="US_SSN" message="2 findings of US_SSN in column ssn, such as ***-**-1234 (Sensitive Data, sensitivity very-high, retention service-end+P1Y)">data/users.csv:2:9: 2 findings of US_SSN in column ssn, such as ***-**-1234 (Sensitive Data, sensitivity very-high, retention service-end+P1Y)</failure>
    </testcase>
    <testcase classname="piidar.EMAIL_ADDRESS" name="logs/\x1b[31mred\u{200b}\nline.json" file="logs/\x1b[31mred\u{200b}\nline.json">
      <failure type="EMAIL_ADDRESS" message="EMAIL_ADDRESS: i***@example.org (Personal Identifiable Information (PII), sensitivity high, retention service-end+P1Y)">logs/\x1b[31mred\u{200b}\nline.json:7:9: EMAIL_ADDRESS: i***@example.org (Personal Identifiable Information (PII), sensitivity high, retention service-end+P1Y)</failure>
    </testcase>
    <testcase classname="piidar.IP_ADDRESS" name="logs/\x1b[31mred\u{200b}\nline.json" file="logs/\x1b[31mred\u{200b}\nline.json">
      <failure type="IP_ADDRESS" message="IP_ADDRESS: 192.0.*.* (Unstated)">logs/\x1b[31mred\u{200b}\nline.json: IP_ADDRESS: 192.0.*.* (Unstated)</failure>
    </testcase>
  </testsuite>
</testsuites>

"#]].raw());
    }

    #[test]
    fn a_clean_run_is_one_test_that_passes() {
        let text = sample::empty_report("junit");
        assert!(
            text.contains("<testsuites name=\"piidar\" tests=\"1\" failures=\"0\" errors=\"0\">"),
            "{text}"
        );
    }

    /// The name of the first place's test, as a reader of XML gives it.
    fn name_in(xml: &str) -> String {
        let mut reader = Reader::from_str(xml);
        loop {
            match reader.read_event().unwrap() {
                Event::Eof => panic!("no test has failed"),
                Event::Start(e) if e.name().as_ref() == "testcase" => {
                    let name = e.try_get_attribute("name").unwrap().unwrap();
                    return name.normalized_value(XmlVersion::Explicit1_0).unwrap().into_owned();
                }
                _ => {}
            }
        }
    }

    proptest! {
        #[test]
        fn strings_from_outside_are_text(path in any::<String>(), value in any::<String>()) {
            let xml = sample::one_finding("junit", &path, "key", &value);
            // XML 1.0, production 2.
            let is_char = |c| matches!(c, '\n' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
            prop_assert!(xml.chars().all(is_char));
            prop_assert_eq!(name_in(&xml), visible(&path));
        }
    }
}
