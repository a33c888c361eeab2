//! Who may come in and what is in hand, on both engines: what is kept, what ends, what a backup and an erasure do with it.

use ledger::{
    Account, AccountChange, Append, Digest, Erase, KeptMapping, NewAccount, Pass, PassKind, SignOn, Store,
    UploadedFile, Viewing, ViewingsAsk,
};
use testkit::stores::Place;
use workforce::change::{ChangeNumber, Content, Entry, Note, RecordId};

const NOW: &str = "2024-10-01T09:00:00Z";
const LATER: &str = "2024-10-01T21:00:00Z";

fn new(id: &str, name: &str) -> NewAccount {
    NewAccount {
        id: id.to_owned(),
        council: "884".to_owned(),
        name: name.to_owned(),
        shown: "Ann Example".to_owned(),
        role: "hr".to_owned(),
        teams: vec!["DUTY".to_owned(), "a team; with, signs".to_owned()],
        password: Some("$argon2id$secret".to_owned()),
        made_at: NOW.to_owned(),
    }
}

fn pass(secret: &str, account: &str) -> Pass {
    Pass {
        digest: Digest::of(secret.as_bytes()),
        account: account.to_owned(),
        label: "Power BI".to_owned(),
        began_at: NOW.to_owned(),
        seen_at: NOW.to_owned(),
        ends_at: LATER.to_owned(),
    }
}

async fn furnished(store: &Store) -> Account {
    store.add_council("884", "Herefordshire").await.expect("a council can be added");
    assert!(store.add_account(new("id1", "ann")).await.expect("the store answers"));
    assert!(!store.add_account(new("id2", "ann")).await.expect("the store answers"), "a name is taken once");
    for kind in [PassKind::Session, PassKind::Token] {
        let one = pass(&format!("{kind:?}"), "id1");
        store.add_pass(kind, &one).await.expect("the store answers");
    }
    let viewing = Viewing {
        seen_at: NOW.to_owned(),
        seen_by: "ann".to_owned(),
        worker: "W1".to_owned(),
        what: "a page".to_owned(),
    };
    store.add_viewings("884", &[viewing]).await.expect("the store answers");
    let mapping = KeptMapping {
        name: "HR".to_owned(),
        text: "[[source]]".to_owned(),
        kept_at: NOW.to_owned(),
        kept_by: "Ann".to_owned(),
    };
    store.keep_mapping("884", &mapping).await.expect("the store answers");
    let files = vec![UploadedFile { name: "a.csv".to_owned(), bytes: b"worker\nW1\n".to_vec() }];
    store.add_upload("up1", "884", "id1", NOW, files).await.expect("the store answers");
    store.account_named("ann").await.expect("the store answers").expect("it is there")
}

#[tokio::test]
async fn an_account_is_kept_as_it_was_given_and_changed_once_at_a_time() {
    for place in Place::both().await {
        let store = place.open().await;
        let account = furnished(&store).await;
        assert_eq!(account.teams, ["DUTY", "a team; with, signs"]);
        assert_eq!((account.version, account.closed), (1, false));
        let change = || AccountChange {
            shown: "Ann Other".to_owned(),
            role: "reader".to_owned(),
            teams: Vec::new(),
            closed: true,
        };
        assert_eq!(store.change_account("id1", 1, change()).await, Ok(true));
        assert_eq!(store.change_account("id1", 1, change()).await, Ok(false));
        let changed = store.account("id1").await.expect("the store answers").expect("it is there");
        assert_eq!((changed.role.as_str(), changed.closed, changed.teams.len()), ("reader", true, 0));
        assert_eq!(changed.password, account.password);
        assert_eq!(store.accounts("000").await.map(|all| all.len()), Ok(0));
    }
}

