//! DfE's published figures on the children's social work workforce, authorities and their neighbours: bundled with
//! provenance and licence, updatable, every release kept apart.
//!
//! Pure: it opens no file and reads no clock. What is bundled is in `data/`, with its licence in `data/README.md`; a later
//! release is read from its text by [`read::read`] with no change here.
//!
//! | module | what is in it |
//! | --- | --- |
//! | [`release`] | [`release::releases`], [`release::current`], [`release::figure`] |
//! | [`mod@read`], [`table`] | a release's file to a table and back, with everything wrong in it |
//! | [`measure`], [`cell`], [`ratio`] | the 22 measures and what each rate is made of; a cell as printed; a rate as two parts |
//! | [`areas`] | authorities, joint returns, abolished councils, neighbours of both models |
//! | [`mod@recompute`] | every published rate from its published parts |
//! | [`mod@screen`] | implausible zeros, flows that do not explain stocks, restatements |
//! | [`mod@against`] | a figure among neighbours, the region, England |
//! | [`tables`] | roles, demand, attrition, 2016, Ofsted |
//!
//! # Traps
//!
//! * **London is there three times**: London, Inner London, Outer London. Nine regions and two parts: never add all eleven.
//! * **A figure belongs to a release.** England's turnover of 2022 is 17.1 in two releases and 17.2 in the third; by
//!   headcount it is 18.1, 17.2 and 17.3. Never take a numerator from one and a denominator from another.
//! * **32,502 FTE in post and 4,994.5 FTE leavers are of 2021**, and are often quoted as 2022.
//! * **FTE or headcount.** The two turnovers differ by up to 0.3 points. `_fte` is the headline from 2020.
//! * **Turnover divides by in post at the end of the year**, not by an average and not by the opening.
//! * **A covered vacancy is a vacancy.** Vacancy and agency rates overlap: never add them. Vacancies over posts filled is
//!   another figure. Agency rate has agency below the line as well.
//! * **Two cover rates** share a numerator: of agency workers, and of vacancies.
//! * **Absence** divides by in post on one day times 253 (254 in a leap year), not by calendar days or weekdays.
//! * **Caseload** divides by all that hold a case, agency workers and managers too; not by the role "case holder".
//! * **Starters less leavers is not the change in post.**
//! * **Joint returns**: Kingston with Richmond, North with West Northamptonshire. One row, found under either code.
//! * **Regional and national rates are not always total over total of the printed counts**: see [`recompute::Basis`].
//! * **Small authorities** (City of London, Rutland, Isles of Scilly): rates swing by tens of points.
//! * **2016 is not comparable** with later years; demand's year ends on 31 March.
//!
//! # How well the published rates are had from the published counts
//!
//! Authorities, current release, 2017 to 2023; *equal* is the rate of the printed counts, rounded once:
//!
//! | rate | rows | equal | within 0.1 | reached by counts that print so |
//! | --- | --- | --- | --- | --- |
//! | turnover FTE | 1,048 | 958 | 1,048 | 1,048 |
//! | turnover headcount | 1,049 | 1,049 | 1,049 | 1,049 |
//! | agency FTE | 1,046 | 1,001 | 1,046 | 1,046 |
//! | agency headcount | 1,053 | 1,053 | 1,053 | 1,053 |
//! | agency cover | 1,006 | 916 | 990 | 1,006 |
//! | vacancy | 1,053 | 1,023 | 1,053 | 1,053 |
//! | vacancy agency cover | 1,011 | 906 | 995 | 1,011 |
//! | caseload | 1,051 | 1,027 | 1,050 | 1,051 |
//! | absence | 1,040 | 1,034 | 1,040 | 1,040 |

pub mod against;
pub mod areas;
pub mod cell;
pub mod measure;
pub mod ratio;
pub mod read;
pub mod recompute;
pub mod release;
pub mod screen;
pub mod table;
pub mod tables;

pub use against::{Group, Standing, against};
pub use areas::Model;
pub use measure::Measure;
pub use read::{Problem, Reading, read};
pub use recompute::{Recomputed, recompute};
pub use release::{Release, current, figure, releases};
pub use screen::{Screened, screen};
pub use table::to_csv;
