//! Why TLS came to nothing, in words: the library names its own types.

use rustls::{AlertDescription, CertificateError, Error};

/// So many of the names in a certificate are told.
const NAMES: usize = 3;

/// What went wrong.
pub(super) fn words(error: &Error) -> String {
    match error {
        Error::InvalidCertificate(problem) => certificate(problem),
        Error::InvalidMessage(_) | Error::InappropriateMessage { .. } => {
            "what answers there speaks no TLS".into()
        }
        Error::AlertReceived(alert) => refusal(*alert),
        Error::PeerIncompatible(_) => {
            "the server and docproof have no version or cipher of TLS in common".into()
        }
        Error::PeerMisbehaved(_) | Error::PeerSentOversizedRecord | Error::DecryptError => {
            "what the server says goes against TLS".into()
        }
        Error::NoCertificatesPresented => "the server shows no certificate".into(),
        other => format!("TLS failed: {other}"),
    }
}

fn certificate(problem: &CertificateError) -> String {
    use CertificateError as E;
    if let E::NotValidForNameContext { expected, presented } = problem {
        return other_names(&expected.to_str(), presented);
    }
    let said = match problem {
        E::Expired | E::ExpiredContext { .. } => "the server's certificate has expired",
        E::NotValidYet | E::NotValidYetContext { .. } => {
            "the server's certificate is not valid yet"
        }
        E::NotValidForName => "the server's certificate is not for this host",
        E::UnknownIssuer => "the server's certificate is signed by nobody who is trusted here",
        E::Revoked => "the server's certificate has been revoked",
        E::BadSignature => "the signature of the server's certificate is wrong",
        E::BadEncoding => "the server's certificate can't be read",
        E::InvalidPurpose | E::InvalidPurposeContext { .. } => {
            "the server's certificate is not one for servers"
        }
        // The library has no other name for it.
        E::Other(other) if format!("{other:?}").contains("CaUsedAsEndEntity") => {
            "the server's certificate is one of an authority, as self-signed ones often are, and not \
             one for servers"
        }
        _ => "the server's certificate can't be trusted",
    };
    said.into()
}

/// Whose certificate it is instead. The library writes names like `DnsName("host")`.
fn other_names(expected: &str, presented: &[String]) -> String {
    let names = presented.iter().take(NAMES).map(|name| {
        let quoted = name.split_once('"').and_then(|(_, rest)| rest.split_once('"'));
        quoted.map_or(name.as_str(), |(name, _)| name)
    });
    let names: Vec<&str> = names.collect();
    match names.is_empty() {
        true => format!("the server's certificate names no host, so it is not one for {expected}"),
        false => {
            format!("the server's certificate is for {}, not for {expected}", names.join(", "))
        }
    }
}

/// Why the server broke it off.
fn refusal(alert: AlertDescription) -> String {
    use AlertDescription as A;
    let why = match alert {
        A::CertificateRequired | A::NoCertificate => "it asks for a certificate and was shown none",
        A::BadCertificate
        | A::UnsupportedCertificate
        | A::CertificateRevoked
        | A::CertificateExpired
        | A::CertificateUnknown
        | A::UnknownCA
        | A::DecryptError => "it does not accept the certificate that it was shown",
        A::AccessDenied => "it denies access",
        A::HandshakeFailure | A::ProtocolVersion | A::InsufficientSecurity => {
            "it found no version or cipher of TLS, or no certificate, to agree on"
        }
        A::UnrecognisedName => "it knows no host of this name",
        A::NoApplicationProtocol => "it speaks no HTTP there",
        A::InternalError => "it has an error of its own",
        _ => return format!("the server broke off TLS (alert {})", u8::from(alert)),
    };
    format!("the server broke off TLS: {why}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_of_a_type_is_among_the_words() {
        let alerts = (0..=u8::MAX).map(|alert| Error::AlertReceived(AlertDescription::from(alert)));
        let errors = [
            Error::InvalidCertificate(CertificateError::UnknownIssuer),
            Error::InvalidCertificate(CertificateError::ApplicationVerificationFailure),
            Error::InvalidMessage(rustls::InvalidMessage::InvalidContentType),
            Error::PeerMisbehaved(rustls::PeerMisbehaved::TooMuchEarlyDataReceived),
            Error::DecryptError,
        ];
        for error in errors.into_iter().chain(alerts) {
            let said = words(&error);
            let is_type = |word: &str| word.chars().skip(1).any(|c| c.is_ascii_uppercase());
            let own = ["TLS", "HTTP"];
            let mut names =
                said.split([' ', ':', '(', ')', ',']).filter(|word| !own.contains(word));
            assert!(!names.any(is_type), "{said}");
        }
    }
}
