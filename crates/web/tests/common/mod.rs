//! A site over a store of its own, and someone who visits it, without a socket.

#![allow(dead_code, reason = "each test file uses its own part")]

use std::fmt::Write as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use app::accounts::NewPerson;
use app::importing::{ImportAsk, Signature};
use app::intake::source::{Limits, SourceFile};
use app::policy::{Actor, Role};
use app::reception::{EntryRules, Reception};
use app::workforce::Date;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};
use jiff::Timestamp;
use testkit::stores::Place;
use tower::ServiceExt;
use web::app;
use web::routes::router;
use web::settings::Settings;
use web::site::Site;

/// The password of everyone in the tests.
pub(crate) const PASSWORD: &str = "a quiet afternoon";

/// A site with a clock that stands until it is moved.
pub(crate) struct House {
    pub(crate) place: Arc<Place>,
    pub(crate) reception: Reception,
    pub(crate) site: Site,
    router: Router,
    clock: Arc<AtomicI64>,
}

/// The first instant of the tests: 1 October 2024, 09:00 UTC.
const MORNING: i64 = 1_727_773_200;

impl House {
    /// A site over a place.
    pub(crate) async fn at(place: impl Into<Arc<Place>>) -> Self {
        Self::with(place, Settings::default()).await
    }

    /// A site over a place, with settings.
    pub(crate) async fn with(place: impl Into<Arc<Place>>, settings: Settings) -> Self {
        Self::ruled(place, settings, EntryRules::default()).await
    }

    /// A site over a place, with settings and with rules for coming in.
    pub(crate) async fn ruled(place: impl Into<Arc<Place>>, settings: Settings, rules: EntryRules) -> Self {
        let place = place.into();
        let reception = Reception::open_or_create(&place.address)
            .await
            .expect("a fresh place can be made a store")
            .under(rules);
        let clock = Arc::new(AtomicI64::new(MORNING));
        let hand = Arc::clone(&clock);
        let now = move || Timestamp::from_second(hand.load(Ordering::Relaxed)).expect("an instant");
        let site = Site::with_clock(reception.clone(), settings, now);
        Self { place, reception, router: router(site.clone()), site, clock }
    }

    /// A site with the small council and an account for each role, each with the role's code for a name.
    pub(crate) async fn furnished(place: Place) -> Self {
        Self::furnished_at(place, EntryRules::default()).await
    }

    /// The same under rules for coming in.
    pub(crate) async fn furnished_at(place: impl Into<Arc<Place>>, rules: EntryRules) -> Self {
        let house = Self::ruled(place, Settings::default(), rules).await;
        house.council().await;
        for role in Role::ALL.iter().copied().filter(|role| *role != Role::Operator) {
            let teams = if role == Role::TeamManager { vec!["DUTY".to_owned()] } else { Vec::new() };
            house.person(role.code(), role, teams).await;
        }
        house
    }

    /// Moves the clock on.
    pub(crate) fn wait(&self, minutes: i64) {
        self.clock.fetch_add(minutes * 60, Ordering::Relaxed);
    }

    fn operator(&self) -> app::office::Office {
        self.reception.office(Actor::operator("tester", self.site.today()))
    }

    /// Imports the small council, whose names would be scripts and formulas.
    pub(crate) async fn council(&self) {
        let files =
            COUNCIL.iter().map(|(name, text)| SourceFile::new(*name, text.as_bytes().to_vec())).collect();
        self.import(files, "2024-01-02T09:00:00Z").await;
    }

    /// Imports a few records of every register, of two teams.
    pub(crate) async fn registers(&self) {
        let files = REGISTERS.iter().map(|(name, text)| SourceFile::new(*name, text.as_bytes().to_vec()));
        self.import(files.collect(), "2024-10-01T09:00:00Z").await;
    }

