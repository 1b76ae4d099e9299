//! Headings of columns that are never loaded, whatever the file: names of children and families, addresses, national numbers.

/// Whether a heading is one of those. A worker, a team, a school may be named.
pub fn is_personal(heading: &str) -> bool {
    const ANYWHERE: [&str; 32] = [
        "forename",
        "firstname",
        "givenname",
        "middlename",
        "surname",
        "lastname",
        "familyname",
        "maidenname",
        "nickname",
        "fullname",
        "childname",
        "childsname",
        "nameofchild",
        "mothername",
        "mothersname",
        "fathername",
        "fathersname",
        "parentname",
        "carername",
        "knownas",
        "homeaddress",
        "placementaddress",
        "postcode",
        "postalcode",
        "homepost",
        "plpost",
        "uniquepupil",
        "uniquelearner",
        "nationalinsurance",
        "nhsno",
        "nhsnum",
        "email",
    ];
    const WORDS: [&str; 20] = [
        "upn",
        "uln",
        "nhs",
        "nino",
        "phone",
        "phones",
        "mobile",
        "tel",
        "telephone",
        "address",
        "addresses",
        "addr",
        "street",
        "aka",
        "alias",
        "aliases",
        "initials",
        "passport",
        "name",
        "names",
    ];
    const NAMED: [&str; 39] = [
        "team",
        "worker",
        "sw",
        "manager",
        "chair",
        "officer",
        "iro",
        "practitioner",
        "professional",
        "staff",
        "employee",
        "user",
        "owner",
        "adviser",
        "advisor",
        "supervisor",
        "auditor",
        "reviewer",
        "author",
        "agency",
        "organisation",
        "provider",
        "school",
        "setting",
        "hospital",
        "trust",
        "court",
        "district",
        "office",
        "service",
        "unit",
        "group",
        "panel",
        "plan",
        "form",
        "table",
        "field",
        "file",
        "list",
    ];
    let folded: String = heading
        .chars()
        .filter(|letter| letter.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect();
    if ANYWHERE.iter().any(|part| folded.contains(part)) {
        return true;
    }
    let words = words(heading);
    let is_one_of = |listed: &[&str]| words.iter().any(|word| listed.contains(&word.as_str()));
    // "NHS trust", "team telephone".
    is_one_of(&WORDS) && !is_one_of(&NAMED)
}

/// Whether a text is a unique pupil number (a letter, eleven digits, and a digit or letter) or an NHS number (ten digits, of which
/// the last proves the others), by its form.
pub fn is_national_number(text: &str) -> bool {
    let bytes = text.as_bytes();
    let are_digits = |bytes: &[u8]| bytes.iter().all(u8::is_ascii_digit);
    match bytes.len() {
        13 => {
            bytes[0].is_ascii_uppercase()
                && are_digits(&bytes[1..12])
                && bytes[12].is_ascii_alphanumeric()
        }
        10 if are_digits(bytes) => {
            let weighed = bytes.iter().zip((1..=10).rev());
            let sum: u32 = weighed
                .map(|(digit, weight)| u32::from(digit - b'0') * weight)
                .sum();
            sum.is_multiple_of(11)
        }
        _ => false,
    }
}

/// The words of a heading in lower case: "`homePhone_no`" is "home", "phone" and "no".
fn words(heading: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut before = ' ';
    for letter in heading.chars() {
        let begins = letter.is_uppercase() && before.is_lowercase();
        if begins || !letter.is_alphanumeric() {
            words.push(String::new());
        }
        if letter.is_alphanumeric()
            && let Some(word) = words.last_mut()
        {
            word.extend(letter.to_lowercase());
        }
        before = letter;
    }
    words.retain(|word| !word.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use super::{is_national_number, is_personal};

    #[test]
    fn national_numbers_are_known_by_their_form() {
        for number in ["A943476591923", "A94347659192B", "9434765919"] {
            assert!(is_national_number(number), "{number}");
        }
        for other in [
            "9434765918",
            "9212044",
            "RND000215205141",
            "a943476591923",
            "",
        ] {
            assert!(!is_national_number(other), "{other}");
        }
    }

    #[test]
    fn names_addresses_and_national_numbers_go_by_many_headings() {
        for heading in [
            "Forename",
            "Child's Full Name",
            "Name",
            "childName",
            "Name of child",
            "Known As",
            "AKA",
            "Mother's name",
            "Sibling names",
            "foster_carer_name",
            "Home Post Code",
            "PL_POST",
            "Carer address",
            "addr_address_json",
            "UPN",
            "Former UPN",
            "NHS no.",
            "NHS Number",
            "nhs",
            "Email",
            "E-mail of mother",
            "Phone",
            "Mobile no",
            "Tel.",
            "Child initials",
        ] {
            assert!(is_personal(heading), "{heading}");
        }
        for heading in [
            "Worker",
            "Worker name",
            "Name of social worker",
            "TeamName",
            "Allocated Team",
            "School name",
            "NHS trust",
            "Actions addressed",
            "Placement type",
            "Child ID",
            "Renamed on",
            "Telling the family",
        ] {
            assert!(!is_personal(heading), "{heading}");
        }
    }
}
