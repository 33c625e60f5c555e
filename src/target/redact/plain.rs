//! A text as it reads without its escapes, with where each byte of it stands.

/// How often an escape may be escaped again.
const ROUNDS: usize = 8;
/// What HTML calls characters by name that stand in credentials.
const NAMED: [(&str, char); 11] = [
    ("amp;", '&'),
    ("lt;", '<'),
    ("gt;", '>'),
    ("quot;", '"'),
    ("apos;", '\''),
    ("sol;", '/'),
    ("plus;", '+'),
    ("equals;", '='),
    ("period;", '.'),
    ("lowbar;", '_'),
    ("hyphen;", '-'),
];

/// One byte and the range of the text that stands for it.
#[derive(Clone, Copy)]
struct Byte {
    value: u8,
    from: usize,
    to: usize,
}

/// A text without percent-encoding, escapes of JSON and of HTML, be they one in another, in small
/// letters and with `+` as the blank that it is in a form.
pub(super) struct Plain {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Where each stands; none where nothing was escaped, so that each stands where it is.
    places: Vec<(usize, usize)>,
}

impl Plain {
    /// Whether a text has no escape in it.
    pub(super) fn is(text: &str) -> bool {
        !text.bytes().any(begins_an_escape)
    }

    pub(super) fn of(text: &str) -> Self {
        if Self::is(text) {
            return Self { bytes: text.bytes().map(letter).collect(), places: Vec::new() };
        }
        let mut bytes: Vec<Byte> = text
            .bytes()
            .enumerate()
            .map(|(at, value)| Byte { value, from: at, to: at + 1 })
            .collect();
        for _ in 0..ROUNDS {
            if !bytes.iter().any(|byte| begins_an_escape(byte.value)) {
                break;
            }
            let read = unescaped(&bytes);
            let same = read.len() == bytes.len();
            bytes = read;
            if same {
                break;
            }
        }
        Self {
            bytes: bytes.iter().map(|byte| letter(byte.value)).collect(),
            places: bytes.iter().map(|byte| (byte.from, byte.to)).collect(),
        }
    }

    /// The range of the text that stands for so many bytes.
    pub(super) fn place(&self, at: usize, length: usize) -> (usize, usize) {
        if self.places.is_empty() {
            return (at, at + length);
        }
        let from = self.places.get(at).map_or(0, |place| place.0);
        let to = self.places.get(at + length - 1).map_or(from, |place| place.1);
        (from, to)
    }
}

fn begins_an_escape(byte: u8) -> bool {
    matches!(byte, b'%' | b'\\' | b'&')
}

/// In small letters, with `+` as the blank that it is in a form.
pub(super) fn letter(byte: u8) -> u8 {
    match byte {
        b'+' => b' ',
        other => other.to_ascii_lowercase(),
    }
}

/// The same of eight bytes at once.
pub(super) fn letters(eight: u64) -> u64 {
    const EACH: u64 = 0x0101_0101_0101_0101;
    const TOP: u64 = 0x80 * EACH;
    let low = eight & !TOP;
    // The top bit of each that is `A` or beyond, but not beyond `Z`, and of each that is `+`.
    let is_capital =
        (low + (0x80 - u64::from(b'A')) * EACH) & !(low + (0x7f - u64::from(b'Z')) * EACH);
    let is_not_plus = ((low ^ (u64::from(b'+') * EACH)) + 0x7f * EACH) | eight;
    let capitals = (is_capital & !eight & TOP) >> 2;
    let pluses = ((!is_not_plus & TOP) >> 7) * u64::from(b'+' ^ b' ');
    (eight | capitals) ^ pluses
}

/// Every escape read once.
fn unescaped(bytes: &[Byte]) -> Vec<Byte> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let read = match byte.value {
            b'%' => number(bytes, at + 1, 2, 16).map(|value| (Read::Byte(value), 3)),
            b'\\' => escape(bytes, at),
            b'&' => entity(bytes, at),
            _ => None,
        };
        let Some((read, length)) = read else {
            out.push(*byte);
            at += 1;
            continue;
        };
        let (from, to) = (byte.from, bytes.get(at + length - 1).map_or(byte.to, |last| last.to));
        let mut push = |value: u8| out.push(Byte { value, from, to });
        match read {
            Read::Byte(value) => push(u8::try_from(value).unwrap_or(b'?')),
            Read::Character(c) => c.encode_utf8(&mut [0; 4]).bytes().for_each(&mut push),
        }
        at += length;
    }
    out
}

