//! An archive as the script that it stands for.

use std::io::{self, Read};

use crate::model::{Defect, Reason};

use super::contents::{Entry, Head, Openings, file_id};
use super::custom::{Chunks, Rows};
use super::primitive::{damaged, integer, skip};
use super::tar::Member;

/// What a script begins with, by which it is known as one.
const BANNER: &[u8] = b"--\n-- PostgreSQL database dump\n--\n\n";

/// Gives the script. Large objects are no text of a script: at its end it is told how many there were.
pub(crate) struct Script<R: Read> {
    step: Step<R>,
    /// What comes before whatever the next step gives.
    ready: io::Cursor<Vec<u8>>,
    openings: Openings,
    /// Large objects, and their bytes as they lie there.
    objects: (u64, u64),
}

/// Where in the archive we are.
enum Step<R: Read> {
    /// At its first byte.
    Start { input: R, in_tar: bool },
    /// Before an entry of the table of contents, of which so many are to come.
    Entries { input: io::Take<R>, head: Head, left: u64, form: Form },
    /// After the table of contents, or after the rows of an entry.
    Between { input: R, form: Form },
    /// In the rows of an entry.
    Rows { rows: Rows<R>, form: Form },
    /// At its end, or where nothing can be made of it any more.
    Ended,
}

/// What stands between the rows of entries.
#[derive(Clone, Copy)]
enum Form {
    Custom(Head),
    /// Members of a tar archive; the one that was read last ends so many bytes before the next.
    Tar {
        padding: u64,
    },
    /// Nothing: there are no rows.
    Bare,
}

impl<R: Read> Script<R> {
    /// The script of the archive that `input` gives, which may be a tar archive.
    pub(crate) fn new(input: R, in_tar: bool) -> Self {
        let ready = io::Cursor::new(BANNER.to_vec());
        Self { step: Step::Start { input, in_tar }, ready, openings: Openings::default(), objects: (0, 0) }
    }

    /// Takes the next step, so that there may be more to give.
    fn advance(&mut self) -> io::Result<()> {
        self.step = match std::mem::replace(&mut self.step, Step::Ended) {
            Step::Start { input, in_tar } => start(input, in_tar)?,
            Step::Entries { input, left: 0, form, .. } => contents_end(input, form)?,
            Step::Entries { mut input, head, left, form } => {
                self.entry(head.entry(&mut input)?)?;
                Step::Entries { input, head, left: left - 1, form }
            }
            Step::Between { input, form } => self.between(input, form)?,
            Step::Rows { rows, form } => Step::Between { input: rows.finish()?, form },
            Step::Ended => Step::Ended,
        };
        Ok(())
    }

    fn entry(&mut self, mut entry: Entry) -> io::Result<()> {
        let mut text = std::mem::take(&mut entry.definition);
        if !text.is_empty() {
            text.push(b'\n');
        }
        self.ready = io::Cursor::new(text);
        self.openings.note(entry)
    }

    fn between(&mut self, input: R, form: Form) -> io::Result<Step<R>> {
        match form {
            Form::Custom(head) => self.block(input, head),
            Form::Tar { padding } => self.member(input, padding),
            Form::Bare => Ok(Step::Ended),
        }
    }

    /// The next block of the custom form: rows, or large objects.
    fn block(&mut self, mut input: R, head: Head) -> io::Result<Step<R>> {
        const DATA: u8 = 1;
        const OBJECTS: u8 = 3;
        let mut kind = [0];
        if input.read(&mut kind)? == 0 {
            return self.end();
        }
        let opening = self.openings.take(integer(&mut input, head.int_size)?);
        let form = Form::Custom(head);
        match kind {
            [DATA] => {
                self.ready = io::Cursor::new(opening.unwrap_or_default());
                Ok(Step::Rows {
                    rows: Rows::unpack(Chunks::new(input, head.int_size), head.compression)?,
                    form,
                })
            }
            [OBJECTS] => {
                while integer(&mut input, head.int_size)? != 0 {
                    let bytes = Chunks::new(&mut input, head.int_size).skip()?;
                    self.count_object(bytes);
                }
                Ok(Step::Between { input, form })
            }
            _ => Err(damaged("something else where rows should begin")),
        }
    }

