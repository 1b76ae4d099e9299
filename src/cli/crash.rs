//! A fault of caseready's own, told so that somebody can act on it and somebody else mend it.

use std::panic;

use super::output;

/// From now on a crash says in a line where it was. What it says of itself may quote a record, and is told once, by whoever was
/// waiting for the work. With `RUST_BACKTRACE` set, it is all printed at once.
pub fn tell_where() {
    if std::env::var_os("RUST_BACKTRACE").is_some() {
        return;
    }
    panic::set_hook(Box::new(|crash| {
        if let Some(place) = crash.location() {
            let file = inside(place.file());
            output::complain(&format!(
                "caseready: a fault in {file}, line {}",
                place.line()
            ));
        }
    }));
}

/// The last parts of a path: those before are of the machine that built it.
fn inside(file: &str) -> String {
    const PARTS: usize = 3;
    let mut parts: Vec<&str> = file.rsplit(['/', '\\']).take(PARTS).collect();
    parts.reverse();
    parts.join("/")
}

/// A crash in words: what to make of it, and what to do.
pub fn in_words(crash: &str) -> anyhow::Error {
    anyhow::anyhow!(
        "it crashed, through a fault of its own: {crash}. This is not an all-clear. Please report it with the line above that says where."
    )
}

#[cfg(test)]
mod tests {
    use super::inside;

    #[test]
    fn a_fault_is_placed_without_the_folders_of_whoever_built_it() {
        assert_eq!(
            inside("/home/a/registry/calamine-0.38.0/src/cfb.rs"),
            "calamine-0.38.0/src/cfb.rs"
        );
        assert_eq!(inside("src\\check\\text.rs"), "src/check/text.rs");
        assert_eq!(inside("main.rs"), "main.rs");
    }
}
