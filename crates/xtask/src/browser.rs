//! The pages in a real browser: what the tests of `crates/web/tests/browser` need, installed where CI wants it, and the run.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::run::{built, finish, in_ci, root, say};
use crate::test::program;

/// The tests' folder.
const FOLDER: &str = "crates/web/tests/browser";

/// The programs that the tests need.
pub(crate) struct Browser {
    node: PathBuf,
    npm: PathBuf,
    chromium: PathBuf,
    nginx: Option<PathBuf>,
}

impl Browser {
    /// Finds them; the error says which is missing.
    pub(crate) fn find() -> Result<Self> {
        let find = |names: &[&str], package: &str| {
            program(names, package)
                .with_context(|| format!("{} is not installed (`apt-get install {package}`)", names[0]))
        };
        Ok(Self {
            node: find(&["node", "nodejs"], "nodejs")?,
            npm: find(&["npm"], "npm")?,
            chromium: find(&["chromium", "chromium-browser", "google-chrome"], "chromium")?,
            nginx: program(&["nginx", "/usr/sbin/nginx"], "nginx-light"),
        })
    }

    /// Builds the program and runs the tests. Pictures for the documentation are kept in a folder, when one is given.
    pub(crate) fn run(&self, pictures: Option<&Path>) -> Result<()> {
        let folder = root().join(FOLDER);
        if !folder.join("node_modules/oidc-provider").exists() {
            say("Installing the browser tests' packages from npm …");
            finish(
                Command::new(&self.npm)
                    .args(["ci", "--silent", "--no-audit", "--no-fund"])
                    .current_dir(&folder),
            )?;
        }
        let built = built("mainstay")?;
        let mut tests = Command::new(&self.node);
        tests
            .args([
                "--test",
                "--test-concurrency=1",
                "--test-reporter=spec",
                "pages.test.mjs",
                "registers.test.mjs",
                "stories.test.mjs",
                "papers.test.mjs",
                "sign_on.test.mjs",
                "proxy.test.mjs",
            ])
            .current_dir(&folder)
            .env("MAINSTAY_BIN", &built)
            .env("MAINSTAY_CHROMIUM", &self.chromium)
            .env_remove("MAINSTAY_STORE");
        match &self.nginx {
            Some(nginx) => {
                tests.env("MAINSTAY_NGINX", nginx);
            }
            None if in_ci() => bail!("nginx is not installed (`apt-get install nginx-light`)"),
            None => say("not run: the example of nginx: it is not installed (`apt-get install nginx-light`)"),
        }
        if let Some(pictures) = pictures {
            std::fs::create_dir_all(pictures)?;
            tests.env("MAINSTAY_SCREENSHOTS", pictures);
        }
        finish(&mut tests)
    }
}

/// Makes the pictures of `docs/screenshots` again.
pub(crate) fn pictures() -> Result<()> {
    Browser::find()?.run(Some(&root().join("docs/screenshots")))
}
