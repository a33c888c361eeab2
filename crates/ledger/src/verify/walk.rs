//! Walking one council's chain from its start to its head, then its files.

use std::collections::{HashMap, VecDeque};

use futures_util::StreamExt;
use sqlx::{AnyConnection, Row};
use workforce::change::{ChangeNumber, RecordId};

use super::{Fault, Verified, VerifyReport, gather, unreadable};
use crate::chain::{self, ChangeDigest, Digest, Named};
use crate::error::StoreError;
use crate::rows::{ChangeRow, CouncilRow, EntryRow, LinkRow, Tag};
use crate::sql;

const PAGE: i64 = 256;

/// Verifies one council and adds it to the report.
pub(super) async fn walk(
    connection: &mut AnyConnection,
    council: CouncilRow,
    report: &mut VerifyReport,
) -> Result<(), StoreError> {
    let mut walk = Walk::start(council, report);
    walk.read_erasures(connection).await?;
    walk.read_chain(connection).await?;
    walk.check_head();
    walk.read_blobs(connection).await?;
    let seen = walk.seen;
    report.councils.push(seen);
    Ok(())
}

struct Walk<'r> {
    faults: &'r mut Vec<Fault>,
    council: CouncilRow,
    seen: Verified,
    /// The digest of the change before, as stored.
    previous: Digest,
    /// The number of the change before.
    number: i64,
    /// The last erasure of each erased record.
    erasures: HashMap<RecordId, i64>,
    /// What the chain says of each file.
    files: HashMap<Vec<u8>, FileUse>,
    /// The change whose entries are being read.
    open: Option<Open>,
}

/// The last change that brought a file, and the last erasure of a record that such a change touched.
#[derive(Default)]
struct FileUse {
    brought: i64,
    erased: i64,
}

/// A change whose entries are being read.
struct Open {
    header: ChangeRow,
    links: Vec<LinkRow>,
    digest: ChangeDigest,
    next_seq: i64,
    /// The last erasure of any record it touches.
    erased: i64,
}

impl<'r> Walk<'r> {
    fn start(council: CouncilRow, report: &'r mut VerifyReport) -> Self {
        let seen = Verified {
            code: council.code.clone(),
            name: council.name.clone(),
            head: ChangeNumber(u64::try_from(council.head).unwrap_or_default()),
            head_digest: Digest::from_stored(&council.head_digest),
            changes: 0,
            entries: 0,
            erased_entries: 0,
            blobs: 0,
            erased_blobs: 0,
        };
        let previous = chain::start(&council.code, &council.name);
        let faults = &mut report.faults;
        let (erasures, files) = (HashMap::new(), HashMap::new());
        Self { faults, council, seen, previous, number: 0, erasures, files, open: None }
    }

    fn fault(&mut self, change: impl Into<Option<i64>>, record: Option<RecordId>, what: impl Into<String>) {
        let council = self.council.code.clone();
        self.faults.push(Fault { council, change: change.into(), record, what: what.into() });
    }

    async fn read_erasures(&mut self, connection: &mut AnyConnection) -> Result<(), StoreError> {
        let (rows, errors) =
            gather(sqlx::query(sql::ERASURES).bind(&self.council.code).fetch(connection)).await?;
        for error in errors {
            self.fault(None, None, format!("an erasure cannot be read: {error}"));
        }
        for row in rows {
            let record = RecordId::new(row.try_get::<String, _>(0)?, row.try_get::<String, _>(1)?);
            self.erasures.insert(record, row.try_get(2)?);
        }
        Ok(())
    }

    /// Reads headers by the page, and the entries of each page as a stream beside them. The last page reaches to the
    /// ends of the scale, so that rows beside the chain are met too.
    async fn read_chain(&mut self, connection: &mut AnyConnection) -> Result<(), StoreError> {
        let mut from = i64::MIN;
        loop {
            let headers = self.read_headers(connection, from).await?;
            let full = i64::try_from(headers.len()).is_ok_and(|count| count >= PAGE);
            let to = headers.back().filter(|_| full).map_or(i64::MAX, |header| header.number);
            let links = self.read_links(connection, from, to).await?;
            self.read_entries(connection, headers, links, (from, to)).await?;
            if to == i64::MAX {
                return Ok(());
            }
            from = to;
        }
    }

    async fn read_headers(
        &mut self,
        connection: &mut AnyConnection,
        from: i64,
    ) -> Result<VecDeque<ChangeRow>, StoreError> {
        let query = sqlx::query(sql::CHANGES).bind(&self.council.code).bind(from).bind(i64::MAX).bind(PAGE);
        let (rows, errors) = gather(query.fetch(connection)).await?;
        let mut headers = VecDeque::new();
        for row in &rows {
            match ChangeRow::read(row) {
                Ok(header) => headers.push_back(header),
                Err(error) => self.fault(None, None, format!("a change cannot be read: {error}")),
            }
        }
        for error in errors {
            self.fault(None, None, format!("a change cannot be read: {error}"));
        }
        Ok(headers)
    }

