//! Pieces of secrets, so that one that is cut or split gives nothing away either.

use std::collections::{BTreeMap, HashSet};
use std::hash::BuildHasher;

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE};
use foldhash::{fast, quality};

use super::beginnings::Beginnings;
use super::plain::Plain;

/// So many characters of a secret in a row are a piece of it.
const PIECE: usize = 8;
/// The same in base64: hardly more of the secret.
const IN_BASE64: usize = 10;
/// The same in hexadecimal digits, two for a character.
const IN_HEX: usize = 16;
/// Shorter ones would garble every text. They are masked where they stand as a word.
const SHORTEST: usize = 6;
/// Still shorter ones are in every other text, even as words.
const SHORTEST_WORD: usize = 3;

/// Hashed already, so the set needs no more than a fast hasher.
type Hashes = HashSet<u64, fast::RandomState>;

/// Every piece of every secret, as hashes.
#[derive(Default)]
pub(super) struct Pieces {
    hasher: quality::RandomState,
    known: Hashes,
    beginnings: Beginnings<SHORTEST>,
    by_length: BTreeMap<usize, Hashes>,
    words: Vec<Vec<u8>>,
    words_begin: Beginnings<SHORTEST_WORD>,
    public: Hashes,
}

impl Pieces {
    /// Whether it knows this secret.
    pub(super) fn know(&self, secret: &str) -> bool {
        self.known.contains(&self.hasher.hash_one(secret))
    }

    /// Learns a secret in every spelling that is no mere escape.
    pub(super) fn learn(&mut self, secret: &str) {
        self.known.insert(self.hasher.hash_one(secret));
        let plain = Plain::of(secret).bytes;
        if plain.len() < SHORTEST {
            if plain.len() >= SHORTEST_WORD {
                self.words_begin.take(std::iter::once(plain.as_slice()));
                self.words.push(plain);
            }
            return;
        }
        self.take(&plain, PIECE);
        let hex: String = secret.bytes().map(|byte| format!("{byte:02x}")).collect();
        self.take(hex.as_bytes(), IN_HEX);
        for engine in [STANDARD, URL_SAFE] {
            self.take(&Plain::of(&engine.encode(secret)).bytes, IN_BASE64);
            // Behind other bytes (`user:`) it is encoded otherwise.
            for before in 1..3 {
                let encoded = engine.encode([vec![0; before], secret.as_bytes().to_vec()].concat());
                // The first characters are of what stands before, the last of what stands behind.
                let own = encoded.trim_end_matches('=').len() - 1;
                let own = encoded.get(before + 1..own).unwrap_or_default();
                self.take(&Plain::of(own).bytes, IN_BASE64);
            }
        }
    }

    /// Takes a text for public: pieces of it give nothing away.
    pub(super) fn spare(&mut self, text: &str) {
        let plain = Plain::of(text).bytes;
        let pieces: Vec<u64> =
            plain.windows(PIECE).map(|piece| self.hasher.hash_one(piece)).collect();
        self.public.extend(pieces);
    }

    fn take(&mut self, spelling: &[u8], length: usize) {
        let length = length.min(spelling.len());
        if length < SHORTEST {
            return;
        }
        let hashes = spelling.windows(length).map(|piece| self.hasher.hash_one(piece));
        self.by_length.entry(length).or_default().extend(hashes);
        // Of every place in it: what is longer than a beginning has one at each of several places.
        self.beginnings.take(spelling.windows(SHORTEST));
    }

    /// The ranges of a text in which secrets stand, in order, none touching the next.
    pub(super) fn found(&self, text: &str) -> Vec<(usize, usize)> {
        if self.by_length.is_empty() && self.words.is_empty() {
            return Vec::new();
        }
        let bytes = text.as_bytes();
        let shortest = self.by_length.keys().next();
        let may_hold_one = shortest
            .is_some_and(|shortest| self.beginnings.may_be_in(bytes, shortest - SHORTEST + 1))
            || (!self.words.is_empty() && self.words_begin.may_be_in(bytes, 1));
        if Plain::is(text) && !may_hold_one {
            return Vec::new();
        }
        let plain = Plain::of(text);
        let mut found = Vec::new();
        for at in self.beginnings.places(&plain.bytes) {
            for (length, pieces) in &self.by_length {
                let Some(piece) = plain.bytes.get(at..at + length) else { break };
                let hash = self.hasher.hash_one(piece);
                if pieces.contains(&hash) && !self.public.contains(&hash) {
                    found.push(plain.place(at, *length));
                }
            }
        }
        for at in self.words_begin.places(&plain.bytes) {
            for word in &self.words {
                let is_here = plain.bytes.get(at..).is_some_and(|rest| rest.starts_with(word));
                if is_here && stands_alone(&plain.bytes, at, word.len()) {
                    found.push(plain.place(at, word.len()));
                }
            }
        }
        joined(found)
    }
}

fn stands_alone(bytes: &[u8], at: usize, length: usize) -> bool {
    let joins = |at: Option<usize>| {
        at.and_then(|at| bytes.get(at)).is_some_and(|byte| byte.is_ascii_alphanumeric())
    };
    !joins(at.checked_sub(1)) && !joins(Some(at + length))
}

fn joined(mut ranges: Vec<(usize, usize)>) -> Vec<(usize, usize)> {
    ranges.sort_unstable();
    let mut joined: Vec<(usize, usize)> = Vec::new();
    for (from, to) in ranges {
        match joined.last_mut() {
            Some(last) if from <= last.1 => last.1 = last.1.max(to),
            _ => joined.push((from, to)),
        }
    }
    joined
}
