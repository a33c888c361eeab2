//! The pages and the API: what the people of a council use. It reads requests, asks the office, and shows answers; it
//! computes no figure, decides no right but who passes a gate, and opens no store but through the reception.
//!
//! | module | what is in it |
//! | --- | --- |
//! | [`routes`] | every route with who may pass, in one table |
//! | `guard`, `visit` | the gate before every route; who asks, for which council, in which form |
//! | `pages` | a file per room: what it asks the office and what it shows |
//! | [`api`] | the same questions for programs, and the OpenAPI document |
//! | `runs` | simulations that go on while their page is looked at |
//! | `measuring`, `health` | what the service counts about itself; whether it can answer |
//! | `page`, `grid`, `form` | a page, a table and what was filled in |
//! | [`components`] | the design system's components |
//! | `failure` | what went wrong, as a page |
//! | [`assets`] | style sheets and scripts |
//! | [`settings`], [`site`], [`serve`], [`tls`] | how it is served |

pub mod api;
pub mod assets;
pub mod components;
mod failure;
mod form;
mod grid;
mod guard;
mod health;
mod measuring;
mod page;
mod pages;
pub mod routes;
mod runs;
pub mod serve;
pub mod settings;
pub mod site;
pub mod tls;
mod visit;

pub use app;
pub use guard::Gate;
pub use sign_on as provider;