#[tokio::test]
async fn a_pass_is_of_one_kind_ends_in_time_and_a_link_is_used_once() {
    for place in Place::both().await {
        let store = place.open().await;
        furnished(&store).await;
        let digest = Digest::of(b"Session");
        let found = |kind, now: &'static str| store.pass(kind, digest, now);
        assert!(found(PassKind::Session, NOW).await.expect("the store answers").is_some());
        assert!(found(PassKind::Token, NOW).await.expect("the store answers").is_none());
        assert!(found(PassKind::Session, LATER).await.expect("the store answers").is_none());
        store.add_pass(PassKind::Link, &pass("link", "")).await.expect("the store answers");
        let link = Digest::of(b"link");
        let (one, other) =
            tokio::join!(store.end_pass(PassKind::Link, link), store.end_pass(PassKind::Link, link));
        assert_eq!([one, other].iter().filter(|ended| **ended == Ok(true)).count(), 1);
        assert_eq!(store.end_passes_of(PassKind::Session, "id1").await, Ok(1));
        assert_eq!(store.passes_of(PassKind::Token, "id1", NOW).await.map(|all| all.len()), Ok(1));
    }
}

#[tokio::test]
async fn attempts_at_once_are_all_counted_and_a_window_ends() {
    for place in Place::both().await {
        let store = place.open().await;
        let count = |now: &'static str, over: &'static str| store.count_attempt("name:ann", now, over);
        let (a, b, c) = tokio::join!(count(NOW, ""), count(NOW, ""), count(NOW, ""));
        let mut counts = [a, b, c].map(|count| count.expect("the store answers"));
        counts.sort_unstable();
        assert_eq!(counts, [1, 2, 3]);
        assert_eq!(count(LATER, NOW).await, Ok(1), "a new window begins");
        store.forget_attempts("name:ann").await.expect("the store answers");
        assert_eq!(count(LATER, NOW).await, Ok(1));
    }
}

#[tokio::test]
async fn a_code_works_once_whoever_shows_it_first() {
    for place in Place::both().await {
        let store = place.open().await;
        let account = furnished(&store).await;
        assert_eq!((account.codes, account.linked), (false, false));
        let offer = |secret: &'static [u8], now: &'static str| store.offer_codes("id1", secret, now, NOW);
        assert_eq!(store.codes("id1").await, Ok(None));
        let first = offer(b"first", LATER).await.expect("the store answers");
        assert_eq!((first.secret.as_slice(), first.confirmed), (&b"first"[..], false));
        let again = offer(b"second", LATER).await.expect("the store answers");
        assert_eq!(again.secret, b"first", "the secret that is on offer stays");
        let stale = store.offer_codes("id1", b"second", LATER, LATER).await.expect("the store answers");
        assert_eq!(stale.secret, b"second", "an old one is replaced");
        let recovery = [Digest::of(b"one"), Digest::of(b"two")];
        assert_eq!(store.use_step("id1", 9).await, Ok(false), "what is not confirmed lets nobody in");
        assert_eq!(store.confirm_codes("id1", b"first", 7, &recovery).await, Ok(false));
        assert_eq!(store.confirm_codes("id1", b"second", 7, &recovery).await, Ok(true));
        assert_eq!(store.confirm_codes("id1", b"second", 8, &recovery).await, Ok(false));
        assert!(offer(b"third", LATER).await.expect("the store answers").confirmed);
        assert!(store.account("id1").await.expect("the store answers").expect("it is there").codes);
        assert_eq!(store.use_step("id1", 7).await, Ok(false), "the first code was used to confirm");
        let (one, other) = tokio::join!(store.use_step("id1", 8), store.use_step("id1", 8));
        assert_eq!([one, other].iter().filter(|used| **used == Ok(true)).count(), 1);
        let code = Digest::of(b"one");
        let (one, other) = tokio::join!(store.use_recovery("id1", code), store.use_recovery("id1", code));
        assert_eq!([one, other].iter().filter(|used| **used == Ok(true)).count(), 1);
        assert_eq!(store.count_recovery("id1").await, Ok(1));
        assert_eq!(store.use_recovery("id2", Digest::of(b"two")).await, Ok(false), "another's is no use");
        store.renew_recovery("id1", &[Digest::of(b"three")]).await.expect("the store answers");
        assert_eq!(store.use_recovery("id1", Digest::of(b"two")).await, Ok(false));
        store.end_codes("id1").await.expect("the store answers");
        assert_eq!(store.codes("id1").await, Ok(None));
        assert_eq!(store.count_recovery("id1").await, Ok(0));
        assert!(!format!("{first:?}").contains("102"), "no secret is printed: {first:?}");
    }
}

