//! Credentials made wrong in one way from a right one, without any secret.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::hmac;
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Map, Value, json};

use super::Redactor;
use super::credentials::Unavailable;
use crate::model::{Credential, CredentialPlace, CredentialState};

/// Shorter keys than this are not cut: what is left could be anybody's.
const SHORTEST_CUT: usize = 8;
/// Says whose a key is that nobody has.
const MARK: &str = "docproof";

/// The valid credential, made wrong in the wanted way.
pub(super) fn forged(wanted: &Credential, valid: &str) -> Result<SecretString, Unavailable> {
    let is_token = wanted.is_token();
    match wanted.state {
        CredentialState::Tampered if is_token => tampered(valid, |_| 0),
        CredentialState::TamperedMiddle if is_token => tampered(valid, |length| length / 2),
        CredentialState::TamperedEnd if is_token => tampered(valid, |length| length - 1),
        CredentialState::Tampered => other_character(valid, 0),
        CredentialState::TamperedMiddle => other_character(valid, valid.chars().count() / 2),
        CredentialState::TamperedEnd => {
            other_character(valid, valid.chars().count().saturating_sub(1))
        }
        CredentialState::OtherClaims => other_claims(valid),
        CredentialState::Unsigned => unsigned(valid, "none"),
        CredentialState::UnsignedCapitalised => unsigned(valid, "None"),
        CredentialState::UnsignedCapitals => unsigned(valid, "NONE"),
        CredentialState::UnsignedKept => unsigned_beside(valid),
        CredentialState::EmptySecret => signed_with_nothing(valid),
        CredentialState::Stripped => stripped(valid),
        CredentialState::Uneven => uneven(valid),
        CredentialState::CutShort => cut_short(valid),
        CredentialState::Extended => extended(valid),
        CredentialState::OtherCase => other_case(valid),
        CredentialState::Padded if wanted.place == CredentialPlace::Query => {
            Ok(format!("{valid} "))
        }
        CredentialState::Padded => {
            Err(Unavailable("a blank at the end of a header says nothing in HTTP".into()))
        }
        _ => Err(Unavailable("such a credential can't be made from a valid one".into())),
    }
    .map(SecretString::from)
}

/// A token whose signature decodes to other bytes: a character alone may hold bits that mean
/// nothing, the last one of base64url often does.
fn tampered(token: &str, place: impl Fn(usize) -> usize) -> Result<String, Unavailable> {
    let (signed, signature) = token.rsplit_once('.').ok_or_else(not_a_jwt)?;
    let mut bytes = URL_SAFE_NO_PAD.decode(signature).map_err(|_| not_a_jwt())?;
    if bytes.is_empty() {
        return Err(not_a_jwt());
    }
    let place = place(bytes.len());
    *bytes.get_mut(place).ok_or_else(not_a_jwt)? ^= 0xff;
    Ok(format!("{signed}.{}", URL_SAFE_NO_PAD.encode(bytes)))
}

fn parts(token: &str) -> Result<(&str, &str, &str), Unavailable> {
    let mut parts = token.split('.');
    match (parts.next(), parts.next(), parts.next(), parts.next()) {
        (Some(header), Some(payload), Some(signature), None) => Ok((header, payload, signature)),
        _ => Err(not_a_jwt()),
    }
}

fn unsigned(token: &str, algorithm: &str) -> Result<String, Unavailable> {
    let (_, payload, _) = parts(token)?;
    let header = json!({"alg": algorithm, "typ": "JWT"}).to_string();
    Ok(format!("{}.{payload}.", URL_SAFE_NO_PAD.encode(header)))
}

/// Says that nothing is signed, and has the signature all the same.
fn unsigned_beside(token: &str) -> Result<String, Unavailable> {
    let (_, _, signature) = parts(token)?;
    Ok(unsigned(token, "none")? + signature)
}

/// HS256, which everybody takes who takes a shared secret, with a secret that nobody has to know.
fn signed_with_nothing(token: &str) -> Result<String, Unavailable> {
    let (_, payload, _) = parts(token)?;
    let header = json!({"alg": "HS256", "typ": "JWT"}).to_string();
    let signed = format!("{}.{payload}", URL_SAFE_NO_PAD.encode(header));
    let key = hmac::Key::new(hmac::HMAC_SHA256, b"");
    let signature = URL_SAFE_NO_PAD.encode(hmac::sign(&key, signed.as_bytes()));
    Ok(format!("{signed}.{signature}"))
}

fn stripped(token: &str) -> Result<String, Unavailable> {
    let (header, payload, _) = parts(token)?;
    Ok(format!("{header}.{payload}."))
}

