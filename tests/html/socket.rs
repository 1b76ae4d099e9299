//! One request over HTTP/1.1, as far as a driver on this machine needs it.

use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

/// The body of the answer.
pub fn request(port: u16, method: &str, path: &str, body: &str) -> io::Result<String> {
    let mut stream = TcpStream::connect(("127.0.0.1", port))?;
    stream.set_read_timeout(Some(Duration::from_mins(2)))?;
    write!(
        stream,
        "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    )?;
    let mut answer = Vec::new();
    let mut part = [0; 8_192];
    loop {
        if let Some(body) = body_of(&answer) {
            return Ok(body);
        }
        match stream.read(&mut part)? {
            0 => return Err(io::Error::other("the driver hung up")),
            read => answer.extend_from_slice(&part[..read]),
        }
    }
}

/// The body, once as much has come as the head says.
fn body_of(answer: &[u8]) -> Option<String> {
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n")? + 4;
    let head = String::from_utf8_lossy(&answer[..end]).to_ascii_lowercase();
    let length = head
        .lines()
        .find_map(|line| line.strip_prefix("content-length:"))?
        .trim()
        .parse::<usize>()
        .ok()?;
    let body = answer.get(end..end + length)?;
    Some(String::from_utf8_lossy(body).into_owned())
}
