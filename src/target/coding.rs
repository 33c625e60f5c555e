//! Content codings of answers (RFC 9110, section 8.4): a server may compress, asked or not.

use std::io::{self, Read};

use brotli_decompressor::Decompressor;
use flate2::bufread::{GzDecoder, ZlibDecoder};

/// What requests ask for.
pub(super) const ACCEPTED: &str = "gzip, br, deflate";
/// How many codings one body may have on top of each other.
const LAYERS: usize = 4;
/// What a member of gzip begins with (RFC 1952, section 2.3.1).
const GZIP: [u8; 2] = [0x1f, 0x8b];
/// How much of a body is decoded at a time.
const BUFFER: usize = 64 * 1024;

/// Why a body can't be decoded.
#[derive(Debug)]
pub(super) enum Undecoded {
    /// The coding is none that is read.
    Unknown,
    /// It is not what its coding says.
    Broken(io::Error),
    /// It is longer than its limit.
    TooLong,
}

/// A body without its codings, the last of which was applied last.
pub(super) fn decoded(coding: &str, bytes: Vec<u8>, limit: usize) -> Result<Vec<u8>, Undecoded> {
    let layers: Vec<String> = coding
        .split(',')
        .map(|layer| layer.trim().to_ascii_lowercase())
        .filter(|layer| !["", "identity"].contains(&layer.as_str()))
        .collect();
    if layers.len() > LAYERS {
        return Err(Undecoded::Unknown);
    }
    layers.iter().rev().try_fold(bytes, |bytes, layer| match layer.as_str() {
        "gzip" | "x-gzip" => members(&bytes, limit),
        "deflate" => bounded(ZlibDecoder::new(bytes.as_slice()), limit),
        "br" => bounded(Decompressor::new(bytes.as_slice(), BUFFER), limit),
        _ => Err(Undecoded::Unknown),
    })
}

/// Gzip may consist of several members, one after another; what is behind them and is none is nobody's.
fn members(bytes: &[u8], limit: usize) -> Result<Vec<u8>, Undecoded> {
    let mut whole = Vec::new();
    let mut rest = bytes;
    loop {
        let mut decoder = GzDecoder::new(rest);
        whole.extend(bounded(&mut decoder, limit - whole.len())?);
        rest = decoder.into_inner();
        if !rest.starts_with(&GZIP) {
            return Ok(whole);
        }
    }
}

fn bounded(reader: impl Read, limit: usize) -> Result<Vec<u8>, Undecoded> {
    let mut bytes = Vec::new();
    let most = u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1);
    reader.take(most).read_to_end(&mut bytes).map_err(Undecoded::Broken)?;
    if bytes.len() > limit { Err(Undecoded::TooLong) } else { Ok(bytes) }
}