    async fn read_links(
        &mut self,
        connection: &mut AnyConnection,
        from: i64,
        to: i64,
    ) -> Result<VecDeque<LinkRow>, StoreError> {
        let query = sqlx::query(sql::LINKS).bind(&self.council.code).bind(from).bind(to);
        let (rows, errors) = gather(query.fetch(connection)).await?;
        let mut links = VecDeque::new();
        for row in &rows {
            match LinkRow::read(row) {
                Ok(link) => links.push_back(link),
                Err(error) => self.fault(None, None, format!("a file's name cannot be read: {error}")),
            }
        }
        for error in errors {
            self.fault(None, None, format!("a file's name cannot be read: {error}"));
        }
        Ok(links)
    }

    async fn read_entries(
        &mut self,
        connection: &mut AnyConnection,
        mut headers: VecDeque<ChangeRow>,
        mut links: VecDeque<LinkRow>,
        (from, to): (i64, i64),
    ) -> Result<(), StoreError> {
        let code = self.council.code.clone();
        let mut rows = sqlx::query(sql::ENTRIES).bind(code).bind(from).bind(to).fetch(connection);
        while let Some(row) = rows.next().await {
            match row.and_then(|row| EntryRow::read(&row)) {
                Err(error) => {
                    let what =
                        format!("an entry of this change or the next cannot be read: {}", unreadable(error)?);
                    let number = self.number;
                    self.fault(number, None, what);
                }
                Ok(row) => {
                    while headers.front().is_some_and(|header| header.number <= row.number) {
                        self.open_change(headers.pop_front(), &mut links);
                    }
                    self.read_entry(&row);
                }
            }
        }
        drop(rows);
        while !headers.is_empty() {
            self.open_change(headers.pop_front(), &mut links);
        }
        self.close_change();
        for link in links {
            self.fault(link.number, None, format!("the file {:?} is named without such a change", link.name));
        }
        Ok(())
    }

    /// Closes the change before and opens the next, with its files.
    fn open_change(&mut self, header: Option<ChangeRow>, links: &mut VecDeque<LinkRow>) {
        self.close_change();
        let Some(header) = header else { return };
        let number = header.number;
        if number != self.number + 1 {
            let before = self.number;
            self.fault(number, None, format!("the change before it is numbered {before}"));
        }
        while links.front().is_some_and(|link| link.number < number) {
            if let Some(link) = links.pop_front() {
                self.fault(
                    link.number,
                    None,
                    format!("the file {:?} is named without such a change", link.name),
                );
            }
        }
        let mut ours = Vec::new();
        while let Some(link) = links.pop_front_if(|link| link.number == number) {
            if i64::try_from(ours.len()) != Ok(link.seq) {
                self.fault(number, None, format!("the file {:?} is out of its place", link.name));
            }
            ours.push(link);
        }
        self.number = number;
        self.seen.changes += 1;
        let digest = self.begin_digest(&header, &ours);
        self.open = Some(Open { header, links: ours, digest, next_seq: 0, erased: 0 });
    }

    fn begin_digest(&self, header: &ChangeRow, links: &[LinkRow]) -> ChangeDigest {
        let named = links.iter().map(|link| Named {
            // A digest of the wrong length cannot be right; any other than the true one shows in the chain.
            digest: Digest::from_stored(&link.digest).unwrap_or(Digest([0; 32])),
            name: link.name.clone(),
            media_type: link.media_type.clone(),
        });
        let number = ChangeNumber(u64::try_from(header.number).unwrap_or_default());
        let entries = u64::try_from(header.entry_count).unwrap_or_default();
        let named = named.collect::<Vec<_>>();
        ChangeDigest::new(self.previous, &self.council.code, number, &header.note, &named, entries)
    }

    fn read_entry(&mut self, row: &EntryRow) {
        self.seen.entries += 1;
        let record = RecordId::new(row.kind.as_str(), row.key.as_str());
        let erased_at = self.erasures.get(&record).copied().filter(|at| *at > row.number).unwrap_or_default();
        let Some(open) = self.open.as_mut().filter(|open| open.header.number == row.number) else {
            return self.fault(row.number, Some(record), "an entry belongs to no change");
        };
        let in_place = open.next_seq == row.seq;
        open.next_seq += 1;
        open.erased = open.erased.max(erased_at);
        // A digest of the wrong length is found below, when the content's own is compared.
        let said = Digest::from_stored(&row.digest).unwrap_or(Digest([0; 32]));
        open.digest.add(chain::entry(&row.kind, &row.key, &row.tag, said));
        if !in_place {
            self.fault(row.number, Some(record.clone()), "an entry is out of its place");
        }
        if row.erased != 0 {
            self.seen.erased_entries += 1;
        }
        if let Some(what) = wrong_with(row, erased_at > 0) {
            self.fault(row.number, Some(record), what);
        }
    }

