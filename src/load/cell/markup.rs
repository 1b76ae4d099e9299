//! The words of a narrative that a system exports with the markup of its editor: HTML, RTF, and what Excel makes of a line end.

use std::borrow::Cow;

use encoding_rs::WINDOWS_1252;
use memchr::{memchr3, memmem};

use super::trim;

/// The elements that editors write in case notes.
const ELEMENTS: [&str; 36] = [
    "p",
    "br",
    "div",
    "span",
    "b",
    "i",
    "u",
    "em",
    "strong",
    "ul",
    "ol",
    "li",
    "table",
    "tbody",
    "thead",
    "tr",
    "td",
    "th",
    "font",
    "a",
    "h1",
    "h2",
    "h3",
    "h4",
    "html",
    "body",
    "head",
    "style",
    "meta",
    "title",
    "img",
    "hr",
    "o:p",
    "sup",
    "sub",
    "blockquote",
];

/// Of these the words are none of the narrative's.
const UNREAD: [&str; 3] = ["head", "style", "title"];

/// Of these one ends a line.
const INLINE: [&str; 10] = [
    "span", "b", "i", "u", "em", "strong", "font", "a", "sup", "sub",
];

const ENTITIES: [(&str, &str); 10] = [
    ("nbsp", " "),
    ("#160", " "),
    ("#xa0", " "),
    ("amp", "&"),
    ("lt", "<"),
    ("gt", ">"),
    ("quot", "\""),
    ("apos", "'"),
    ("#39", "'"),
    ("rsquo", "'"),
];

/// How Excel writes a line end of another system (ECMA-376, part 1, 22.9.2.19).
const LINE_END: &str = "_x000D_";

/// An empty box of such an editor is empty; nearly every narrative comes back as it is.
pub(in crate::load) fn without_markup(text: &str) -> Cow<'_, str> {
    if text.starts_with("{\\rtf") {
        return Cow::Owned(without_rtf(text).trim().to_owned());
    }
    let mut words = Cow::Borrowed(text);
    let bytes = text.as_bytes();
    if memchr3(b'<', b'&', b'_', bytes).is_none() {
        return words;
    }
    if memmem::find(bytes, LINE_END.as_bytes()).is_some() {
        words = Cow::Owned(words.replace(LINE_END, "\n").trim().to_owned());
    }
    if has_markup(&words) {
        words = Cow::Owned(without_html(&words).trim().to_owned());
    }
    words
}

/// A short value without the marks of an editor around it: "<p>S47</p>". Nearly every value has none.
#[inline]
pub(in crate::load) fn unwrapped(text: &str) -> &str {
    let ends = (text.as_bytes().first(), text.as_bytes().last());
    if !matches!(ends, (Some(b'<' | b'&'), _) | (_, Some(b'>' | b';'))) {
        return text;
    }
    without_marks(text)
}

fn without_marks(text: &str) -> &str {
    let inside = without_one_mark(text);
    if inside.len() == text.len() {
        return text;
    }
    unwrapped(trim(inside))
}

/// Without the first mark or space of an editor at either end.
fn without_one_mark(text: &str) -> &str {
    let stands_for_nothing = |mark: &str| -> Option<usize> {
        let behind = match (element(mark), entity(mark)) {
            (Some((name, behind)), _) if !UNREAD.contains(&name.as_str()) => behind,
            (_, Some((" ", behind))) => behind,
            _ => return None,
        };
        Some(mark.len() - behind.len())
    };
    if let Some(length) = stands_for_nothing(text) {
        return &text[length..];
    }
    let last = text.rfind(['<', '&']).filter(|place| {
        let mark = &text[*place..];
        stands_for_nothing(mark) == Some(mark.len())
    });
    last.map_or(text, |place| &text[..place])
}

fn has_markup(text: &str) -> bool {
    let at = |mark: char, of: fn(&str) -> bool| {
        let places = text.match_indices(mark);
        places.into_iter().any(|(place, _)| of(&text[place..]))
    };
    at('<', |rest| element(rest).is_some()) || at('&', |rest| entity(rest).is_some())
}

fn without_html(text: &str) -> String {
    let mut words = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(place) = rest.find(['<', '&']) {
        words.push_str(&rest[..place]);
        rest = &rest[place..];
        if let Some((name, behind)) = element(rest) {
            if !INLINE.contains(&name.as_str()) {
                words.push('\n');
            }
            let is_unread = UNREAD.contains(&name.as_str()) && !rest.starts_with("</");
            let end = is_unread.then(|| closing(&name, behind)).flatten();
            rest = end.map_or(behind, |end| &behind[end..]);
        } else if let Some((stands_for, behind)) = entity(rest) {
            words.push_str(stands_for);
            rest = behind;
        } else {
            words.push_str(&rest[..1]);
            rest = &rest[1..];
        }
    }
    words.push_str(rest);
    words
}

/// Where the mark that closes an element begins.
fn closing(name: &str, text: &str) -> Option<usize> {
    let mut marks = text.match_indices("</").map(|(place, _)| place);
    marks.find(|place| {
        let named = text[place + 2..].get(..name.len());
        named.is_some_and(|named| named.eq_ignore_ascii_case(name))
    })
}

