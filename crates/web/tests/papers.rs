//! Papers in the browser: begun, seen, published, corrected and read; and the claims of anybody's paper.

mod common;

use axum::http::header;
use common::{Guest, House, Seen};
use testkit::stores::Place;

/// The text that a form holds, as a browser would send it back.
fn text_of(seen: &Seen) -> String {
    let area = seen.body.split("<textarea").nth(1).expect("a textarea");
    let text = area.split_once('>').expect("it begins").1.split("</textarea>").next().expect("it ends");
    let entities =
        [("&#34;", "\""), ("&#39;", "'"), ("&lt;", "<"), ("&gt;", ">"), ("&#38;", "&"), ("&amp;", "&")];
    entities.iter().fold(text.to_owned(), |text, (entity, letter)| text.replace(entity, letter))
}

const ID: &str = "team-page-2024-10-15";

async fn begun(lead: &mut Guest<'_>) -> String {
    let form =
        lead.get("/papers/new?template=team-page&as_at=2024-09-30&meeting=2024-10-15").await.coded(200);
    let form = form.with(&format!("value=\"{ID}\"")).with("Part to add at the end");
    text_of(&form)
}

async fn keep(lead: &mut Guest<'_>, path: &str, text: &str, seen: &str) -> Seen {
    lead.post(path, &[("id", ID), ("text", text), ("seen", seen), ("reason", "a test")]).await
}

#[tokio::test]
async fn a_paper_is_begun_seen_published_corrected_and_read() {
    for place in Place::both().await {
        let house = House::furnished(place).await;
        let mut lead = house.signed_in("workforce-lead").await;
        lead.get("/papers").await.coded(200).with("Published papers</strong>: none.").with("Begin a paper");
        lead.get("/papers/new?template=team-page&as_at=soon")
            .await
            .coded(422)
            .with("Enter the day of the meeting");
        lead.get("/papers/new?template=tea-page&as_at=2024-09-30&meeting=2024-10-15")
            .await
            .coded(422)
            .with("did you mean `team-page`");
        let text = begun(&mut lead).await;
        // What is wrong is said once, each with its line, and the reason is asked for at the same time.
        let wrong = text.replace("[[section]]", "[[sektion]]");
        let refused =
            lead.post("/papers/drafts/new", &[("id", ID), ("text", &wrong), ("seen", "1")]).await.coded(422);
        let refused = refused.with("Enter why it is written or changed");
        assert_eq!(refused.body.matches("has no key `sektion`").count(), 1, "{}", refused.body);
        refused.with("id=\"text-error\"");
        let kept = keep(&mut lead, "/papers/drafts/new", &text, "1").await.coded(303);
        assert_eq!(kept.location, format!("/papers/drafts/{ID}"));
        let draft = lead.get(&kept.location).await.coded(200).with("Not released").with("Data appendix");
        draft.with("Publish this paper").with("paper.docx");
        for (ending, begins) in
            [("pdf", "%PDF-1.7"), ("docx", "PK"), ("xlsx", "PK"), ("ods", "PK"), ("csv", "")]
        {
            let file = lead.get(&format!("{}/paper.{ending}", kept.location)).await.coded(200);
            assert!(file.body.starts_with(begins), "{ending}");
            let name = file.headers.get(header::CONTENT_DISPOSITION).expect("a name").to_str().expect("text");
            assert!(name.contains(&format!("{ID}.{ending}")), "{name}");
        }
        for missing in ["paper.exe", "other.pdf"] {
            lead.get(&format!("{}/{missing}", kept.location)).await.coded(404);
        }
        // Nobody else than those who may sees a draft, and only some may publish it.
        let mut hr = house.signed_in("hr").await;
        hr.get(&kept.location).await.coded(200).without("Publish this paper");
        hr.post(&format!("{}/publish", kept.location), &[]).await.coded(403);
        for role in ["reader", "team-manager"] {
            let mut other = house.signed_in(role).await;
            other.get(&kept.location).await.coded(403);
            other.get(&format!("{}/paper.pdf", kept.location)).await.coded(403);
            other.get("/papers").await.coded(200).without("Being written").without(ID);
        }
        let published = lead.post(&format!("{}/publish", kept.location), &[]).await.coded(303);
        assert_eq!(published.location, format!("/papers/published/{ID}/1"));
        let mut reader = house.signed_in("reader").await;
        reader.get("/papers").await.coded(200).with(&published.location);
        reader
            .get(&published.location)
            .await
            .coded(200)
            .with("Data appendix")
            .without("says otherwise since");
        reader.get(&format!("{}/changes", published.location)).await.coded(403);
        let first = reader.get(&format!("{}/paper.pdf", published.location)).await.coded(200);
        assert!(first.body.starts_with("%PDF-1.7"));
        // A second publication is a correction, which says what it puts right.
        lead.post(&format!("{}/publish", kept.location), &[]).await.coded(422).with("is published already");
        let corrected = text.replacen("title = ", "correction = \"A <b>note</b>\"\ntitle = ", 1);
        keep(&mut lead, &format!("{}/edit", kept.location), &corrected, "2").await.coded(303);
        let second = lead.post(&format!("{}/publish", kept.location), &[]).await.coded(303);
        assert_eq!(second.location, format!("/papers/published/{ID}/2"));
        reader.get(&second.location).await.coded(200).with("puts right: A &lt;b&gt;note").without("<b>note");
        reader.get(&published.location).await.coded(200).with("was corrected by version 2");
        let again = reader.get(&format!("{}/paper.pdf", published.location)).await.coded(200);
        assert!(again.body == first.body, "the first version stays as it was");
        lead.get(&format!("{}/changes", published.location)).await.coded(200).with("restated by change");
        for missing in ["/papers/published/none/1", "/papers/drafts/none"] {
            lead.get(missing).await.coded(404);
        }
        reader.get(&format!("/papers/published/{ID}/9/paper.pdf")).await.coded(404);
    }
}