#[tokio::test]
async fn a_subject_is_linked_to_one_account_and_takes_its_password_away() {
    for place in Place::both().await {
        let store = place.open().await;
        furnished(&store).await;
        let linked = NewAccount { password: None, ..new("id3", "cy") };
        assert_eq!(store.account_of_subject("https://login", "7").await, Ok(None));
        assert_eq!(store.add_linked_account(linked.clone(), "https://login", "7").await, Ok(true));
        let found = store.account_of_subject("https://login", "7").await.expect("the store answers");
        assert!(found.is_some_and(|account| account.id == "id3" && account.linked));
        assert_eq!(store.account_of_subject("https://other", "7").await, Ok(None));
        let second = NewAccount { id: "id4".to_owned(), name: "di".to_owned(), ..linked.clone() };
        assert_eq!(store.add_linked_account(second, "https://login", "7").await, Ok(false));
        assert_eq!(store.account_named("di").await, Ok(None), "nothing is half done");
        assert_eq!(store.link_account("id1", "https://login", "7").await, Ok(false));
        assert_eq!(store.link_account("id1", "https://login", "8").await, Ok(true));
        assert_eq!(store.link_account("id1", "https://login", "9").await, Ok(false));
        let ann = store.account("id1").await.expect("the store answers").expect("it is there");
        assert_eq!((ann.linked, ann.password), (true, None));
    }
}

#[tokio::test]
async fn a_sign_on_is_taken_once_by_the_browser_that_began_it() {
    for place in Place::both().await {
        let store = place.open().await;
        let (state, browser) = (Digest::of(b"state"), Digest::of(b"browser"));
        let begun =
            SignOn { nonce: "nonce".to_owned(), verifier: "verifier".to_owned(), next: "/people".to_owned() };
        store.begin_sign_on(state, browser, &begun, LATER).await.expect("the store answers");
        assert_eq!(store.take_sign_on(state, Digest::of(b"another"), NOW).await, Ok(None));
        assert_eq!(store.take_sign_on(Digest::of(b"another"), browser, NOW).await, Ok(None));
        assert_eq!(store.take_sign_on(state, browser, LATER).await, Ok(None), "its time is over");
        assert_eq!(store.take_sign_on(state, browser, NOW).await, Ok(Some(begun.clone())));
        assert_eq!(store.take_sign_on(state, browser, NOW).await, Ok(None));
        store.begin_sign_on(state, browser, &begun, LATER).await.expect("the store answers");
        store.clear_ended(LATER, NOW).await.expect("the store answers");
        assert_eq!(store.take_sign_on(state, browser, NOW).await, Ok(None));
    }
}

