//! A workbook in the format of Excel up to 2003, byte by byte: one sheet of texts in the container that holds such files.

const SECTOR: usize = 512;
/// Marks of the table of sectors: the end of a chain, free, the table itself.
const END: u32 = 0xffff_fffe;
const FREE: u32 = 0xffff_ffff;
const TABLE: u32 = 0xffff_fffd;
/// Shorter streams are kept elsewhere.
const SHORTEST_STREAM: usize = 4096;

fn record(kind: u16, body: &[u8]) -> Vec<u8> {
    let length = u16::try_from(body.len()).expect("a short record");
    [&kind.to_le_bytes()[..], &length.to_le_bytes(), body].concat()
}

/// The stream of one sheet: a beginning of the workbook with the sheet's name and place, then the sheet.
fn book(name: &str, rows: &[&[&str]]) -> Vec<u8> {
    let begin = |kind: u16| {
        let body: Vec<u8> = [0x0600, kind, 0x0dbb, 0x07cc, 0, 0, 6, 0]
            .into_iter()
            .flat_map(u16::to_le_bytes)
            .collect();
        record(0x0809, &body)
    };
    let end = record(0x000a, &[]);
    let globals = begin(5);
    let named = |place: u32| {
        let length = u8::try_from(name.len()).expect("a short name");
        let body = [
            &place.to_le_bytes()[..],
            &[0, 0, length, 0],
            name.as_bytes(),
        ]
        .concat();
        record(0x0085, &body)
    };
    let place = globals.len() + named(0).len() + end.len();
    let mut stream = [globals, named(place as u32), end.clone(), begin(0x0010)].concat();
    for (row, cells) in (0_u16..).zip(rows) {
        for (column, text) in (0_u16..).zip(*cells) {
            let length = u16::try_from(text.len()).expect("a short cell");
            let body: Vec<u8> = [row, column, 0, length]
                .into_iter()
                .flat_map(u16::to_le_bytes)
                .chain([0])
                .chain(text.bytes())
                .collect();
            stream.extend(record(0x0204, &body));
        }
    }
    stream.extend(end);
    stream.resize(
        stream.len().max(SHORTEST_STREAM).next_multiple_of(SECTOR),
        0,
    );
    stream
}

fn entry(name: &str, kind: u8, child: u32, start: u32, size: u32) -> Vec<u8> {
    let mut entry: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let length = if name.is_empty() {
        0
    } else {
        entry.len() as u16 + 2
    };
    entry.resize(64, 0);
    entry.extend(length.to_le_bytes());
    entry.extend([kind, 1]);
    for link in [FREE, FREE, child] {
        entry.extend(link.to_le_bytes());
    }
    entry.resize(116, 0);
    for number in [start, size, 0] {
        entry.extend(number.to_le_bytes());
    }
    entry
}

/// A file with this sheet.
pub fn old_excel(name: &str, rows: &[&[&str]]) -> Vec<u8> {
    let stream = book(name, rows);
    let sectors = (stream.len() / SECTOR) as u32;
    let mut header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
    header.resize(24, 0);
    for number in [0x3e_u16, 3, 0xfffe, 9, 6, 0, 0, 0] {
        header.extend(number.to_le_bytes());
    }
    // One sector of the table, then the directory, then the stream.
    for number in [0, 1, 1, 0, SHORTEST_STREAM as u32, END, 0, END, 0, 0] {
        header.extend(number.to_le_bytes());
    }
    header.resize(SECTOR, 0xff);
    let mut table = vec![TABLE, END];
    table.extend((1..sectors).map(|place| place + 2));
    table.push(END);
    table.resize(SECTOR / 4, FREE);
    let directory = [
        entry("Root Entry", 5, 1, END, 0),
        entry("Workbook", 2, FREE, 2, stream.len() as u32),
        entry("", 0, FREE, 0, 0),
        entry("", 0, FREE, 0, 0),
    ];
    let table: Vec<u8> = table.into_iter().flat_map(u32::to_le_bytes).collect();
    [header, table, directory.concat(), stream].concat()
}