    /// Imports files as one change.
    pub(crate) async fn import(&self, files: Vec<SourceFile>, at: &str) {
        let office = self.operator();
        let council =
            office.council_for_import(Some("999"), Some("Testshire")).await.expect("a council is made");
        let as_at: Date = "2024-01-01".parse().expect("a date");
        let ask = ImportAsk { files, mapping: None, complete: Vec::new(), as_at, limits: Limits::default() };
        let signature = Signature { at: at.to_owned(), reason: None };
        let answer = office.import(&council, &ask, signature).await.expect("the store answers");
        assert!(answer.change.is_some(), "{:#?}", answer.findings);
    }

    /// Makes an account whose owner has chosen the tests' password.
    pub(crate) async fn person(&self, name: &str, role: Role, teams: Vec<String>) {
        let office = self.operator();
        let council = office.council(None).await.expect("there is a council");
        let person = NewPerson { name: name.to_owned(), shown: format!("Test {name}"), role, teams };
        let now = self.site.now();
        let link = office
            .add_account(&council, &person, now)
            .await
            .expect("the store answers")
            .expect("it is sound");
        let chosen = self.reception.choose_password(&link, PASSWORD, now).await.expect("the store answers");
        chosen.expect("the password will do");
    }

    /// Somebody who has not signed in.
    pub(crate) fn visitor(&self) -> Guest<'_> {
        Guest { house: self, cookie: String::new(), token: None, origin: Some("same-origin") }
    }

    /// Somebody who has signed in by name.
    pub(crate) async fn signed_in(&self, name: &str) -> Guest<'_> {
        let mut guest = self.visitor();
        let seen = guest.post("/sign-in", &[("name", name), ("password", PASSWORD)]).await;
        assert_eq!(seen.status, StatusCode::SEE_OTHER, "{}", seen.body);
        guest
    }
}

/// Somebody who visits.
pub(crate) struct Guest<'h> {
    house: &'h House,
    pub(crate) cookie: String,
    /// The token that a program shows.
    pub(crate) token: Option<String>,
    /// What the browser says of where a form comes from.
    pub(crate) origin: Option<&'static str>,
}

/// What they see.
#[derive(Debug)]
pub(crate) struct Seen {
    pub(crate) status: StatusCode,
    pub(crate) location: String,
    pub(crate) headers: axum::http::HeaderMap,
    pub(crate) body: String,
}

impl Seen {
    /// The same, which must have this code.
    #[track_caller]
    pub(crate) fn coded(self, code: u16) -> Self {
        assert_eq!(self.status.as_u16(), code, "{}", self.body);
        self
    }

    /// The same, which must hold a text.
    #[track_caller]
    pub(crate) fn with(self, text: &str) -> Self {
        assert!(self.body.contains(text), "`{text}` is not in:\n{}", self.body);
        self
    }

    /// The same, which must not hold a text.
    #[track_caller]
    pub(crate) fn without(self, text: &str) -> Self {
        assert!(!self.body.contains(text), "`{text}` is in:\n{}", self.body);
        self
    }
}