    /// The next member of a tar archive: rows, a large object, or a script that says the same once more.
    fn member(&mut self, mut input: R, padding: u64) -> io::Result<Step<R>> {
        skip(&mut input, padding)?;
        let Some(member) = Member::read(&mut input)? else { return self.end() };
        let form = Form::Tar { padding: member.padding() };
        if let Some(id) = file_id(&member.name) {
            self.ready = io::Cursor::new(self.openings.take(id).unwrap_or_default());
            return Ok(Step::Rows { rows: Rows::Member(input.take(member.size)), form });
        }
        skip(&mut input, member.size)?;
        if member.name.starts_with("blob_") {
            self.count_object(member.size);
        }
        Ok(Step::Between { input, form })
    }

    const fn count_object(&mut self, bytes: u64) {
        self.objects.0 += 1;
        self.objects.1 += bytes;
    }

    /// The end of an archive, which must have brought what its table of contents says.
    fn end(&self) -> io::Result<Step<R>> {
        let (count, bytes) = self.objects;
        match self.openings.left() {
            0 if count == 0 => Ok(Step::Ended),
            0 => Err(Defect::error(
                Reason::UnsupportedKind,
                format!("large objects: {count} ({bytes} bytes as they are stored)"),
            )),
            left => Err(damaged(&format!("it ends before the rows of {left} tables"))),
        }
    }
}

impl<R: Read> Read for Script<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        loop {
            let n = self.ready.read(out)?;
            if n > 0 || out.is_empty() {
                return Ok(n);
            }
            match &mut self.step {
                Step::Ended => return Ok(0),
                Step::Rows { rows, .. } => match rows.read(out)? {
                    0 => self.advance()?,
                    n => return Ok(n),
                },
                _ => self.advance()?,
            }
        }
    }
}

/// Reads what stands before the entries.
fn start<R: Read>(mut input: R, in_tar: bool) -> io::Result<Step<R>> {
    let toc = if in_tar { Member::read(&mut input)? } else { None };
    let mut input = input.take(toc.as_ref().map_or(u64::MAX, |toc| toc.size));
    let head = Head::read(&mut input)?;
    let form = match toc {
        Some(toc) => Form::Tar { padding: toc.padding() },
        None if head.is_custom => Form::Custom(head),
        None => Form::Bare,
    };
    Ok(Step::Entries { input, head, left: head.entries, form })
}