const CLAIMS: &str = "Northumberland County Council\n\nCommittee, 2 February 2023\n\n<script>alert(1)</script>\n\nOver the last 12 \
    months the turnover rate in Northumberland has been 15.9%. The vacancy rate was 18.1% in 2022.\n";

#[tokio::test]
async fn a_pasted_paper_is_read_with_each_claim_in_its_place() {
    let house = House::furnished(Place::sqlite()).await;
    let mut reader = house.signed_in("reader").await;
    reader.get("/claims").await.coded(200).with("Paste a draft").without("Held against");
    reader.upload("/claims/check", &[("text", " ")], &[]).await.coded(422).with("Paste the text of a paper");
    let dated = [("text", CLAIMS), ("published", "soon")];
    reader.upload("/claims/check", &dated, &[]).await.coded(422).with("published-error");
    let seen = reader.upload("/claims/check", &[("text", CLAIMS)], &[]).await.coded(200);
    let seen =
        seen.with("<mark id=\"in-1\" class=\"confirmed\"").with("<mark id=\"in-2\" class=\"contradicted\"");
    let seen = seen
        .with("id=\"claim-2\"")
        .with("href=\"#in-2\"")
        .with("&lt;script&gt;alert(1)")
        .without("<script>alert");
    seen.with("8.1").without("A claim is of something else");
    // A file is read as well; what is none is refused in words.
    reader
        .upload("/claims/check", &[], &[("paper.txt", CLAIMS.as_bytes())])
        .await
        .coded(200)
        .with("contradicted");
    reader.upload("/claims/check", &[], &[("paper.pdf", b"%PDF-1.7 broken")]).await.coded(422);
    house.visitor().get("/claims").await.coded(303);
}

#[tokio::test]
async fn a_person_says_what_a_claim_is_of_and_that_is_kept() {
    let house = House::furnished(Place::sqlite()).await;
    let mut lead = house.signed_in("workforce-lead").await;
    lead.get("/claims").await.coded(200).with("Held against");
    let ask = [("text", CLAIMS), ("against", "both")];
    let seen = lead.upload("/claims/check", &ask, &[]).await.coded(200).with("A claim is of something else");
    let link =
        seen.body.split("href=\"/records/claim_correction/edit?").nth(2).expect("a link for the second");
    let link = format!("/records/claim_correction/edit?{}", link.split('"').next().expect("it ends"));
    let form = lead.get(&link.replace("&amp;", "&").replace("&#38;", "&")).await.coded(200);
    form.with("18.1").with("correction-1");
    let fields = [
        ("c-correction", "correction-1"),
        ("c-sentence", "The vacancy rate was 18.1% in 2022."),
        ("c-stated", "18.1"),
        ("c-measure", "none"),
        ("c-reason", "It is of another service"),
        ("reason", "a test"),
        ("do", "save"),
        ("seen", "1"),
    ];
    lead.post("/records/claim_correction/edit", &fields).await.coded(303);
    let seen = lead.upload("/claims/check", &ask, &[]).await.coded(200);
    assert_eq!(seen.body.matches("class=\"contradicted\"").count(), 0, "{}", seen.body);
    // Against the published figures alone nothing of the council's is read.
    let alone = [("text", CLAIMS), ("against", "benchmarks")];
    lead.upload("/claims/check", &alone, &[]).await.coded(200).with("class=\"contradicted\"");
}
