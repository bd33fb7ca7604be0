//! What a document is, by its first bytes.

use super::packing::{Packing, packing};
use super::store::{Store, store};

/// How much of a document decides.
pub(crate) const HEAD: usize = 8 * 1024;

/// What a document is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Text that can be searched as it is: ASCII, UTF-8, Latin-1 or Windows-1252.
    Text,
    /// UTF-16; whether it begins with a byte order mark does not matter any more.
    Utf16 {
        /// Whether the high byte comes first.
        big_endian: bool,
    },
    /// A compressed stream, which may hold anything.
    Packed(&'static Packing),
    /// Rows of tables or records.
    Database(&'static Store),
    /// Something else, by name.
    Other(&'static str),
}

/// Beginnings of kinds that nobody reads yet (the formats' own specifications).
const MAGIC: &[(&[u8], &str)] = &[
    (b"PK\x03\x04", "ZIP archive or office document"),
    (b"PK\x05\x06", "empty ZIP archive"),
    (b"\x1f\x9d", "compress (.Z)"),
    (b"LZIP\x01", "lzip"),
    (b"7z\xbc\xaf\x27\x1c", "7z archive"),
    (b"Rar!\x1a\x07", "RAR archive"),
    (b"%PDF-", "PDF document"),
    (b"\x89PNG\r\n\x1a\n", "PNG image"),
    (b"\xff\xd8\xff", "JPEG image"),
    (b"GIF87a", "GIF image"),
    (b"GIF89a", "GIF image"),
    (b"RIFF", "RIFF media"),
    (b"\x00\x00\x01\x00", "icon"),
    (b"II*\x00", "TIFF image"),
    (b"MM\x00*", "TIFF image"),
    (b"\x7fELF", "ELF binary"),
    (b"MZ\x90\x00", "Windows binary"),
    (b"\xca\xfe\xba\xbe", "Java class or Mach-O binary"),
    (b"\xcf\xfa\xed\xfe", "Mach-O binary"),
    (b"\x00asm", "WebAssembly"),
    (b"\x37\x7f\x06\x82", "write-ahead log of a SQLite database"),
    (b"\x37\x7f\x06\x83", "write-ahead log of a SQLite database"),
    (b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7", "journal of a SQLite database"),
    (b"FEA1", "Feather file of version 1"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old office document"),
    (b"wOFF", "font"),
    (b"wOF2", "font"),
    (b"\x00\x01\x00\x00\x00", "font"),
    (b"OTTO", "font"),
    (b"OggS", "Ogg media"),
    (b"ID3", "MP3 audio"),
    (b"fLaC", "FLAC audio"),
    (b"!<arch>\n", "static library"),
];

/// Says what a document is by its first [`HEAD`] bytes.
pub(crate) fn sniff(head: &[u8]) -> Kind {
    let head = head.get(..HEAD).unwrap_or(head);
    match head {
        [0xFF, 0xFE, 0, 0, ..] | [0, 0, 0xFE, 0xFF, ..] => return Kind::Other("UTF-32 text"),
        [0xFF, 0xFE, ..] => return Kind::Utf16 { big_endian: false },
        [0xFE, 0xFF, ..] => return Kind::Utf16 { big_endian: true },
        _ => {}
    }
    if let Some(packing) = packing(head) {
        return Kind::Packed(packing);
    }
    if let Some(store) = store(head) {
        return Kind::Database(store);
    }
    if let Some((_, name)) = MAGIC.iter().find(|(magic, _)| head.starts_with(magic)) {
        return Kind::Other(name);
    }
    if is_lfs_pointer(head) {
        return Kind::Other("pointer of Git LFS: what it stands for lies elsewhere");
    }
    if head.starts_with(b"ORC") && memchr::memchr(0, head).is_some() {
        return Kind::Other("ORC file");
    }
    if head.get(4..8) == Some(b"ftyp") {
        return Kind::Other("MP4 media");
    }
    if head.get(257..262) == Some(b"ustar") {
        return Kind::Other("tar archive");
    }
    if memchr::memchr(0, head).is_none() {
        return Kind::Text;
    }
    by_zeros(head)
}

/// Whether all of it is a pointer (git-lfs, docs/spec.md): what only begins like one is text.
fn is_lfs_pointer(head: &[u8]) -> bool {
    let is_line = |line: &[u8]| match line.strip_prefix(b"oid sha256:") {
        Some(oid) => oid.len() == 64 && oid.iter().all(u8::is_ascii_hexdigit),
        None => line.strip_prefix(b"size ").is_some_and(|n| n.len() < 20 && n.iter().all(u8::is_ascii_digit)),
    };
    let rest = head.strip_prefix(b"version https://git-lfs.github.com/spec/v1\n");
    rest.is_some_and(|rest| rest.strip_suffix(b"\n").unwrap_or(rest).split(|b| *b == b'\n').all(is_line))
}

/// Text with zero bytes: UTF-16 without a mark, text with a few stray zeros, or no text.
fn by_zeros(head: &[u8]) -> Kind {
    let (pairs, _) = head.as_chunks::<2>();
    let zeros = |which: usize| pairs.iter().filter(|p| p.get(which) == Some(&0)).count();
    let (first, second) = (zeros(0), zeros(1));
    let most = pairs.len() * 6 / 10;
    if pairs.len() >= 4 && second > most && first * 20 <= pairs.len() {
        return Kind::Utf16 { big_endian: false };
    }
    if pairs.len() >= 4 && first > most && second * 20 <= pairs.len() {
        return Kind::Utf16 { big_endian: true };
    }
    // A log that was cut by a crash holds runs of zeros; data that is no text holds other control bytes too.
    let control = head.iter().filter(|b| matches!(b, 1..=8 | 14..=26 | 28..=31)).count();
    let zeros = first + second;
    if control * 50 > head.len() || (zeros * 3 > head.len() && control > 0) || zeros == head.len() {
        return Kind::Other("binary data");
    }
    Kind::Text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utf16(text: &str, big_endian: bool) -> Vec<u8> {
        text.encode_utf16().flat_map(|u| if big_endian { u.to_be_bytes() } else { u.to_le_bytes() }).collect()
    }

    #[test]
    fn only_a_whole_pointer_is_one() {
        let pointer = format!(
            "version https://git-lfs.github.com/spec/v1\noid sha256:{}\nsize 12345\n",
            "0a".repeat(32)
        );
        assert!(matches!(sniff(pointer.as_bytes()), Kind::Other(_)));
        for more in ["ssn: 219-64-8321\n", "oid sha256:jane\n", "size 219-64-8321\n"] {
            assert_eq!(sniff(format!("{pointer}{more}").as_bytes()), Kind::Text);
        }
    }

    #[test]
    fn kinds_are_told_apart() {
        assert_eq!(sniff(b""), Kind::Text);
        assert_eq!(sniff(b"plain"), Kind::Text);
        assert_eq!(sniff(b"caf\xe9"), Kind::Text);
        assert_eq!(sniff(b"\xef\xbb\xbfid,name"), Kind::Text);
        assert_eq!((sniff(b"ORC\x0a\0"), sniff(b"ORCHARD,x\n")), (Kind::Other("ORC file"), Kind::Text));
        assert_eq!(sniff(b"PK\x03\x04rest"), Kind::Other("ZIP archive or office document"));
        assert_eq!(sniff(&utf16("name,email\n", false)), Kind::Utf16 { big_endian: false });
        assert_eq!(sniff(&utf16("name,email\n", true)), Kind::Utf16 { big_endian: true });
        assert_eq!(sniff(b"\xff\xfea\0"), Kind::Utf16 { big_endian: false });
        // What begins like a document of BSON, as far as it can be seen.
        assert_eq!(sniff(&utf16("id\tname\n1\tTilda\n", false)), Kind::Utf16 { big_endian: false });
        assert_eq!(sniff(b"line one\nline two\0\0\0 and more text that is plain\n"), Kind::Text);
        assert_eq!(sniff(&[0, 1, 2, 3, 0, 9, 4, 5, 0, 0, 6, 7]), Kind::Other("binary data"));
        assert_eq!(sniff(&[0; 600]), Kind::Other("binary data"));
    }
}
