//! Archives of `pg_dump`, in its custom and tar form: read as the script that they stand for, definitions first and then
//! the rows of each table as its `COPY` block. So they are streams like anything packed, and what reads plain dumps reads
//! them. (PostgreSQL, `src/bin/pg_dump/`: `pg_backup_archiver.c`, `pg_backup_custom.c`, `pg_backup_tar.c`.)

mod contents;
mod custom;
mod primitive;
mod script;
mod tar;

pub(crate) use contents::{Openings, file_id};
pub(super) use script::Script;
pub(super) use tar::claims as is_tar;

/// How every archive begins.
pub(super) const MAGIC: &[u8] = b"PGDMP";