#[tokio::test]
async fn a_backup_keeps_people_and_no_secret_that_is_still_good() {
    for (number, place) in Place::both().await.into_iter().enumerate() {
        let store = place.open().await;
        furnished(&store).await;
        store.offer_codes("id1", b"a secret", NOW, NOW).await.expect("the store answers");
        store.confirm_codes("id1", b"a secret", 7, &[Digest::of(b"one")]).await.expect("the store answers");
        store.link_account("id1", "https://login", "8").await.expect("the store answers");
        let account = store.account("id1").await.expect("the store answers").expect("it is there");
        let file = place.file(&format!("backup-{number}.db"));
        store.backup(&file).await.expect("the store is copied");
        let copy = Store::open(file.to_str().expect("a path")).await.expect("a backup is a store");
        let other = Place::sqlite();
        let restored = other.open().await;
        restored.restore(&file).await.expect("the backup is sound");
        for store in [&copy, &restored] {
            assert_eq!(store.account_named("ann").await, Ok(Some(account.clone())));
            assert!(account.codes && account.linked, "nobody comes in by less than before");
            assert_eq!(store.codes("id1").await.map(|codes| codes.map(|codes| codes.last_step)), Ok(Some(7)));
            assert_eq!(store.count_recovery("id1").await, Ok(1));
            assert_eq!(store.mappings("884").await.map(|all| all.len()), Ok(1));
            let ask = ViewingsAsk { limit: 9, ..ViewingsAsk::default() };
            assert_eq!(store.viewings("884", &ask).await.map(|all| all.len()), Ok(1));
            for kind in [PassKind::Session, PassKind::Token] {
                assert_eq!(store.passes_of(kind, "id1", NOW).await.map(|all| all.len()), Ok(0));
            }
            assert_eq!(store.upload("up1", "884", "id1").await, Ok(Vec::new()));
        }
        copy.close().await;
        let bytes = std::fs::read(&file).expect("the file is there");
        let holds = |text: &[u8]| bytes.windows(text.len()).any(|part| part == text);
        assert!(!holds(b"Power BI"), "no trace of a token is in the file");
    }
}

#[tokio::test]
async fn an_erasure_reaches_files_in_hand() {
    for place in Place::both().await {
        let store = place.open().await;
        furnished(&store).await;
        let note = |day: u32| Note {
            at: format!("2024-10-{day:02}T09:00:00Z"),
            by: "ann".to_owned(),
            reason: "because".to_owned(),
            source: String::new(),
        };
        let record = RecordId::new("identity", "W1");
        let body = Content::Body(r#"{"worker":"W1","family_name":"Testwater"}"#.to_owned());
        let entries = vec![Entry { record: record.clone(), content: body }];
        let append = Append { expected_head: ChangeNumber(0), note: note(1), entries, blobs: Vec::new() };
        store.append("884", append).await.expect("the change lands");
        let erase = Erase { note: note(2), records: vec![record], replacements: Vec::new() };
        store.erase("884", erase).await.expect("the person is erased");
        assert_eq!(store.upload("up1", "884", "id1").await, Ok(Vec::new()));
        assert!(store.account_named("ann").await.expect("the store answers").is_some());
    }
}

#[tokio::test]
async fn looks_are_found_by_whom_at_whom_and_when() {
    for place in Place::both().await {
        let store = place.open().await;
        furnished(&store).await;
        let look = |by: &str, worker: &str, at: &str| Viewing {
            seen_at: at.to_owned(),
            seen_by: by.to_owned(),
            worker: worker.to_owned(),
            what: "a page".to_owned(),
        };
        let more = [look("bob", "W1", LATER), look("bob", "W2", LATER)];
        store.add_viewings("884", &more).await.expect("the store answers");
        let count = async |ask: ViewingsAsk| {
            store.viewings("884", &ViewingsAsk { limit: 9, ..ask }).await.expect("the store answers").len()
        };
        let text = |text: &str| Some(text.to_owned());
        assert_eq!(count(ViewingsAsk::default()).await, 3);
        assert_eq!(count(ViewingsAsk { worker: text("W1"), ..ViewingsAsk::default() }).await, 2);
        assert_eq!(count(ViewingsAsk { by: text("bob"), ..ViewingsAsk::default() }).await, 2);
        assert_eq!(
            count(ViewingsAsk { from: text(LATER), by: text("ann"), ..ViewingsAsk::default() }).await,
            0
        );
        assert_eq!(count(ViewingsAsk { to: text(NOW), ..ViewingsAsk::default() }).await, 1);
    }
}
