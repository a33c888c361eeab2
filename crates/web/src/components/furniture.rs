//! What stands around the words of a page: header, navigation, breadcrumbs, tables, tags.

use askama::Template;
use serde::Deserialize;

use super::more;

/// The header without the crown.
#[derive(Debug, Clone, Default, Template, Deserialize)]
#[template(path = "components/generic-header.html")]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
#[expect(missing_docs, reason = "named as the package's options")]
pub struct GenericHeader {
    pub logo_text: String,
    pub url: String,
    pub classes: String,
}

/// The service's name and its rooms.
#[derive(Debug, Clone, Default, Template, Deserialize)]
#[template(path = "components/service-navigation.html")]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
#[expect(missing_docs, reason = "named as the package's options")]
pub struct ServiceNavigation {
    pub service_name: String,
    pub service_url: String,
    pub navigation: Vec<NavigationItem>,
    pub classes: String,
}

/// One room.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
#[expect(missing_docs, reason = "named as the package's options")]
pub struct NavigationItem {
    pub href: String,
    pub text: String,
    pub current: bool,
    pub active: bool,
}

/// Where a page is.
#[derive(Debug, Clone, Default, Template, Deserialize)]
#[template(path = "components/breadcrumbs.html")]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
#[expect(missing_docs, reason = "named as the package's options")]
pub struct Breadcrumbs {
    pub items: Vec<Crumb>,
    pub collapse_on_mobile: bool,
    pub classes: String,
}

/// One page above.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
#[expect(missing_docs, reason = "named as the package's options")]
pub struct Crumb {
    pub text: String,
    pub href: String,
}

/// A link past what every page has.
#[derive(Debug, Clone, Default, Template, Deserialize)]
#[template(path = "components/skip-link.html")]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
#[expect(missing_docs, reason = "named as the package's options")]
pub struct SkipLink {
    pub text: String,
    pub href: String,
    pub classes: String,
}

/// A word in a box.
#[derive(Debug, Clone, Default, Template, Deserialize)]
#[template(path = "components/tag.html")]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
#[expect(missing_docs, reason = "named as the package's options")]
pub struct Tag {
    pub text: String,
    pub classes: String,
}

/// What a reader must know of the whole service.
#[derive(Debug, Clone, Default, Template, Deserialize)]
#[template(path = "components/phase-banner.html")]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
#[expect(missing_docs, reason = "named as the package's options")]
pub struct PhaseBanner {
    pub tag: Tag,
    pub text: String,
    pub classes: String,
}

/// A table.
#[derive(Debug, Clone, Default, Template, Deserialize)]
#[template(path = "components/table.html")]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
#[expect(missing_docs, reason = "named as the package's options")]
pub struct Table {
    pub caption: String,
    pub caption_classes: String,
    pub first_cell_is_header: bool,
    pub head: Vec<TableCell>,
    pub rows: Vec<Vec<TableCell>>,
    pub classes: String,
}

/// A cell.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
#[expect(missing_docs, reason = "named as the package's options")]
pub struct TableCell {
    pub text: String,
    pub html: String,
    pub format: String,
    pub classes: String,
    pub colspan: Option<u32>,
}

macro_rules! classes {
    ($($of:ident),+) => {
        $(impl $of {
            fn more(&self) -> String {
                more(&self.classes)
            }
        })+
    };
}

classes!(GenericHeader, ServiceNavigation, Breadcrumbs, SkipLink, Tag, PhaseBanner, Table, TableCell);
