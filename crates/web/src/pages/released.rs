//! Released figures: what has left the council, as it was shown then, for whoever may read no more than that.

use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};

use crate::failure::Failure;
use crate::form::Filled;
use crate::grid::Grid;
use crate::page::Page;
use crate::pages::figures;
use crate::visit::Visit;

/// Every release, the newest first.
pub(crate) async fn list(visit: Visit) -> Result<Response, Failure> {
    let mut page = Page::new("Released figures").under(&[]);
    let all = visit.office().released(visit.council()).await?;
    let table = Grid::new(app::released::listed(&all));
    page.table(&table.linked(0, |at, _| Some(format!("/released/{}", all[at].number))));
    Ok(visit.show(page))
}

/// One release.
pub(crate) async fn show(visit: Visit, Path(number): Path<u64>) -> Result<Response, Failure> {
    let all = visit.office().released(visit.council()).await?;
    let released = all.into_iter().find(|one| one.number == number).ok_or(Failure::NotFound)?;
    let caption = format!("Released on {} by {}", &released.at[..10], released.by);
    let mut page = Page::new(released.title).caption(caption).under(&[("Released figures", "/released")]);
    page.table(&Grid::new(released.table));
    page.put(&figures::passport(&released.passport));
    Ok(visit.show(page))
}

/// Releases the figures that a question asks for.
pub(crate) async fn release(
    visit: Visit,
    Path(id): Path<String>,
    asked: Filled,
) -> Result<Response, Failure> {
    let Some(mut ask) = figures::question_of(&visit, &id, &asked).await? else {
        return Err(Failure::Unreadable("the question cannot be read: go back and ask it again".to_owned()));
    };
    ask.release = true;
    ask.evidence = false;
    visit.office().figure(visit.council(), &ask).await?;
    Ok(Redirect::to("/released").into_response())
}