/// One character too many for whole bytes: some readers fail at that before they refuse.
fn uneven(token: &str) -> Result<String, Unavailable> {
    let (header, payload, signature) = parts(token)?;
    let length = signature.len().saturating_sub(2) / 4 * 4 + 1;
    match signature.get(..length).filter(|cut| cut.len() < signature.len()) {
        Some(cut) => Ok(format!("{header}.{payload}.{cut}")),
        None => Err(not_a_jwt()),
    }
}

/// Every claim as it was and one more, under the signature that was there.
fn other_claims(token: &str) -> Result<String, Unavailable> {
    let (header, payload, signature) = parts(token)?;
    let bytes = URL_SAFE_NO_PAD.decode(payload).map_err(|_| not_a_jwt())?;
    let mut claims: Map<String, Value> = serde_json::from_slice(&bytes).map_err(|_| not_a_jwt())?;
    claims.insert("docproof".into(), json!("not what was signed"));
    let payload = URL_SAFE_NO_PAD.encode(Value::Object(claims).to_string());
    Ok(format!("{header}.{payload}.{signature}"))
}

/// The same with one letter or digit replaced, the first from this place on.
fn other_character(key: &str, from: usize) -> Result<String, Unavailable> {
    let mut characters: Vec<char> = key.chars().collect();
    let found = (from..characters.len())
        .chain((0..from).rev())
        .find(|index| characters.get(*index).is_some_and(char::is_ascii_alphanumeric));
    let place = found.and_then(|index| characters.get_mut(index));
    let place = place.ok_or_else(|| {
        Unavailable("the target's key has no letter and no digit to replace".into())
    })?;
    *place = match *place {
        '9' => '0',
        'z' => 'a',
        'Z' => 'A',
        other => char::from_u32(u32::from(other) + 1).unwrap_or('0'),
    };
    Ok(characters.into_iter().collect())
}

fn cut_short(valid: &str) -> Result<String, Unavailable> {
    if valid.chars().count() < SHORTEST_CUT {
        return Err(Unavailable(format!(
            "the target's credential has fewer than {SHORTEST_CUT} characters: cut short it could be another's"
        )));
    }
    let mut rest = valid.chars();
    rest.next_back();
    Ok(rest.as_str().to_owned())
}

fn extended(valid: &str) -> Result<String, Unavailable> {
    let last = valid.chars().next_back().unwrap_or('0');
    Ok(format!("{valid}{last}"))
}

fn other_case(valid: &str) -> Result<String, Unavailable> {
    if !valid.contains(|c: char| c.is_ascii_alphabetic()) {
        return Err(Unavailable(
            "the target's key has no letter, so none in the other case".into(),
        ));
    }
    let other = |c: char| match c.is_ascii_lowercase() {
        true => c.to_ascii_uppercase(),
        false => c.to_ascii_lowercase(),
    };
    Ok(valid.chars().map(other).collect())
}

fn not_a_jwt() -> Unavailable {
    Unavailable("the target's token is no JWT, so it can't be tampered with".into())
}

/// Teaches what a wrong key may have of the right one: what stands before the mark. The mark itself
/// is in every name that is made here.
pub(super) fn teach_wrong_key(wrong: &SecretString, redactor: &Redactor) {
    let before = wrong.expose_secret().split(MARK).next().unwrap_or_default();
    if before.len() >= SHORTEST_CUT {
        redactor.learn(&SecretString::from(before));
    }
}

