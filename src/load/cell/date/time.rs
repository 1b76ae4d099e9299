//! The time of day that systems write behind a date.

use crate::load::cell::trim;

/// Without the time of day behind it: `00:00`, `11:14:05`, `10:12:28.000Z`, `12:00:00 AM`.
pub(super) fn without_time(text: &str) -> &str {
    let start = text
        .find(':')
        .and_then(|colon| text[..colon].rfind(['T', ' ']));
    match start {
        Some(start) if is_time(&text[start + 1..]) => trim(&text[..start]),
        _ => text,
    }
}

fn is_time(text: &str) -> bool {
    let half = text
        .len()
        .checked_sub(2)
        .and_then(|start| text.split_at_checked(start));
    let clock = match half {
        Some((clock, half))
            if half.eq_ignore_ascii_case("am") || half.eq_ignore_ascii_case("pm") =>
        {
            clock
        }
        _ => text,
    };
    clock.len() >= 4
        && clock
            .bytes()
            .all(|byte| byte.is_ascii_digit() || b":.Z+- ".contains(&byte))
}
