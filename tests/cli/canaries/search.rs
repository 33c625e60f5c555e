//! Searches a text for pieces of secrets, with a decoder of its own.

use std::collections::BTreeSet;

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};

use super::places::{escaped, percent};

/// So many characters of a secret in a row give it away.
pub(super) const PIECE: usize = 9;

/// A text with every escape read, over and over, in small letters.
fn flat(text: &str) -> Vec<u8> {
    let mut bytes = text.as_bytes().to_vec();
    for _ in 0..6 {
        let mut out = Vec::with_capacity(bytes.len());
        let mut at = 0;
        let hex = |from: usize, length: usize| {
            let digits = bytes.get(from..from + length)?;
            u32::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
        };
        let named: [(&[u8], u8); 5] = [
            (b"&amp;", b'&'),
            (b"&lt;", b'<'),
            (b"&gt;", b'>'),
            (b"&quot;", b'"'),
            (b"&#39;", b'\''),
        ];
        while at < bytes.len() {
            let rest = &bytes[at..];
            let read = match rest[0] {
                b'%' => hex(at + 1, 2).map(|value| (value, 3)),
                b'\\' if rest.get(1) == Some(&b'u') => hex(at + 2, 4).map(|value| (value, 6)),
                b'\\' if rest.get(1).is_some_and(|next| b"\\\"/'".contains(next)) => {
                    Some((rest[1].into(), 2))
                }
                b'&' if rest.starts_with(b"&#x") => rest
                    .iter()
                    .position(|byte| *byte == b';')
                    .and_then(|end| Some((hex(at + 3, end - 3)?, end + 1))),
                b'&' if rest.get(1) == Some(&b'#') => {
                    rest.iter().position(|byte| *byte == b';').and_then(|end| {
                        let digits = std::str::from_utf8(&rest[2..end]).ok()?;
                        Some((digits.parse().ok()?, end + 1))
                    })
                }
                b'&' => named
                    .iter()
                    .find(|(name, _)| rest.starts_with(name))
                    .map(|(name, value)| ((*value).into(), name.len())),
                _ => None,
            };
            let (value, length) = read.unwrap_or((rest[0].into(), 1));
            out.push(u8::try_from(value).unwrap_or(b'?'));
            at += length;
        }
        let same = out.len() == bytes.len();
        bytes = out;
        if same {
            break;
        }
    }
    bytes
}

/// What runs of letters and digits are in base64 and in hexadecimal digits, from every place.
fn decoded(bytes: &[u8]) -> Vec<Vec<u8>> {
    let is_letter = |byte: &u8| byte.is_ascii_alphanumeric() || b"+/-_".contains(byte);
    let mut found = Vec::new();
    for run in bytes.split(|byte| !is_letter(byte)).filter(|run| run.len() >= 12) {
        let url: Vec<u8> = run
            .iter()
            .map(|byte| match byte {
                b'+' => b'-',
                b'/' => b'_',
                other => *other,
            })
            .collect();
        for from in 0..4.min(url.len()) {
            let rest = &url[from..];
            let even = &rest[..rest.len() - rest.len() % 4];
            found.extend(URL_SAFE_NO_PAD.decode(even));
        }
        for from in 0..2 {
            let pairs = run[from..].chunks_exact(2);
            let value = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok();
            found.push(pairs.map(|pair| value(pair).unwrap_or(b' ')).collect());
        }
    }
    found
}

/// Holds a text to having no piece of any secret in any spelling.
#[track_caller]
pub(super) fn is_clean(what: &str, text: &str, secrets: &BTreeSet<String>) {
    let small = |bytes: &[u8]| bytes.to_ascii_lowercase();
    let mut pieces: BTreeSet<Vec<u8>> = BTreeSet::new();
    for secret in secrets {
        for form in [secret.clone(), secret.replace('+', " ")] {
            pieces.extend(small(&flat(&form)).windows(PIECE).map(<[u8]>::to_vec));
        }
    }
    let public = small(b"docproof-no-credential https://login.example/?t=");
    pieces.retain(|piece| !public.windows(PIECE).any(|known| known == piece.as_slice()));
    // Most places are none: the first four bytes say so.
    let first = |piece: &[u8]| {
        piece[..4].iter().fold(0, |sum, byte| (sum * 31 + usize::from(*byte)) & 0xf_ffff)
    };
    let mut begins = vec![false; 0x10_0000];
    pieces.iter().for_each(|piece| begins[first(piece)] = true);
    let plain = flat(text);
    let mut views = decoded(&plain);
    views.push(plain);
    for view in views {
        let view = small(&view);
        if let Some(at) =
            view.windows(PIECE).position(|piece| begins[first(piece)] && pieces.contains(piece))
        {
            let around = &view[at.saturating_sub(160)..(at + 80).min(view.len())];
            panic!("{what} gives a secret away: …{}…", String::from_utf8_lossy(around));
        }
    }
}

#[test]
fn the_search_finds_what_it_looks_for() {
    let secrets = BTreeSet::from(["in-4711aBc/xyz+90".to_owned()]);
    let secret = secrets.first().unwrap();
    for text in [
        secret.clone(),
        secret[3..12].to_owned(),
        percent(&percent(secret)),
        escaped(secret).replace('\\', "\\\\"),
        STANDARD.encode(format!("me:{secret}")),
        secret.bytes().map(|byte| format!("{byte:02X}")).collect(),
        secret.chars().map(|c| format!("&#{};", u32::from(c))).collect(),
    ] {
        let found =
            std::panic::catch_unwind(|| is_clean("it", &format!("got {text} here"), &secrets));
        assert!(found.is_err(), "{text}");
    }
    is_clean("it", "in-4711a and nothing more", &secrets);
}
