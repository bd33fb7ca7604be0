//! SQL dumps: rows of `INSERT` and `COPY` become cells of named tables; everything else is running text.
//!
//! Only rows are read closely. Outside of them the one question is whether a line begins a statement that holds rows,
//! so no dialect's strings and comments there can lead astray: a quote that never closes costs its own statement.

mod copy;
mod lexer;
mod statement;
mod tables;
mod token;
mod tuple;

pub(crate) use lexer::Lexer;

/// How dumps begin, by the programs that write them: `pg_dump`, `mysqldump` and its kin, phpMyAdmin, SQLite.
const BANNERS: [&[u8]; 7] = [
    b"--\n-- PostgreSQL database",
    b"-- MySQL dump",
    b"-- MariaDB dump",
    b"/*!999999\\- enable the sandbox mode",
    b"/*M!999999\\- enable the sandbox mode",
    b"-- phpMyAdmin SQL Dump",
    b"PRAGMA foreign_keys=OFF;",
];

/// Endings of scripts with rows: also those of Cassandra and of the shells of databases.
const ENDINGS: [&str; 5] = ["sql", "cql", "psql", "pgsql", "mysql"];

/// Whether a document is a dump: by the ending of its name, or by how it begins.
pub(crate) fn claims(path: &str, head: &[u8]) -> bool {
    let ending = path.rsplit_once('.').map_or("", |(_, e)| e);
    ENDINGS.iter().any(|known| ending.eq_ignore_ascii_case(known))
        || BANNERS.iter().any(|b| head.starts_with(b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dumps_are_known_by_name_or_beginning() {
        assert!(claims("a/Users.SQL", b"") && claims("shop.cql", b""));
        assert!(claims("<stdin>", b"-- MySQL dump 10.13  Distrib 8.0.36"));
        assert!(claims("backup.dump", b"PRAGMA foreign_keys=OFF;\nBEGIN TRANSACTION;\n"));
        assert!(!claims("notes.txt", b"INSERT INTO t VALUES (1);"));
        assert!(!claims("sql", b""));
    }
}