    fn close_change(&mut self) {
        let Some(open) = self.open.take() else { return };
        let number = open.header.number;
        if open.next_seq != open.header.entry_count {
            let (said, found) = (open.header.entry_count, open.next_seq);
            self.fault(number, None, format!("it says it has {said} entries, and has {found}"));
        }
        let stored = Digest::from_stored(&open.header.digest);
        let computed = open.digest.seal();
        if stored != Some(computed) {
            self.fault(
                number,
                None,
                "its digest is not that of what is stored: it, its files or what comes before was altered",
            );
        }
        self.previous = stored.unwrap_or(computed);
        for link in open.links {
            let used = self.files.entry(link.digest).or_default();
            used.brought = used.brought.max(number);
            used.erased = used.erased.max(open.erased);
        }
    }

    fn check_head(&mut self) {
        if self.council.head != self.number {
            let (head, last) = (self.council.head, self.number);
            self.fault(None, None, format!("its head says {head}, and its last change is {last}"));
        }
        if Digest::from_stored(&self.council.head_digest) != Some(self.previous) {
            self.fault(None, None, "its head digest is not that of its last change");
        }
    }

    async fn read_blobs(&mut self, connection: &mut AnyConnection) -> Result<(), StoreError> {
        let code = self.council.code.clone();
        let mut rows = sqlx::query(sql::BLOBS).bind(code).fetch(connection);
        while let Some(row) = rows.next().await {
            let read = |row: &sqlx::any::AnyRow| {
                Ok((row.try_get::<Vec<u8>, _>(0)?, row.try_get(1)?, row.try_get(2)?))
            };
            match row.and_then(|row| read(&row)) {
                Ok((digest, bytes, erased)) => self.check_blob(&digest, bytes, erased),
                Err(error) => {
                    let what = format!("a file cannot be read: {}", unreadable(error)?);
                    self.fault(None, None, what);
                }
            }
        }
        drop(rows);
        let mut missing = std::mem::take(&mut self.files).into_iter().collect::<Vec<_>>();
        missing.sort_by_key(|(_, used)| used.brought);
        for (digest, used) in missing {
            self.fault(used.brought, None, format!("its file {} is not in the store", show(&digest)));
        }
        Ok(())
    }

    fn check_blob(&mut self, digest: &[u8], bytes: Option<Vec<u8>>, erased: i64) {
        self.seen.blobs += 1;
        self.seen.erased_blobs += u64::from(erased != 0);
        let name = show(digest);
        let Some(used) = self.files.remove(digest) else {
            return self.fault(None, None, format!("the file {name} came with no change"));
        };
        let change = used.brought;
        let should_be_blank = used.erased > used.brought;
        match bytes {
            Some(bytes) if erased != 0 || Digest::from_stored(digest) != Some(Digest::of(&bytes)) => {
                self.fault(change, None, format!("the bytes of the file {name} were altered"));
            }
            Some(_) if should_be_blank => {
                self.fault(
                    change,
                    None,
                    format!("the file {name} is there, though change {} erased it", used.erased),
                );
            }
            None if erased != 1 || !should_be_blank => {
                self.fault(change, None, format!("the file {name} is blank, and no change erased it"));
            }
            _ => {}
        }
    }
}

/// What is wrong with an entry by itself, knowing whether a later change erased its record.
fn wrong_with(row: &EntryRow, erased_later: bool) -> Option<&'static str> {
    let Some(tag) = Tag::parse(&row.tag) else { return Some("its tag was altered") };
    let (body, salt) = (row.body.as_deref(), row.salt.as_deref());
    match (tag.tells(), row.erased) {
        (true, 1) if body.is_some() || salt.is_some() => {
            return Some("it is marked as erased and is not blank");
        }
        (true, 1) if !erased_later => return Some("it is blank, and no later change erased it"),
        // The digest of what was blanked is held by the change's.
        (true, 1) => return (row.digest.len() != 32).then_some("its digest was altered"),
        (_, 0) => {}
        _ => return Some("its mark of erasure was altered"),
    }
    let whole = match tag {
        Tag::Body | Tag::Redacted => body.is_some() && salt.is_some_and(|salt| salt.len() == 16),
        Tag::Withdrawn => body.is_none() && salt.is_none(),
        Tag::Erased => body.is_some() && salt.is_none(),
    };
    let said = chain::content(salt.unwrap_or_default(), body.unwrap_or_default());
    if !whole || Digest::from_stored(&row.digest) != Some(said) {
        return Some("it was altered");
    }
    (tag.tells() && erased_later).then_some("it can be read, though a later change erased it")
}

fn show(digest: &[u8]) -> String {
    Digest::from_stored(digest)
        .map_or_else(|| "with an altered digest".to_owned(), |digest| digest.to_string())
}
