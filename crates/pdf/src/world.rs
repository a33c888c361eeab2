//! What Typst sees: the template, the paper's data and drawings, and the carried faces. Nothing of the machine.

use std::collections::HashMap;
use std::sync::LazyLock;

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Feature, Features, Library, LibraryExt, World};

use crate::setting::{Setting, drawing};

const TEMPLATE: &str = include_str!("template.typ");

/// What is the same for every paper.
struct Shelf {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    main: Source,
}

static SHELF: LazyLock<Shelf> = LazyLock::new(|| {
    let fonts: Vec<Font> = papers::FONTS.iter().flat_map(|face| Font::iter(Bytes::new(*face))).collect();
    Shelf {
        // Headings of rows are not to be had without it.
        library: LazyHash::new(
            Library::builder().with_features([Feature::A11yExtras].into_iter().collect::<Features>()).build(),
        ),
        book: LazyHash::new(FontBook::from_fonts(&fonts)),
        fonts,
        main: Source::new(id("paper.typ"), TEMPLATE.to_owned()),
    }
});

fn id(name: &str) -> FileId {
    let path = VirtualPath::new(name).expect("our own names are plain");
    RootedPath::new(VirtualRoot::Project, path).intern()
}

/// One paper, ready to be set.
pub(crate) struct Desk {
    files: HashMap<FileId, Bytes>,
}

impl Desk {
    pub(crate) fn new(setting: &Setting<'_>) -> Self {
        let data = serde_json::to_vec(setting).expect("texts, numbers and lists are JSON");
        let drawings = setting.drawings.iter().enumerate();
        let drawings = drawings.map(|(at, svg)| (id(&drawing(at)), Bytes::from_string((*svg).to_owned())));
        Self { files: drawings.chain([(id("paper.json"), Bytes::new(data))]).collect() }
    }
}

impl World for Desk {
    fn library(&self) -> &LazyHash<Library> {
        &SHELF.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &SHELF.book
    }

    fn main(&self) -> FileId {
        SHELF.main.id()
    }

    fn source(&self, file: FileId) -> FileResult<Source> {
        if file == SHELF.main.id() { Ok(SHELF.main.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn file(&self, file: FileId) -> FileResult<Bytes> {
        self.files.get(&file).cloned().ok_or(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        SHELF.fonts.get(index).cloned()
    }

    /// No clock is read.
    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