/// Passes on to what comes after the entries.
fn contents_end<R: Read>(mut input: io::Take<R>, form: Form) -> io::Result<Step<R>> {
    if let Form::Tar { .. } = form {
        let left = input.limit();
        skip(&mut input, left)?;
    }
    Ok(Step::Between { input: input.into_inner(), form })
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use proptest::prelude::*;

    use super::super::MAGIC;
    use super::*;

    /// An archive in the making, with integers of four bytes.
    struct Archive {
        bytes: Vec<u8>,
        minor: u8,
        packing: u8,
    }

    const OPENING: &str = "COPY public.people (id, email) FROM stdin;\n";
    const ROWS: &str = "1\tjane@example.org\n2\t\\N\n\\.\n\n\n";
    const SCRIPT: &str = "--\n-- PostgreSQL database dump\n--\n\nCREATE TABLE people;\n\nCOMMENT;\n\n\
                          COPY public.people (id, email) FROM stdin;\n1\tjane@example.org\n2\t\\N\n\\.\n\n\n";

    impl Archive {
        /// The beginning: a table, its rows, large objects, a comment.
        fn new(minor: u8, format: u8, packing: u8) -> Self {
            let mut all = Self { bytes: MAGIC.to_vec(), minor, packing };
            all.bytes.extend([1, minor, 0, 4, 8, format]);
            if minor >= 15 {
                all.bytes.push(packing)
            } else {
                all.number(-i64::from(packing))
            }
            (0..7).for_each(|n| all.number(n));
            ["shop", "15.1", "15.1"].iter().for_each(|s| all.string(s));
            all.number(4);
            all.entry(1, "TABLE", "CREATE TABLE people;\n", "", format);
            all.entry(2, "TABLE DATA", "", OPENING, format);
            all.entry(3, "BLOBS", "", "", format);
            all.entry(4, "COMMENT", "COMMENT;\n", "", format);
            all
        }

        fn number(&mut self, n: i64) {
            self.bytes.push(u8::from(n < 0));
            self.bytes.extend(u32::try_from(n.unsigned_abs()).unwrap().to_le_bytes());
        }

        fn string(&mut self, text: &str) {
            self.number(i64::try_from(text.len()).unwrap());
            self.bytes.extend(text.as_bytes());
        }

        fn entry(&mut self, id: i64, kind: &str, definition: &str, opening: &str, format: u8) {
            let has_data = matches!(id, 2 | 3);
            self.number(id);
            self.number(i64::from(has_data));
            ["0", "0", "people", kind].iter().for_each(|s| self.string(s));
            self.number(2);
            [definition, "DROP;", opening, "public", ""].iter().for_each(|s| self.string(s));
            if self.minor >= 14 {
                self.string("heap");
            }
            if self.minor >= 16 {
                self.number(114);
            }
            ["owner", "false", "17"].iter().for_each(|s| self.string(s));
            self.number(-1);
            if format == 1 {
                self.bytes.push(if has_data { 2 } else { 3 });
                self.bytes.extend([0; 8]);
            } else {
                self.string(if has_data { "2.dat" } else { "" });
            }
        }

        fn chunks(&mut self, text: &str) {
            let packed = packed(text.as_bytes(), self.packing);
            for chunk in packed.chunks(9) {
                self.number(i64::try_from(chunk.len()).unwrap());
                self.bytes.extend(chunk);
            }
            self.number(0);
        }

        fn rows(mut self) -> Self {
            self.bytes.push(1);
            self.number(2);
            self.chunks(ROWS);
            self
        }

        fn objects(mut self) -> Self {
            self.bytes.push(3);
            self.number(3);
            for oid in [16_395, 16_396] {
                self.number(oid);
                self.chunks("some text");
            }
            self.number(0);
            self
        }
    }

    fn packed(text: &[u8], packing: u8) -> Vec<u8> {
        let mut out = Vec::new();
        match packing {
            0 => out.extend(text),
            1 => {
                let mut packer = flate2::write::ZlibEncoder::new(&mut out, flate2::Compression::fast());
                packer.write_all(text).unwrap();
                packer.finish().unwrap();
            }
            2 => {
                let mut packer = lz4_flex::frame::FrameEncoder::new(&mut out);
                packer.write_all(text).unwrap();
                packer.finish().unwrap();
            }
            _ => out = zstd::encode_all(text, 1).unwrap(),
        }
        out
    }

    fn tar(members: &[(&str, &[u8])]) -> Vec<u8> {
        let mut all = Vec::new();
        for (name, bytes) in members {
            let mut header = [0; 512];
            header[..name.len()].copy_from_slice(name.as_bytes());
            header[124..136].copy_from_slice(format!("{:011o} ", bytes.len()).as_bytes());
            all.extend(header);
            all.extend(*bytes);
            all.resize(all.len().next_multiple_of(512), 0);
        }
        all.resize(all.len() + 1024, 0);
        all
    }

    /// The script, and why it is not all of it.
    fn read(archive: &[u8], in_tar: bool) -> (String, Option<io::Error>) {
        let mut script = Vec::new();
        let fault = Script::new(archive, in_tar).read_to_end(&mut script).err();
        (String::from_utf8_lossy(&script).into_owned(), fault)
    }

    fn reason(fault: Option<io::Error>) -> Option<Reason> {
        fault.map(|e| Defect::of(&e).map_or(Reason::Damaged, |d| d.reason))
    }

    #[test]
    fn every_version_and_packing() {
        for (minor, packing) in [(12, 1), (13, 0), (14, 1), (15, 0), (15, 1), (16, 2), (16, 3)] {
            let (script, fault) = read(&Archive::new(minor, 1, packing).rows().bytes, false);
            assert_eq!(
                (script.as_str(), fault.map(|e| e.to_string())),
                (SCRIPT, None),
                "1.{minor}, {packing}"
            );
        }
        for minor in [11, 17] {
            let (_, fault) = read(&Archive::new(minor, 1, 0).bytes, false);
            assert_eq!(reason(fault), Some(Reason::UnsupportedKind), "1.{minor}");
        }
    }

    #[test]
    fn large_objects_are_told() {
        for archive in [Archive::new(14, 1, 1).objects().rows(), Archive::new(14, 1, 1).rows().objects()] {
            let (script, fault) = read(&archive.bytes, false);
            assert_eq!(script, SCRIPT);
            let fault = fault.unwrap();
            assert!(fault.to_string().starts_with("large objects: 2 ("), "{fault}");
            assert_eq!(reason(Some(fault)), Some(Reason::UnsupportedKind));
        }
    }

    #[test]
    fn tar_archives() {
        let toc = Archive::new(14, 3, 1).bytes;
        let members = [
            ("toc.dat", &toc[..]),
            ("2.dat", ROWS.as_bytes()),
            ("blob_16395.dat", b"some text"),
            ("blobs.toc", b"16395 blob_16395.dat\n"),
            ("restore.sql", b"COPY public.people (id, email) FROM '$$PATH$$/2.dat';\n"),
        ];
        let (script, fault) = read(&tar(&members), true);
        assert_eq!(script, SCRIPT);
        assert_eq!(fault.unwrap().to_string(), "large objects: 1 (9 bytes as they are stored)");
        let (script, fault) = read(&tar(&members[..2]), true);
        assert_eq!((script.as_str(), reason(fault)), (SCRIPT, None));
        let (script, fault) = read(&tar(&members[..1]), true);
        assert!(SCRIPT.starts_with(&script));
        assert!(fault.unwrap().to_string().ends_with("before the rows of 1 tables"));
    }

    #[test]
    fn files_beside_a_table_of_contents() {
        let toc = Archive::new(16, 3, 1).bytes;
        let (script, fault) = read(&toc, false);
        assert!(SCRIPT.starts_with(&script) && script.ends_with("COMMENT;\n\n") && fault.is_none());
        let openings = Openings::read(&mut &toc[..]);
        let of = |name| file_id(name).and_then(|id| openings.get(id));
        for name in ["2.dat", "2.dat.gz", "2.dat.lz4", "2.dat.zst"] {
            assert_eq!(of(name), Some(OPENING.as_bytes()), "{name}");
        }
        for name in ["3.dat", "1.dat", "toc.dat", "blob_2.dat", "2.data", "2.dat.bak", "+2.dat", ".dat", "2"]
        {
            assert_eq!(of(name), None, "{name}");
        }
    }

    /// What was there before the end is kept, and the end is told wherever it is.
    #[test]
    fn archives_that_are_cut_off() {
        for packing in 0..4 {
            let archive = Archive::new(16, 1, packing).rows().bytes;
            for end in 0..archive.len() {
                let (script, fault) = read(&archive[..end], false);
                assert!(SCRIPT.starts_with(&script), "{end}: {script}");
                assert_eq!(reason(fault), Some(Reason::Damaged), "{end} of {}", archive.len());
            }
        }
    }

    proptest! {
        #[test]
        fn nothing_leads_astray(
            at in any::<prop::sample::Index>(), byte: u8, packing in 0u8..4, in_tar: bool,
        ) {
            let mut archive = if in_tar {
                tar(&[("toc.dat", &Archive::new(14, 3, 1).bytes), ("2.dat", ROWS.as_bytes())])
            } else {
                Archive::new(16, 1, packing).objects().rows().bytes
            };
            let at = at.index(archive.len());
            archive[at] = byte;
            let _ = read(&archive, in_tar);
        }
    }
}
