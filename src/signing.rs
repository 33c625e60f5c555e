//! Signatures of tokens: HMAC, with the cryptography that TLS brings. Others are nobody's here: a
//! token that is signed with a private key is made elsewhere and sent as it is.

use jsonwebtoken::crypto::{CryptoProvider, JwtSigner, JwtVerifier, KeyUtils};
use jsonwebtoken::errors::{ErrorKind, Result};
use jsonwebtoken::signature::{Error, Signer, Verifier};
use jsonwebtoken::{Algorithm, AlgorithmFamily, DecodingKey, EncodingKey};
use ring::hmac;

static PROVIDER: CryptoProvider = CryptoProvider {
    signer_factory: |algorithm, key: &EncodingKey| {
        Ok(Box::new(Hmac::new(*algorithm, key.family(), key.as_bytes())?))
    },
    verifier_factory: |algorithm, key: &DecodingKey| {
        Ok(Box::new(Hmac::new(*algorithm, key.family(), key.try_get_as_bytes()?)?))
    },
    key_utils: KeyUtils::new_unimplemented(),
};

/// Says how `jsonwebtoken` signs and verifies; it has to be said before the first token.
pub fn provide() {
    // Whoever said it before said the same.
    let _ = PROVIDER.install_default();
}

struct Hmac {
    algorithm: Algorithm,
    key: hmac::Key,
}

impl Hmac {
    fn new(algorithm: Algorithm, family: AlgorithmFamily, key: &[u8]) -> Result<Self> {
        if family != AlgorithmFamily::Hmac {
            return Err(ErrorKind::InvalidKeyFormat.into());
        }
        let digest = match algorithm {
            Algorithm::HS256 => hmac::HMAC_SHA256,
            Algorithm::HS384 => hmac::HMAC_SHA384,
            Algorithm::HS512 => hmac::HMAC_SHA512,
            _ => return Err(ErrorKind::InvalidAlgorithm.into()),
        };
        Ok(Self { algorithm, key: hmac::Key::new(digest, key) })
    }
}

impl Signer<Vec<u8>> for Hmac {
    fn try_sign(&self, message: &[u8]) -> std::result::Result<Vec<u8>, Error> {
        Ok(hmac::sign(&self.key, message).as_ref().to_vec())
    }
}

impl Verifier<Vec<u8>> for Hmac {
    fn verify(&self, message: &[u8], signature: &Vec<u8>) -> std::result::Result<(), Error> {
        hmac::verify(&self.key, message, signature).map_err(|_| Error::new())
    }
}

impl JwtSigner for Hmac {
    fn algorithm(&self) -> Algorithm {
        self.algorithm
    }
}

impl JwtVerifier for Hmac {
    fn algorithm(&self) -> Algorithm {
        self.algorithm
    }
}

#[cfg(test)]
mod tests {
    use base64::Engine;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    use jsonwebtoken::crypto::{sign, verify};

    use super::*;

    /// RFC 4231, section 4.3.
    #[test]
    fn signatures_are_those_of_the_standard() {
        provide();
        let (message, key) = (b"what do ya want for nothing?", b"Jefe");
        for (algorithm, begins) in [
            (Algorithm::HS256, [0x5b, 0xdc, 0xc1, 0x46]),
            (Algorithm::HS384, [0xaf, 0x45, 0xd2, 0xe3]),
            (Algorithm::HS512, [0x16, 0x4b, 0x7a, 0x7b]),
        ] {
            let signed = sign(message, &EncodingKey::from_secret(key), algorithm).unwrap();
            assert!(URL_SAFE_NO_PAD.decode(&signed).unwrap().starts_with(&begins));
            let verified = |message, key| {
                verify(&signed, message, &DecodingKey::from_secret(key), algorithm).unwrap()
            };
            assert!(verified(message, key));
            assert!(!verified(message, b"jefe") && !verified(b"what do ya want", key));
        }
    }

    #[test]
    fn no_other_algorithm_and_no_other_key_is_taken() {
        provide();
        let (hmac, rsa) = (EncodingKey::from_secret(b"key"), EncodingKey::from_rsa_der(b"key"));
        assert_eq!(
            sign(b"", &hmac, Algorithm::RS256).unwrap_err().kind(),
            &ErrorKind::InvalidAlgorithm
        );
        assert_eq!(
            sign(b"", &rsa, Algorithm::HS256).unwrap_err().kind(),
            &ErrorKind::InvalidKeyFormat
        );
    }
}
