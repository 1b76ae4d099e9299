//! One record of JSON as the names and texts of its values, and an object as the tables it may hold.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

/// The names and values of one record, in order.
pub(super) struct Record<'t>(pub Vec<(Cow<'t, str>, JsonCell<'t>)>);

impl<'de> Deserialize<'de> for Record<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct RecordVisitor;
        impl<'de> Visitor<'de> for RecordVisitor {
            type Value = Record<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a record")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Record<'de>, A::Error> {
                let mut cells = Vec::new();
                while let Some(Name(name)) = map.next_key()? {
                    cells.push((name, map.next_value()?));
                }
                Ok(Record(cells))
            }
        }
        deserializer.deserialize_map(RecordVisitor)
    }
}

/// A name, borrowed where it holds no escapes.
struct Name<'t>(Cow<'t, str>);

impl<'de> Deserialize<'de> for Name<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match JsonCell::deserialize(deserializer)? {
            JsonCell::Text(text) => Ok(Self(text)),
            _ => Ok(Self(Cow::Borrowed(""))),
        }
    }
}

/// One value as a cell's text.
pub(super) enum JsonCell<'t> {
    Blank,
    Text(Cow<'t, str>),
    /// An object, or a list with so many of them.
    Nested(u64),
}

impl<'de> Deserialize<'de> for JsonCell<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct CellVisitor;
        impl<'de> Visitor<'de> for CellVisitor {
            type Value = JsonCell<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a value")
            }
            fn visit_unit<E>(self) -> Result<Self::Value, E> {
                Ok(JsonCell::Blank)
            }
            fn visit_bool<E>(self, value: bool) -> Result<Self::Value, E> {
                Ok(JsonCell::Text(Cow::Borrowed(if value {
                    "yes"
                } else {
                    "no"
                })))
            }
            fn visit_i64<E>(self, value: i64) -> Result<Self::Value, E> {
                Ok(JsonCell::Text(Cow::Owned(value.to_string())))
            }
            fn visit_u64<E>(self, value: u64) -> Result<Self::Value, E> {
                Ok(JsonCell::Text(Cow::Owned(value.to_string())))
            }
            fn visit_f64<E>(self, value: f64) -> Result<Self::Value, E> {
                Ok(JsonCell::Text(Cow::Owned(value.to_string())))
            }
            fn visit_borrowed_str<E>(self, value: &'de str) -> Result<Self::Value, E> {
                Ok(JsonCell::Text(Cow::Borrowed(value)))
            }
            fn visit_str<E>(self, value: &str) -> Result<Self::Value, E> {
                Ok(JsonCell::Text(Cow::Owned(value.to_owned())))
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
                let mut joined = String::new();
                let mut nested = 0;
                while let Some(item) = items.next_element::<JsonCell<'de>>()? {
                    match item {
                        JsonCell::Text(text) => {
                            if !joined.is_empty() {
                                joined.push(';');
                            }
                            joined.push_str(&text);
                        }
                        JsonCell::Blank => {}
                        JsonCell::Nested(inside) => nested += inside,
                    }
                }
                Ok(if nested > 0 {
                    JsonCell::Nested(nested)
                } else {
                    JsonCell::Text(Cow::Owned(joined))
                })
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
                Ok(JsonCell::Nested(1))
            }
        }
        deserializer.deserialize_any(CellVisitor)
    }
}

/// The keys of an object in order, with what stands under each.
pub(super) struct Tables<'t>(pub Vec<(String, Held<'t>)>);

pub(super) enum Held<'t> {
    Records(Vec<&'t RawValue>),
    Null,
    /// Anything else: a text, a number, an object.
    Other(&'t RawValue),
}

impl<'de> Deserialize<'de> for Tables<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct TablesVisitor;
        impl<'de> Visitor<'de> for TablesVisitor {
            type Value = Tables<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object of tables")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Tables<'de>, A::Error> {
                let mut tables = Vec::new();
                while let Some(name) = map.next_key::<String>()? {
                    let raw: &RawValue = map.next_value()?;
                    let rows = serde_json::Deserializer::from_str(raw.get()).deserialize_seq(Rows);
                    let held = match rows {
                        Ok(rows) => Held::Records(rows),
                        Err(_) if raw.get() == "null" => Held::Null,
                        Err(_) => Held::Other(raw),
                    };
                    tables.push((name, held));
                }
                Ok(Tables(tables))
            }
        }
        deserializer.deserialize_map(TablesVisitor)
    }
}

struct Rows;

impl<'de> Visitor<'de> for Rows {
    type Value = Vec<&'de RawValue>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of records")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
        let mut rows = Vec::new();
        while let Some(row) = items.next_element()? {
            rows.push(row);
        }
        Ok(rows)
    }
}
