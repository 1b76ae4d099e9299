//! The text of a narrative, and how many words it has.

use crate::model::catalogue::{FieldId, FieldKind, TableId};

use super::context::Context;

/// What is written, a placeholder included.
pub(super) fn narrative(context: Context<'_>, table: TableId, field: FieldId, row: u32) -> &str {
    let Some(column) = context.view.column(table, field) else {
        return "";
    };
    match context.view.catalogue.field(table, field).kind {
        FieldKind::Text => context.view.records.text(column.text(row)),
        FieldKind::Code => context.view.records.codes.text(column.code(row).written()),
        _ => "",
    }
}

/// How many words a text has; what is punctuation alone is none.
pub(super) fn count_words(text: &str) -> usize {
    if let Some(words) = count_plain_words(text) {
        return words;
    }
    text.split_whitespace()
        .filter(|word| word.contains(char::is_alphanumeric))
        .count()
}

/// Of a text of which every word begins with a letter or digit of ASCII: most do, and they can be counted many bytes at a time.
fn count_plain_words(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let is_space = |byte: u8| matches!(byte, 9..=13 | b' ');
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric();
    let first = *bytes.first()?;
    let (mut words, mut others) = (
        u32::from(is_plain(first)),
        !is_plain(first) & !is_space(first),
    );
    for (before, byte) in bytes.iter().zip(&bytes[1..]) {
        let begins = is_space(*before) & !is_space(*byte);
        words += u32::from(begins & is_plain(*byte));
        others |= begins & !is_plain(*byte);
    }
    // Spaces beyond ASCII part words too.
    (!others && bytes.is_ascii()).then_some(words as usize)
}