/// The name of the element whose mark begins a text, and what stands behind the mark: "<5 visits" begins with none.
fn element(text: &str) -> Option<(String, &str)> {
    let (mark, behind) = text.strip_prefix('<')?.split_once('>')?;
    let mark = mark.strip_prefix('/').unwrap_or(mark);
    let (name, attributes) = match mark.split_once([' ', '/', '\n', '\r', '\t']) {
        Some((name, attributes)) => (name, attributes.trim()),
        None => (mark, ""),
    };
    let is_mark = attributes.is_empty() || attributes == "/" || attributes.contains('=');
    let name = Some(name.to_ascii_lowercase()).filter(|_| is_mark)?;
    ELEMENTS.contains(&name.as_str()).then_some((name, behind))
}

fn entity(text: &str) -> Option<(&'static str, &str)> {
    let (name, behind) = text.strip_prefix('&')?.split_once(';')?;
    let named = |(entity, _): &&(&str, &str)| name.eq_ignore_ascii_case(entity);
    ENTITIES
        .iter()
        .find(named)
        .map(|(_, stands_for)| (*stands_for, behind))
}

/// Rich Text Format, version 1.9: groups in braces, control words behind a backslash.
fn without_rtf(text: &str) -> String {
    let mut words = String::new();
    // For each open group, whether its words are those of the narrative.
    let mut read = vec![true];
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        let is_read = read.last().copied().unwrap_or(true);
        rest = &rest[letter.len_utf8()..];
        match letter {
            '{' => {
                let of_another = ["\\*", "\\fonttbl", "\\colortbl", "\\stylesheet", "\\info"];
                let is_another = of_another.iter().any(|group| rest.starts_with(group));
                read.push(is_read && !is_another);
            }
            '}' => {
                read.pop();
            }
            '\\' => {
                let (said, behind) = control(rest);
                words.extend(said.filter(|_| is_read));
                rest = behind;
            }
            '\r' | '\n' => {}
            letter if is_read => words.push(letter),
            _ => {}
        }
    }
    words
}

/// What a control word or symbol stands for, and what stands behind it.
fn control(text: &str) -> (Option<char>, &str) {
    if let Some(code) = text.strip_prefix('\'') {
        let letter = code
            .get(..2)
            .and_then(|code| u8::from_str_radix(code, 16).ok());
        return (letter.and_then(windows), code.get(2..).unwrap_or(""));
    }
    let length = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    if length == 0 {
        let letter = text.chars().next();
        let behind = letter.map_or("", |letter| &text[letter.len_utf8()..]);
        return (
            letter
                .filter(|letter| "\\{}".contains(*letter))
                .or(Some(' ')),
            behind,
        );
    }
    let (word, behind) = text.split_at(length);
    let is_of_number = |letter: char| letter == '-' || letter.is_ascii_digit();
    let number = behind.find(|letter| !is_of_number(letter));
    let (number, behind) = behind.split_at(number.unwrap_or(behind.len()));
    let behind = behind.strip_prefix(' ').unwrap_or(behind);
    if word == "u"
        && let Ok(number) = number.parse::<i32>()
    {
        // Above 32,767 a number is written as what it lacks to 65,536; behind it stands a letter for programs that know no Unicode.
        let letter = char::from_u32(number.rem_euclid(0x1_0000) as u32);
        return (letter, without_stand_in(behind));
    }
    (
        ["par", "line", "tab", "cell"]
            .contains(&word)
            .then_some('\n'),
        behind,
    )
}

/// The letter of a byte of Windows-1252, as RTF writes what is not ASCII.
fn windows(byte: u8) -> Option<char> {
    let byte = [byte];
    let (letter, _) = WINDOWS_1252.decode_without_bom_handling(&byte);
    letter.chars().next()
}

fn without_stand_in(text: &str) -> &str {
    let letter = text.chars().next();
    match text.strip_prefix("\\'") {
        Some(code) => code.get(2..).unwrap_or(""),
        None if letter.is_none_or(|letter| "\\{}".contains(letter)) => text,
        None => &text[letter.map_or(0, char::len_utf8)..],
    }
}

#[cfg(test)]
mod tests {
    use super::without_markup;

    #[test]
    fn the_words_are_what_a_reader_of_the_system_sees() {
        for (text, words) in [
            ("<p>&nbsp;</p>", ""),
            ("<p></p>", ""),
            ("<br/>", ""),
            ("&nbsp;", ""),
            ("{\\rtf1\\ansi }", ""),
            ("_x000D_", ""),
            ("<div><p>n/a</p></div>", "n/a"),
            ("<p>Parents</p>", "Parents"),
            (
                "<P CLASS=\"x\">Mum &amp; dad<br>agreed.</P>",
                "Mum & dad\nagreed.",
            ),
            ("She is <b>very</b> worried", "She is very worried"),
            ("<style>p { margin: 0 }</style><p>Seen</p>", "Seen"),
            ("<STYLE>p { margin: 0 }</STYLE><P></P>", ""),
            ("<head><title>Visit</title></HEAD><p>Seen</p>", "Seen"),
            (
                "{\\rtf1 Mum\\'92s view \\u8216?no\\u8217\\'92 \\u-3913?}",
                "Mum\u{2019}s view \u{2018}no\u{2019} \u{f0b7}",
            ),
            (
                "{\\rtf1\\ansi{\\fonttbl{\\f0 Arial;}}\\f0\\fs20 Seen at home.\\par Alone}",
                "Seen at home.\nAlone",
            ),
            ("fewer than <5 visits > none", "fewer than <5 visits > none"),
            (
                "Mum & dad agreed; the plan stands",
                "Mum & dad agreed; the plan stands",
            ),
            ("a<b and b>c", "a<b and b>c"),
            ("file_x000D", "file_x000D"),
        ] {
            assert_eq!(without_markup(text), words, "{text}");
        }
    }
}
