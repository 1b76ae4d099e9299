//! Holds an XML document to `junit-10.xsd`, read from the file itself. That schema has no order that is not a repeated choice, so
//! what it asks is which elements, attributes and texts may stand where, and what must.

use std::collections::{BTreeMap, BTreeSet};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

const SCHEMA: &str = include_str!("junit-10.xsd");

#[derive(Default, Debug)]
struct Declared {
    has_text: bool,
    children: BTreeSet<String>,
    /// Each attribute's type, and whether it must be there.
    attributes: BTreeMap<String, (String, bool)>,
}

/// An element of a document, its attributes and all its text unescaped.
#[derive(Default, Debug)]
pub struct Element {
    pub name: String,
    pub attributes: BTreeMap<String, String>,
    pub text: String,
    pub children: Vec<Element>,
}

impl Element {
    pub fn all<'a>(&'a self, name: &'a str) -> Vec<&'a Element> {
        let below = self.children.iter().flat_map(|child| child.all(name));
        let own = (self.name == name).then_some(self);
        own.into_iter().chain(below).collect()
    }

    pub fn number(&self, attribute: &str) -> usize {
        self.attributes[attribute].parse().expect("a number")
    }
}

fn started(start: &BytesStart<'_>) -> Element {
    let name = start.name();
    let attributes = start.attributes().map(|attribute| {
        let attribute = attribute.expect("an attribute");
        let value = attribute.value.to_string();
        let value = quick_xml::escape::unescape(&value)
            .expect("escaped")
            .into_owned();
        (attribute.key.as_ref().to_owned(), value)
    });
    Element {
        name: name.as_ref().to_owned(),
        attributes: attributes.collect(),
        ..Element::default()
    }
}

/// Reads a whole document, which must be well formed and of letters that XML 1.0 allows.
pub fn read(text: &str) -> Element {
    for letter in text.chars() {
        let is_legal = matches!(letter, '\t' | '\n' | '\r' | ' '..='\u{fffd}' | '\u{10000}'..);
        assert!(is_legal, "{letter:?} may not stand in XML 1.0");
    }
    let mut reader = Reader::from_str(text);
    let mut open = vec![Element::default()];
    loop {
        match reader.read_event().expect("well formed") {
            Event::Start(start) => open.push(started(&start)),
            Event::Empty(start) => {
                let element = started(&start);
                open.last_mut().expect("open").children.push(element);
            }
            Event::End(_) => {
                let element = open.pop().expect("open");
                open.last_mut().expect("open").children.push(element);
            }
            Event::Text(words) => {
                open.last_mut().expect("open").text.push_str(words.as_ref());
            }
            Event::GeneralRef(reference) => {
                let whole = format!("&{};", reference.as_ref());
                let letter = quick_xml::escape::unescape(&whole).expect("a known reference");
                open.last_mut().expect("open").text.push_str(&letter);
            }
            Event::Eof => break,
            _ => {}
        }
    }
    let mut document = open.pop().expect("a document");
    assert!(open.is_empty(), "everything is closed");
    document.children.pop().expect("an element")
}

fn schema() -> BTreeMap<String, Declared> {
    let schema = read(SCHEMA);
    let mut types = BTreeMap::new();
    let mut elements = BTreeMap::new();
    for declaration in &schema.children {
        let name = declaration.attributes["name"].clone();
        match declaration.name.as_str() {
            "xs:complexType" => {
                types.insert(name, declaration);
            }
            "xs:element" => {
                elements.insert(name, declaration);
            }
            _ => {}
        }
    }
    let declared = elements.into_iter().map(|(name, element)| {
        let named = element.attributes.get("type");
        if named.is_some_and(|named| named == "xs:string") {
            let text = Declared {
                has_text: true,
                ..Declared::default()
            };
            return (name, text);
        }
        let complex = match named {
            Some(named) => types[named],
            None => &element.children[0],
        };
        (name, of_type(complex))
    });
    declared.collect()
}

fn of_type(complex: &Element) -> Declared {
    let children = complex.all("xs:element").into_iter().filter_map(|child| {
        let name = child.attributes.get("ref").or(child.attributes.get("name"));
        name.cloned()
    });
    let attributes = complex
        .children
        .iter()
        .filter(|part| part.name == "xs:attribute");
    let attributes = attributes.map(|attribute| {
        let must = attribute
            .attributes
            .get("use")
            .is_some_and(|it| it == "required");
        let kind = attribute.attributes["type"].clone();
        (attribute.attributes["name"].clone(), (kind, must))
    });
    Declared {
        has_text: complex
            .attributes
            .get("mixed")
            .is_some_and(|mixed| mixed == "true"),
        children: children.collect(),
        attributes: attributes.collect(),
    }
}

/// Digits, with a comma before each three of them if any, and up to three decimals.
fn is_time(text: &str) -> bool {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let is_number = |text: &str| text.chars().all(|digit| digit.is_ascii_digit());
    is_number(&whole.replace(',', "")) && part.len() <= 3 && is_number(part)
}

/// What the schema does not allow in a document.
pub fn mistakes(document: &Element) -> Vec<String> {
    let schema = schema();
    assert!(schema.len() > 10, "the schema was read");
    let mut found = Vec::new();
    judge(document, &schema, &mut found);
    found
}

fn judge(element: &Element, schema: &BTreeMap<String, Declared>, found: &mut Vec<String>) {
    let name = &element.name;
    let Some(declared) = schema.get(name) else {
        found.push(format!("there is no element {name}"));
        return;
    };
    for (attribute, value) in &element.attributes {
        match declared.attributes.get(attribute) {
            None => found.push(format!("{name} has no attribute {attribute}")),
            Some((kind, _)) if kind == "SUREFIRE_TIME" && !is_time(value) => {
                found.push(format!("{name}: {value} is no time"));
            }
            Some(_) => {}
        }
    }
    for (attribute, (_, must)) in &declared.attributes {
        if *must && !element.attributes.contains_key(attribute) {
            found.push(format!("{name} needs its {attribute}"));
        }
    }
    if !declared.has_text && !element.text.trim().is_empty() {
        found.push(format!("{name} holds no text: {}", element.text.trim()));
    }
    for child in &element.children {
        if !declared.children.contains(&child.name) {
            found.push(format!("{name} may not hold {}", child.name));
        }
        judge(child, schema, found);
    }
}