impl Guest<'_> {
    pub(crate) async fn get(&mut self, path: &str) -> Seen {
        self.ask(Request::get(path).body(Body::empty()).expect("a request")).await
    }

    pub(crate) async fn post(&mut self, path: &str, pairs: &[(&str, &str)]) -> Seen {
        let escape = |text: &str| {
            let mut out = String::new();
            for byte in text.bytes() {
                write!(out, "%{byte:02X}").expect("writing to a String cannot fail");
            }
            out
        };
        let form: Vec<String> =
            pairs.iter().map(|(name, value)| format!("{}={}", escape(name), escape(value))).collect();
        let request = Request::post(path)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(form.join("&")));
        self.ask(request.expect("a request")).await
    }

    /// Sends files as a form with parts.
    pub(crate) async fn upload(
        &mut self,
        path: &str,
        fields: &[(&str, &str)],
        files: &[(&str, &[u8])],
    ) -> Seen {
        let mut body = Vec::new();
        for (name, value) in fields {
            body.extend(
                format!("--tear\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
                    .into_bytes(),
            );
        }
        for (name, bytes) in files {
            let head = format!(
                "--tear\r\nContent-Disposition: form-data; name=\"files\"; filename=\"{name}\"\r\n\
                 Content-Type: application/octet-stream\r\n\r\n"
            );
            body.extend(head.into_bytes());
            body.extend_from_slice(bytes);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(b"--tear--\r\n");
        let request = Request::post(path)
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=tear")
            .body(Body::from(body));
        self.ask(request.expect("a request")).await
    }

    /// Keeps a cookie beside the others, or drops it when it is taken away.
    fn keep(&mut self, set: &str) {
        let pair = set.split(';').next().unwrap_or_default();
        let name = pair.split('=').next().unwrap_or_default();
        let begins = format!("{name}=");
        let mut kept: Vec<&str> =
            self.cookie.split("; ").filter(|one| !one.is_empty() && !one.starts_with(&begins)).collect();
        if !set.contains("Max-Age=0") {
            kept.push(pair);
        }
        self.cookie = kept.join("; ");
    }

    pub(crate) async fn ask(&mut self, mut request: Request<Body>) -> Seen {
        let headers = request.headers_mut();
        headers.insert(header::HOST, "mainstay.test".parse().expect("a header"));
        if !self.cookie.is_empty() {
            headers.insert(header::COOKIE, self.cookie.parse().expect("a header"));
        }
        if let Some(token) = &self.token {
            headers.insert(header::AUTHORIZATION, format!("Bearer {token}").parse().expect("a header"));
        }
        if let Some(origin) = self.origin {
            headers.insert("sec-fetch-site", origin.parse().expect("a header"));
        }
        let response = self.house.router.clone().oneshot(request).await.expect("the router answers");
        let (parts, body) = response.into_parts();
        for cookie in parts.headers.get_all(header::SET_COOKIE) {
            self.keep(cookie.to_str().expect("text"));
        }
        let bytes = to_bytes(body, 64 << 20).await.expect("the body comes to its end");
        let location = parts.headers.get(header::LOCATION).and_then(|value| value.to_str().ok());
        Seen {
            status: parts.status,
            location: location.unwrap_or_default().to_owned(),
            headers: parts.headers,
            body: String::from_utf8_lossy(&bytes).into_owned(),
        }
    }
}

/// A small sound council with two services and three teams; some names would be scripts or formulas if they were let.
pub(crate) const COUNCIL: &[(&str, &str)] = &[
    (
        "units.csv",
        "unit,from,name,kind,parent\nCHI,2015-01-01,Children,service,\nDUTY,2015-01-01,Duty & <script>alert(1)</script>,team,CHI\n\
         LAC,2015-01-01,Looked after,team,CHI\nADU,2015-01-01,Adults,service,\nHOSP,2015-01-01,=cmd|'/c calc'!A1,team,ADU\n",
    ),
    (
        "roles.csv",
        "role,from,title,qualified,census,census_role\nSW,2015-01-01,Social worker,yes,yes,case-holder\n\
         TM,2015-01-01,Team manager,yes,yes,first-line-manager\n",
    ),
    ("baselines.csv", "baseline,name,from\n2024-25,24/25,2024-04-01\n"),
    (
        "posts.csv",
        "post,from,role,team,fte,funding\nP1,2015-01-01,SW,DUTY,1,base\nP2,2015-01-01,SW,DUTY,0.5,base\n\
         P3,2015-01-01,SW,LAC,1,base\nP4,2015-01-01,SW,LAC,1,base\nP5,2015-01-01,SW,HOSP,1,base\n",
    ),
    ("workers.csv", "worker,registration\nW1,SW1001\nW2,\nW3,SW1003\nW4,\nW5,SW1005\n"),
    (
        "identities.csv",
        "worker,given_name,family_name,birth_date,email\nW1,Ann,Testwater,1980-02-03,ann@example.org\n\
         W2,Bo,<b>Synthetic</b>,1990-05-06,\nW3,Cy,Invented,1985-07-08,\nW5,Di,=HYPERLINK(1),1975-09-10,\n",
    ),
    ("equality.csv", "worker,sex,ethnicity,disability\nW1,female,WBRI,no\nW3,male,AIND,no\n"),
    (
        "spells.csv",
        "spell,worker,started,origin,left,reason,destination\nS1,W1,2016-01-01,newly-qualified,,,\n\
         S3,W3,2018-01-01,other-authority,,,\nS4,W4,2019-01-01,other-authority,2024-03-01,resignation,other-authority\n\
         S5,W5,2020-01-01,newly-qualified,,,\n",
    ),
    (
        "occupancies.csv",
        "occupancy,worker,post,fte,from,to,basis,cover,expected_end,supplier\nO1,W1,P1,0.8,2016-01-01,,substantive,,,\n\
         O2,W2,P2,0.5,2023-01-01,,agency,vacancy,2024-12-31,Invented Staffing\nO3,W3,P3,1,2018-01-01,,substantive,,,\n\
         O4,W4,P4,1,2019-01-01,,substantive,,,\nO5,W5,P5,1,2020-01-01,,substantive,,,\n",
    ),
    (
        "absences.csv",
        "absence,worker,kind,from,to,days_lost\nA1,W1,sickness,2024-02-01,2024-02-08,5\n\
         A3,W3,sickness,2024-03-01,2024-03-15,10\n",
    ),
    ("caseloads.csv", "worker,on,child_in_need\nW1,2024-09-30,17\nW3,2024-09-30,22\n"),
    ("incentive-schemes.csv", "scheme,name,kind,from\nWAIT,Synthetic stay,retention,2024-01-01\n"),
    (
        "incentive-instalments.csv",
        "scheme,instalment,after_months,amount,tie_in_months,taper\nWAIT,1,0,1000,12,linear\nWAIT,2,12,2000,,\n",
    ),
    (
        "incentive-awards.csv",
        "award,scheme,spell,awarded_on\nAX1,WAIT,S1,2024-06-01\nAX3,WAIT,S3,2024-06-01\n",
    ),
    (
        "payments.csv",
        "payment,worker,kind,paid_on,amount,award,instalment\nPAY1,W1,recruitment-retention,2024-06-30,1000,AX1,1\n\
         PAY3,W3,recruitment-retention,2024-06-30,1000,AX3,1\n",
    ),
];

/// A little of every register: W1 and W2 are of the team manager's own team, W3 of another.
pub(crate) const REGISTERS: &[(&str, &str)] = &[
    (
        "vacancies.csv",
        "vacancy,post,reason,vacant_from,hard_to_recruit\nV1,P4,leaver,2024-03-01,yes\nV2,P2,replace-agency,2024-08-01,\n",
    ),
    ("campaigns.csv", "campaign,name,kind,from,cost\nAUT,Autumn,targeted,2024-01-01,500\n"),
    ("channels.csv", "channel,name\nBOARD,A board\n"),
    (
        "adverts.csv",
        "advert,campaign,channel,role,team,vacancies,opened,cost\nAD1,AUT,BOARD,SW,LAC,V1,2024-04-01,1000\n",
    ),
    (
        "applications.csv",
        "application,advert,received,status\n1,AD1,2024-04-10,other-authority\n2,AD1,2024-04-12,agency-here\n",
    ),
    ("application-stages.csv", "application,stage,on\n1,shortlisted,2024-04-20\n1,interviewed,2024-05-01\n"),
    ("panel-members.csv", "pool,from,trained,rounds_a_month\nstaff,2024-01-01,1,1\n"),
    ("interview-rounds.csv", "round,on,role,vacancies,held\nR1,2024-10-15,SW,V1,no\n"),
    ("engagements.csv", "engagement,occupancy,route,hours\nE2,O2,umbrella,18.5\n"),
    ("engagement-rates.csv", "engagement,from,pay\nE2,2023-01-01,30\n"),
    ("programmes.csv", "programme,from,name,kind,months\nASYE,2020-01-01,First year,asye,12\n"),
    (
        "programme-stages.csv",
        "programme,from,stage,kind,name,at_months\nASYE,2020-01-01,mid,review,Middle review,6\n",
    ),
    ("cohorts.csv", "cohort,programme,name,starts\nC24,ASYE,Spring 2024,2024-01-08\n"),
    ("enrolments.csv", "enrolment,cohort,worker,started\nN1,C24,W1,2024-01-08\nN3,C24,W3,2024-01-08\n"),
    ("supervisions.csv", "worker,on,reflective\nW1,2024-06-03,yes\nW3,2024-06-04,no\n"),
    ("courses.csv", "course,name,roles\nCOACH,Coaching,SW\n"),
    ("course-completions.csv", "course,worker,on\nCOACH,W3,2024-05-01\n"),
    ("renewals.csv", "worker,year,form_on\nW1,2024,2024-09-20\n"),
    (
        "rights-to-work.csv",
        "worker,ground,checked_on,ends\nW3,sponsored,2024-01-01,2024-12-01\nW5,leave,2024-01-01,2026-12-01\n",
    ),
    ("case-limits.csv", "role,from,cases\nSW,2024-01-01,20\n"),
    ("surveys.csv", "survey,name,from,asked,answered\nS24,Staff survey,2024-06-01,40,30\n"),
    (
        "survey-results.csv",
        "survey,question,unit,answered,agreed,words\nS24,Q1,CHI,30,21,I am supported\nS24,Q1,DUTY,7,3,I am supported\n",
    ),
    (
        "exit-interviews.csv",
        "spell,offered_on,held_on,held_by,main_reason\nS4,2024-02-01,2024-02-10,hr,workload-cases\n",
    ),
    ("incentive-schemes.csv", "scheme,name,kind,from,roles\nSTAY,Staying,retention,2024-01-01,SW\n"),
    ("incentive-instalments.csv", "scheme,instalment,after_months,amount,tie_in_months\nSTAY,1,3,1500,12\n"),
    ("incentive-awards.csv", "award,scheme,spell,awarded_on\nAW1,STAY,S3,2024-01-10\n"),
    ("strategies.csv", "strategy,title,from\nPLAN,Our plan,2024-01-01\n"),
    ("priorities.csv", "priority,strategy,title,measures,rank\nPR1,PLAN,Fill posts,vacancy_rate_fte,1\n"),
    ("improvement-sources.csv", "source,kind,title,on\nINS,inspection,An inspection,2024-02-01\n"),
    (
        "recommendations.csv",
        "recommendation,source,number,kind,text,due\nINS-1,INS,1,recommendation,Supervise monthly,2024-08-01\n",
    ),
    (
        "actions.csv",
        "action,title,owner,recommendations,priorities,agreed_on,due,status\n\
         ACT1,Recruit <em>now</em>,Head of service,INS-1,PR1,2024-03-01,2024-09-01,under-way\n",
    ),
    ("risks.csv", "risk,title,owner,from\nRI1,Too few workers,Director,2024-01-01\n"),
    ("risk-ratings.csv", "risk,on,likelihood,impact,target\nRI1,2024-01-01,4,5,8\n"),
    (
        "expected-events.csv",
        "event,noted_on,title,body,expected_on\nLAW,2024-01-01,A new law,Parliament,2024-06-01\n\
         LAW,2024-06-01,A new law,Parliament,2025-01-01\n",
    ),
    ("governance-groups.csv", "group,name,every_days\nBOARD,Improvement board,42\n"),
    ("meetings.csv", "group,on,decided\nBOARD,2024-07-01,To recruit sooner\n"),
    ("consultations.csv", "consultation,title,from\nCON,Hours of work,2024-09-01\n"),
];