/// A key of the same look and length that nobody has: its letters and digits are replaced after
/// the prefix.
pub(super) fn wrong_key(key: &str) -> String {
    let prefix = key.split_inclusive('-').next().filter(|prefix| prefix.len() < key.len());
    let prefix = prefix.unwrap_or_default();
    let rest = key.chars().count().saturating_sub(prefix.chars().count() + MARK.len());
    let random = format!("{}{}", uuid::Uuid::new_v4().simple(), uuid::Uuid::new_v4().simple());
    // Too short a key has no room to be surely nobody's.
    let random: String = random.chars().take(rest.max(16)).collect();
    format!("{prefix}{MARK}{random}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::CredentialKind;

    const KEY: &str = "in-19921d26-5f61-46c6-9b93-0b6653fddd02";

    fn made_for(
        place: CredentialPlace,
        kind: CredentialKind,
        state: CredentialState,
        valid: &str,
    ) -> Result<String, Unavailable> {
        let wanted = Credential {
            scheme: "x".into(),
            name: "x".into(),
            place,
            kind,
            auth_scheme: None,
            required: true,
            scope: None,
            scopes: Vec::new(),
            state,
        };
        forged(&wanted, valid).map(|made| made.expose_secret().to_owned())
    }

    fn made(kind: CredentialKind, state: CredentialState, valid: &str) -> String {
        made_for(CredentialPlace::Header, kind, state, valid).unwrap()
    }

    fn token() -> String {
        let part = |text: &str| URL_SAFE_NO_PAD.encode(text);
        let (header, payload) = (part(r#"{"alg":"HS256"}"#), part(r#"{"sub":"me"}"#));
        format!("{header}.{payload}.{}", URL_SAFE_NO_PAD.encode([7_u8; 32]))
    }

    fn signature(token: &str) -> Vec<u8> {
        URL_SAFE_NO_PAD.decode(token.rsplit('.').next().unwrap()).unwrap()
    }

    #[test]
    fn a_signature_is_altered_where_it_is_said() {
        for (state, place) in [
            (CredentialState::Tampered, 0),
            (CredentialState::TamperedMiddle, 16),
            (CredentialState::TamperedEnd, 31),
        ] {
            let found = signature(&made(CredentialKind::Jwt, state, &token()));
            let other: Vec<usize> = (0..32).filter(|index| found[*index] != 7).collect();
            assert_eq!(other, [place], "{state:?}");
        }
    }

    #[test]
    fn other_claims_keep_the_signature() {
        let forged = made(CredentialKind::Jwt, CredentialState::OtherClaims, &token());
        assert_eq!(signature(&forged), [7; 32]);
        assert_ne!(forged, token());
    }

    #[test]
    fn an_unsigned_token_says_so_in_its_spelling_and_a_stripped_one_does_not() {
        let header = |state| {
            let token = made(CredentialKind::Jwt, state, &token());
            assert!(token.ends_with('.'));
            let header = token.split('.').next().unwrap().to_owned();
            String::from_utf8(URL_SAFE_NO_PAD.decode(header).unwrap()).unwrap()
        };
        assert!(header(CredentialState::Unsigned).contains("\"none\""));
        assert!(header(CredentialState::UnsignedCapitalised).contains("\"None\""));
        assert!(header(CredentialState::UnsignedCapitals).contains("\"NONE\""));
        assert!(header(CredentialState::Stripped).contains("HS256"));
    }

    #[test]
    fn a_token_may_be_unsigned_beside_its_signature_or_signed_with_nothing() {
        let beside = made(CredentialKind::Jwt, CredentialState::UnsignedKept, &token());
        assert_eq!(signature(&beside), [7; 32]);
        assert_ne!(beside, token());
        let nothing = made(CredentialKind::Jwt, CredentialState::EmptySecret, &token());
        let (signed, _) = nothing.rsplit_once('.').unwrap();
        let key = hmac::Key::new(hmac::HMAC_SHA256, b"");
        hmac::verify(&key, signed.as_bytes(), &signature(&nothing)).unwrap();
    }

    #[test]
    fn a_key_is_made_wrong_by_one_character() {
        let key = |state| made(CredentialKind::Key, state, KEY);
        assert_eq!(key(CredentialState::CutShort), KEY[..KEY.len() - 1]);
        assert_eq!(key(CredentialState::Extended), format!("{KEY}2"));
        let middle = key(CredentialState::TamperedMiddle);
        assert_eq!(middle.len(), KEY.len());
        assert_eq!(middle.chars().zip(KEY.chars()).filter(|(a, b)| a != b).count(), 1);
        assert_eq!(&middle[..6], &KEY[..6]);
    }

    #[test]
    fn a_key_in_the_other_case_is_another_unless_it_has_no_letter() {
        assert_eq!(made(CredentialKind::Key, CredentialState::OtherCase, "in-1B"), "IN-1b");
        let of = |valid| {
            made_for(CredentialPlace::Query, CredentialKind::Key, CredentialState::OtherCase, valid)
        };
        assert!(of("12-34").is_err());
    }

    #[test]
    fn a_blank_is_put_behind_a_key_where_http_keeps_it() {
        let at = |place| made_for(place, CredentialKind::Key, CredentialState::Padded, KEY);
        assert_eq!(at(CredentialPlace::Query).unwrap(), format!("{KEY} "));
        assert!(at(CredentialPlace::Header).is_err());
    }

    #[test]
    fn a_wrong_key_has_the_length_of_the_right_one() {
        assert_eq!(wrong_key(KEY).len(), KEY.len());
        assert!(wrong_key(KEY).starts_with("in-docproof"));
        assert_ne!(wrong_key(KEY), wrong_key(KEY));
    }
}
