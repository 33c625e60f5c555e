//! Certificates, good and bad, and servers that show them.

use std::sync::Arc;

use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::WebPkiClientVerifier;
use rustls::{RootCertStore, ServerConfig};

/// An authority of our own.
pub struct Authority {
    issuer: Issuer<'static, KeyPair>,
    certificate: rcgen::Certificate,
}

/// A certificate with its key.
pub struct Pair {
    certificate: rcgen::Certificate,
    key: KeyPair,
}

impl Authority {
    /// A new one.
    pub fn new(name: &str) -> Self {
        let key = KeyPair::generate().unwrap();
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.distinguished_name.push(DnType::CommonName, name);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let certificate = params.self_signed(&key).unwrap();
        Self { issuer: Issuer::new(params, key), certificate }
    }

    /// Its own certificate.
    pub fn pem(&self) -> String {
        self.certificate.pem()
    }

    /// A certificate for a host, changed before it is signed.
    pub fn signs(&self, host: &str, change: impl Fn(&mut CertificateParams)) -> Pair {
        let key = KeyPair::generate().unwrap();
        let mut params = CertificateParams::new(vec![host.to_owned()]).unwrap();
        change(&mut params);
        Pair { certificate: params.signed_by(&key, &self.issuer).unwrap(), key }
    }

    fn roots(&self) -> RootCertStore {
        let mut roots = RootCertStore::empty();
        roots.add(self.certificate.der().clone()).unwrap();
        roots
    }
}

impl Pair {
    /// One that nobody but itself has signed.
    pub fn of_its_own(host: &str) -> Self {
        let key = KeyPair::generate().unwrap();
        let params = CertificateParams::new(vec![host.to_owned()]).unwrap();
        Self { certificate: params.self_signed(&key).unwrap(), key }
    }

    /// The certificate.
    pub fn pem(&self) -> String {
        self.certificate.pem()
    }

    /// The key.
    pub fn key_pem(&self) -> String {
        self.key.serialize_pem()
    }

    /// How a server shows it; `clients` is who signs those of its clients, where it asks for them.
    pub fn shown(&self, clients: Option<&Authority>, protocol: &str) -> Arc<ServerConfig> {
        // Another test may have said it.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let builder = match clients {
            Some(authority) => ServerConfig::builder().with_client_cert_verifier(
                WebPkiClientVerifier::builder(Arc::new(authority.roots())).build().unwrap(),
            ),
            None => ServerConfig::builder().with_no_client_auth(),
        };
        let chain: Vec<CertificateDer<'static>> = vec![self.certificate.der().clone()];
        let key = PrivateKeyDer::try_from(self.key.serialize_der()).unwrap();
        let mut config = builder.with_single_cert(chain, key).unwrap();
        config.alpn_protocols = vec![protocol.as_bytes().to_vec()];
        Arc::new(config)
    }
}
