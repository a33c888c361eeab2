//! A chart as a picture, for programs that cannot show SVG. Letters are drawn in the carried font, so that the picture is
//! the same on every machine.

use std::sync::{Arc, LazyLock};

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::fontdb::Database;
use resvg::usvg::{Options, Tree};

use super::WriteError;
use crate::built::Chart;

/// Liberation Sans, SIL Open Font License 1.1: see `fonts/LICENCE`.
static FONTS: LazyLock<Arc<Database>> = LazyLock::new(|| {
    let mut fonts = Database::new();
    for bytes in crate::FONTS {
        fonts.load_font_data(bytes.to_vec());
    }
    fonts.set_sans_serif_family("Liberation Sans");
    Arc::new(fonts)
});

/// Twice the size of the drawing, so that it prints sharply.
const SCALE: f32 = 2.0;

/// A picture with its size in pixels.
pub(super) struct Picture {
    pub(super) png: Vec<u8>,
    pub(super) wide: u32,
    pub(super) high: u32,
}

pub(super) fn draw(chart: &Chart) -> Result<Picture, WriteError> {
    let fail = |why: String| WriteError::Chart(chart.title.clone(), why);
    let options = Options {
        fontdb: Arc::clone(&FONTS),
        font_family: "Liberation Sans".to_owned(),
        ..Options::default()
    };
    let tree = Tree::from_str(&chart.svg, &options).map_err(|problem| fail(problem.to_string()))?;
    let size = tree.size().to_int_size().scale_by(SCALE).ok_or_else(|| fail("it has no size".to_owned()))?;
    let mut pixels =
        Pixmap::new(size.width(), size.height()).ok_or_else(|| fail("it is too large".to_owned()))?;
    pixels.fill(resvg::tiny_skia::Color::WHITE);
    resvg::render(&tree, Transform::from_scale(SCALE, SCALE), &mut pixels.as_mut());
    let png = pixels.encode_png().map_err(|problem| fail(problem.to_string()))?;
    Ok(Picture { png, wide: size.width(), high: size.height() })
}