enum Read {
    Byte(u32),
    Character(char),
}

/// `\u0041`, `\u{41}`, `\x41`, `\/`: what is read and how long it is.
fn escape(bytes: &[Byte], at: usize) -> Option<(Read, usize)> {
    let next = bytes.get(at + 1)?.value;
    match next {
        b'u' if bytes.get(at + 2)?.value == b'{' => {
            let digits = digits(bytes, at + 3, 16);
            let closed = bytes.get(at + 3 + digits)?.value == b'}';
            let value = number(bytes, at + 3, digits, 16).filter(|_| closed)?;
            Some((Read::Character(char::from_u32(value)?), digits + 4))
        }
        b'u' => {
            let value = number(bytes, at + 2, 4, 16)?;
            Some((Read::Character(char::from_u32(value)?), 6))
        }
        b'x' => Some((Read::Byte(number(bytes, at + 2, 2, 16)?), 4)),
        other if other.is_ascii_punctuation() => Some((Read::Byte(other.into()), 2)),
        _ => None,
    }
}

/// `&#65;`, `&#x41;`, `&amp;`.
fn entity(bytes: &[Byte], at: usize) -> Option<(Read, usize)> {
    if bytes.get(at + 1)?.value != b'#' {
        let is = |name: &str| {
            let mut read = bytes.iter().skip(at + 1).map(|byte| byte.value);
            name.bytes().all(|letter| read.next() == Some(letter))
        };
        let (name, c) = NAMED.iter().find(|(name, _)| is(name))?;
        return Some((Read::Character(*c), name.len() + 1));
    }
    let (start, radix) = match bytes.get(at + 2)?.value {
        b'x' | b'X' => (at + 3, 16),
        _ => (at + 2, 10),
    };
    let digits = digits(bytes, start, radix);
    let value = number(bytes, start, digits, radix)?;
    // Browsers read it without its semicolon too.
    let end = usize::from(bytes.get(start + digits).is_some_and(|byte| byte.value == b';'));
    Some((Read::Character(char::from_u32(value)?), start + digits + end - at))
}

fn digits(bytes: &[Byte], at: usize, radix: u32) -> usize {
    let rest = bytes.iter().skip(at).take(8);
    rest.take_while(|byte| char::from(byte.value).is_digit(radix)).count()
}

fn number(bytes: &[Byte], at: usize, length: usize, radix: u32) -> Option<u32> {
    let digits = bytes.get(at..at + length).filter(|digits| !digits.is_empty())?;
    digits.iter().try_fold(0_u32, |sum, byte| {
        sum.checked_mul(radix)?.checked_add(char::from(byte.value).to_digit(radix)?)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn eight_letters_are_read_as_each_of_them() {
        for byte in 0..=u8::MAX {
            for other in [0, b'+', b'@', b'Z', b'[', b'z', 0x7f, 0x80, 0xab, 0xff] {
                let eight = [byte, other, byte, byte, other, other, byte, other];
                let read = letters(u64::from_be_bytes(eight)).to_be_bytes();
                assert_eq!(read, eight.map(letter), "{eight:x?}");
            }
        }
    }

    #[test]
    fn every_escape_is_read_also_in_another() {
        for text in [
            "A/b c",
            "a%2Fb+c",
            "a%252fb%20C",
            r"\u0041\/b\x20c",
            r"\u{41}\u002fb c",
            "&#65;&#x2f;b&#32c",
            "a&amp;sol;b c",
            "%5Cu0041/b c",
        ] {
            let plain = Plain::of(text);
            assert_eq!(String::from_utf8_lossy(&plain.bytes), "a/b c", "{text}");
        }
    }

    #[test]
    fn what_only_begins_like_an_escape_stays() {
        for text in
            ["100% of", r"\", r"\u12", "&#", "&#x;", "%", "%2", "a && b", r"\u{}", r"\ud83d"]
        {
            assert_eq!(String::from_utf8_lossy(&Plain::of(text).bytes), text, "{text}");
        }
    }

    #[test]
    fn a_byte_knows_its_place() {
        let plain = Plain::of("é%252Fx");
        assert_eq!(plain.bytes, "é/x".as_bytes());
        assert_eq!(plain.place(2, 1), (2, 7));
        assert_eq!(plain.place(2, 2), (2, 8));
    }
}
