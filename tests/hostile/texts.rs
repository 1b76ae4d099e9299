//! What a person may type, or paste, that a program would obey, break on, or show as what it is not.

/// Stands in every text of a narrative, and so may stand in no output.
pub const NARRATIVE: &str = "Zwieback";
/// Letters of the longest id.
pub const LONG_ID: usize = 10_000;
/// Bytes of the longest note.
pub const LONG_NOTE: usize = 1 << 20;

/// Each is another text still when the blanks around it are taken away, so that all can be ids side by side.
pub fn texts() -> Vec<String> {
    let mut texts: Vec<String> = [
        // Formulas.
        "=cmd|' /C calc'!A0",
        "+1",
        "-1+1",
        "@SUM(1)",
        "\t=2",
        "\r=3",
        "\u{feff}=4",
        "\u{ff1d}5",
        "_x003D_6_x000D_",
        // Mark-up.
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "\"><svg onload=alert(1)>",
        "' onfocus='alert(1)' autofocus='",
        "</style></title><base href=//evil.example>",
        "javascript:alert(1)",
        "]]>",
        "]]></failure><testcase/>",
        "<![CDATA[",
        "--><!--",
        "<?xml version='1.1'?>",
        "&lt;b&gt; &#x0; &bogus;",
        // Commands of hosted systems.
        "::error::x",
        "::stop-commands::x",
        "a\n::error file=x::hidden",
        "a\r::error::behind",
        "##[error]older",
        "%0A::warning::x",
        // Markdown and SARIF.
        "` | ~~ \\| *cell* _",
        "| a | b |\n|---|---|",
        "[press](https://evil.example)",
        "www.evil.example @everyone",
        "# heading {0}",
        // Terminals.
        "\u{1b}[8mhidden",
        "\u{1b}[2J\u{1b}[1;1H",
        "\u{1b}]0;title\u{7}",
        "\u{1b}]8;;https://evil.example\u{1b}\\press\u{1b}]8;;\u{1b}\\",
        "\u{9b}31mred",
        "del\u{7f}\u{85}nel",
        // Letters that turn, hide or are none.
        "\u{202e}txet\u{202c}",
        "\u{2067}isolated\u{2066}\u{2068}\u{2069}",
        "\u{200f}mark\u{200e}\u{61c}",
        "zero\u{200b}width\u{200d}\u{2060}",
        "line\u{2028}paragraph\u{2029}end",
        "none\u{fffe}\u{ffff}\u{1fffe}\u{fdd0}",
        "tags\u{e0041}\u{e007f}",
        "soft\u{ad}hyphen\u{3164}",
        "C1\r",
    ]
    .map(str::to_owned)
    .into();
    let control = (1..0x20).chain(0x7f..0xa0).filter_map(char::from_u32);
    texts.push(control.flat_map(|letter| ['c', letter]).collect());
    texts.push("\u{0}nul\u{0}".to_owned());
    texts.push("9".repeat(LONG_ID));
    texts
}

/// Whether a letter of an output is one that readers do not see, or that changes how others are read. Written here by itself, so
/// that the reports do not judge themselves.
pub fn is_unseen(letter: char) -> bool {
    matches!(
        u32::from(letter),
        0..0x20 | 0x7f..0xa0 | 0xad | 0x61c | 0x180e | 0x200b..=0x200f | 0x2028..=0x202e | 0x2060..=0x206f | 0x3164 | 0xfdd0..=0xfdef
            | 0xfeff | 0xfff9..=0xfffb | 0xfffe..=0xffff | 0xe0000..=0xe007f | 0x1fffe..=0x1ffff
    )
}
