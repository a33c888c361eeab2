//! Running the program as its users do.

#![allow(dead_code, reason = "each test file uses its own part")]

use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;
use testkit::stores::Place;

/// The program, for a store, with nothing of the tester's own surroundings.
pub(crate) fn mainstay(store: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mainstay"));
    command.env_remove("MAINSTAY_STORE").env("MAINSTAY_STORE", store).env("USER", "tester");
    command
}

/// What a run gave.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Ran {
    /// The answer as JSON.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|problem| panic!("{problem}: {self:?}"))
    }

    /// The same run, which must have ended with this code.
    pub(crate) fn coded(self, code: i32) -> Self {
        assert_eq!(self.code, code, "{self:?}");
        self
    }
}

/// Runs a command to its end.
pub(crate) fn run(mut command: Command) -> Ran {
    let Output { status, stdout, stderr } = command.output().expect("the program starts");
    let text = |bytes| String::from_utf8(bytes).expect("the program writes UTF-8");
    Ran { code: status.code().expect("the program ends by itself"), out: text(stdout), err: text(stderr) }
}

/// Runs the program on a place's store with arguments separated by spaces; a part in single quotes is one argument.
pub(crate) fn ask(place: &Place, arguments: &str) -> Ran {
    ask_at(&place.address, place.folder(), arguments)
}

/// The same for a store by its address, in a folder.
pub(crate) fn ask_at(store: &str, folder: &Path, arguments: &str) -> Ran {
    let mut command = mainstay(store);
    command.current_dir(folder).args(split(arguments));
    run(command)
}

/// The answer as JSON of a run that must end with code 0.
pub(crate) fn json(place: &Place, arguments: &str) -> Value {
    ask(place, &format!("--format json {arguments}")).coded(0).json()
}

fn split(arguments: &str) -> Vec<String> {
    let parts = arguments.split('\'').enumerate();
    parts
        .flat_map(|(at, part)| {
            let quoted = at % 2 == 1;
            let words: Vec<&str> = if quoted { vec![part] } else { part.split_whitespace().collect() };
            words.into_iter().map(str::to_owned)
        })
        .collect()
}

/// A place on each engine.
pub(crate) fn places() -> Vec<Place> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(Place::both())
}

/// Writes a file into a place's folder.
pub(crate) fn file(place: &Place, name: &str, text: &str) {
    let path = place.file(name);
    std::fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("a folder is made");
    std::fs::write(path, text).expect("a file is written");
}

/// A small sound council as files in the folder `first` of a place.
pub(crate) fn small_council(place: &Place) {
    for (name, text) in [
        ("units.csv", "unit,from,name,kind\nCHI,2015-01-01,Children,service\nDUTY,2015-01-01,Duty,team\n"),
        ("roles.csv", "role,from,title,qualified\nSW,2015-01-01,Social worker,yes\n"),
        (
            "posts.csv",
            "post,from,role,team,fte,funding\nP1,2015-01-01,SW,DUTY,1,base\nP2,2015-01-01,SW,DUTY,0.5,base\n",
        ),
        ("workers.csv", "worker\nW1\nW2\n"),
        ("spells.csv", "spell,worker,started\nS1,W1,2016-01-01\n"),
        (
            "occupancies.csv",
            "occupancy,worker,post,fte,from,basis,cover\nO1,W1,P1,0.8,2016-01-01,substantive,\n\
             O2,W2,P2,0.5,2016-01-01,agency,vacancy\n",
        ),
    ] {
        file(place, &format!("first/{name}"), text);
    }
}
