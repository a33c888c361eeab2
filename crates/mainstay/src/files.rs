//! Reading the files that people name, and writing those that they ask for.

use std::fs::{self, File};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use app::intake::source::SourceFile;

use crate::failure::Failure;

/// The endings of files that a folder is read for.
const ENDINGS: &[&str] = &["csv", "tsv", "txt", "xlsx", "xlsm", "xls", "ods"];

/// Reads files, and the files of folders, each up to one byte more than `limit` so that a larger one is known to be so.
/// Everything that cannot be read is reported at once.
pub(crate) fn read_all(paths: &[PathBuf], limit: u64) -> Result<Vec<SourceFile>, Failure> {
    let mut files = Vec::new();
    let mut problems = Vec::new();
    for path in paths {
        match expand(path) {
            Ok(found) => {
                for path in found {
                    match read(&path, limit) {
                        Ok(file) => files.push(file),
                        Err(problem) => problems.push(problem),
                    }
                }
            }
            Err(problem) => problems.push(problem),
        }
    }
    if problems.is_empty() { Ok(files) } else { Err(Failure::File(problems.join("; "))) }
}

fn describe(path: &Path, problem: &std::io::Error) -> String {
    format!("{}: {problem}", path.display())
}

/// A file as it is; a folder as the files in it that may hold records, in order of name.
fn expand(path: &Path) -> Result<Vec<PathBuf>, String> {
    let kind = fs::metadata(path).map_err(|problem| describe(path, &problem))?;
    if !kind.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let entries = fs::read_dir(path).map_err(|problem| describe(path, &problem))?;
    let mut found = Vec::new();
    for entry in entries {
        let file = entry.map_err(|problem| describe(path, &problem))?.path();
        let name = file.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        // Office programs leave lock files such as `~$staff.xlsx` beside an open workbook.
        let hidden = name.starts_with('.') || name.starts_with("~$");
        let ending = file.extension().and_then(|ending| ending.to_str()).map(str::to_ascii_lowercase);
        if !hidden && file.is_file() && ending.is_some_and(|ending| ENDINGS.contains(&ending.as_str())) {
            found.push(file);
        }
    }
    found.sort();
    if found.is_empty() {
        return Err(format!("{}: the folder holds no {} file", path.display(), ENDINGS.join(", ")));
    }
    Ok(found)
}

fn read(path: &Path, limit: u64) -> Result<SourceFile, String> {
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(|problem| describe(path, &problem))?;
    file.take(limit + 1).read_to_end(&mut bytes).map_err(|problem| describe(path, &problem))?;
    let name = path
        .file_name()
        .map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned());
    Ok(SourceFile { name, bytes })
}

/// Reads a file whole, up to `limit` bytes; `-` is standard input.
pub(crate) fn read_one(path: &Path, limit: u64) -> Result<SourceFile, Failure> {
    let file = if path.as_os_str() == "-" {
        let mut bytes = Vec::new();
        std::io::stdin()
            .take(limit + 1)
            .read_to_end(&mut bytes)
            .map(|_| SourceFile { name: "standard input".to_owned(), bytes })
            .map_err(|problem| format!("standard input: {problem}"))
    } else {
        read(path, limit)
    };
    let file = file.map_err(Failure::File)?;
    if file.bytes.len() as u64 > limit {
        return Err(Failure::File(format!("{} is larger than {} MiB", file.name, limit >> 20)));
    }
    Ok(file)
}

/// Reads a text file.
pub(crate) fn read_text(path: &Path) -> Result<(String, String), Failure> {
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
    fs::read_to_string(path)
        .map(|text| (name, text))
        .map_err(|problem| Failure::File(describe(path, &problem)))
}

/// Writes files into a folder, making it; refuses to write over a file with other content.
pub(crate) fn write_all(folder: &Path, files: &[(String, Vec<u8>)]) -> Result<(), Failure> {
    let fail = |path: &Path, problem: &std::io::Error| Failure::File(describe(path, problem));
    fs::create_dir_all(folder).map_err(|problem| fail(folder, &problem))?;
    let in_the_way = |(name, bytes): &&(String, Vec<u8>)| {
        fs::read(folder.join(name)).is_ok_and(|present| present != *bytes)
    };
    let in_the_way: Vec<_> = files.iter().filter(in_the_way).map(|(name, _)| name.as_str()).collect();
    if !in_the_way.is_empty() {
        let names = in_the_way.join(", ");
        return Err(Failure::File(format!(
            "{} already holds {names}: name another folder",
            folder.display()
        )));
    }
    for (name, bytes) in files {
        let path = folder.join(name);
        fs::write(&path, bytes).map_err(|problem| fail(&path, &problem))?;
    }
    Ok(())
}

/// The CSV files of a folder with their names, in order of name.
pub(crate) fn read_tables(folder: &Path) -> Result<Vec<(String, Vec<u8>)>, Failure> {
    /// Far above the tables of the largest return.
    const LIMIT: u64 = 1 << 30;
    let files = expand(folder)
        .and_then(|found| found.iter().map(|path| read(path, LIMIT)).collect::<Result<Vec<_>, _>>());
    let files = files.map_err(Failure::File)?;
    Ok(files.into_iter().map(|file| (file.name, file.bytes)).collect())
}

/// Writes a file whole, in the place of what was there; it is never half written.
pub(crate) fn replace(path: &Path, text: &str) -> Result<(), Failure> {
    let mut beside = path.as_os_str().to_owned();
    beside.push(".new");
    fs::write(&beside, text)
        .and_then(|()| fs::rename(&beside, path))
        .map_err(|problem| Failure::File(describe(path, &problem)))
}

/// Makes a file that must not be there yet.
pub(crate) fn create(path: &Path) -> Result<File, Failure> {
    File::create_new(path).map_err(|problem| Failure::File(describe(path, &problem)))
}

/// Writes a file that must not be there yet.
pub(crate) fn write_new(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    create(path)?.write_all(bytes).map_err(|problem| Failure::File(describe(path, &problem)))
}
