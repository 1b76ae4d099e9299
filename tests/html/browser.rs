//! A browser without a window, driven over its driver's socket.

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

use serde_json::{Value, json};

use super::socket::request;

const WANTED: &str = "Debian's packages chromium and chromium-driver are needed to test the HTML report: apt-get install -y chromium chromium-driver";

pub struct Browser {
    driver: Child,
    port: u16,
    session: String,
}

impl Browser {
    /// With a profile of its own in this folder.
    pub fn start(folder: &Path) -> Self {
        // A port that was free a moment ago: the driver's own choice is not told in a form to rely on.
        let listener = std::net::TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        drop(listener);
        let driver = Command::new("chromedriver")
            .arg(format!("--port={port}"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap_or_else(|error| panic!("chromedriver does not start ({error}). {WANTED}"));
        let mut browser = Self {
            driver,
            port,
            session: String::new(),
        };
        let is_ready = |_: &u32| {
            sleep(Duration::from_millis(100));
            request(port, "GET", "/status", "").is_ok()
        };
        assert!(
            (0..100).any(|try_| is_ready(&try_)),
            "chromedriver does not answer"
        );
        let profile = folder.join("profile");
        let mut arguments: Vec<String> = [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--hide-scrollbars",
        ]
        .map(str::to_owned)
        .to_vec();
        arguments.push(format!("--user-data-dir={}", profile.display()));
        let wanted = json!({ "capabilities": { "alwaysMatch": {
            "goog:chromeOptions": { "args": arguments },
            "goog:loggingPrefs": { "browser": "ALL" },
        } } });
        let session = browser.ask("/session", &wanted);
        let id = session["sessionId"].as_str();
        id.unwrap_or_else(|| panic!("no browser starts: {session}. {WANTED}"))
            .clone_into(&mut browser.session);
        browser
    }

    fn ask(&self, path: &str, body: &Value) -> Value {
        let answer = request(self.port, "POST", path, &body.to_string());
        let answer = answer.unwrap_or_else(|error| panic!("{path}: {error}"));
        let answer: Value = serde_json::from_str(&answer).expect("the driver answers in JSON");
        let value = &answer["value"];
        assert!(value["error"].is_null(), "{path}: {value}");
        value.clone()
    }

    fn session(&self, path: &str, body: &Value) -> Value {
        self.ask(&format!("/session/{}{path}", self.session), body)
    }

    pub fn open(&self, address: &str) {
        self.session("/url", &json!({ "url": address }));
    }

    /// What the script returns.
    pub fn run(&self, script: &str) -> Value {
        self.session("/execute/sync", &json!({ "script": script, "args": [] }))
    }

    fn command(&self, name: &str, parameters: &Value) {
        self.session(
            "/goog/cdp/execute",
            &json!({ "cmd": name, "params": parameters }),
        );
    }

    pub fn size(&self, width: u32, height: u32) {
        let size =
            json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.command("Emulation.setDeviceMetricsOverride", &size);
    }

    /// As the page is laid out on paper.
    pub fn print_media(&self) {
        self.command("Emulation.setEmulatedMedia", &json!({ "media": "print" }));
    }

    /// Whatever the console has been told: errors, and what the page was not allowed to do.
    pub fn logged(&self) -> Vec<Value> {
        let log = self.session("/se/log", &json!({ "type": "browser" }));
        log.as_array().cloned().unwrap_or_default()
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        let _ = request(
            self.port,
            "DELETE",
            &format!("/session/{}", self.session),
            "",
        );
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}
