//! What TLS towards an API rests on: whose certificates are believed, and who docproof is.

use std::fmt;
use std::path::{Path, PathBuf};

use reqwest::{Certificate, Identity};
use secrecy::SecretString;

use crate::input::{self, Kind};

/// A file in PEM is no longer than this.
const LONGEST: u64 = 4 << 20;

/// TLS settings of one API.
#[derive(Clone, Default)]
pub struct Tls {
    /// Whether certificates are believed whatever they are (`--insecure`).
    pub insecure: bool,
    /// The file with the only authorities that are believed; without one, the system's are.
    pub ca: Option<PathBuf>,
    /// The files with the certificate and key that docproof shows.
    pub client: Option<(PathBuf, PathBuf)>,
    authorities: Vec<Certificate>,
    identity: Option<Identity>,
    secrets: Vec<SecretString>,
}

// Certificates and keys are long, and a key is a secret.
impl fmt::Debug for Tls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { insecure, ca, client, .. } = self;
        f.debug_struct("Tls")
            .field("insecure", insecure)
            .field("ca", ca)
            .field("client", client)
            .finish_non_exhaustive()
    }
}

/// The files as a target file names them.
pub(super) struct TlsFiles {
    pub ca: Option<String>,
    pub certificate: Option<String>,
    pub key: Option<String>,
}

impl TlsFiles {
    /// Reads them; what isn't absolute is beside the target file.
    ///
    /// # Errors
    /// The setting and what is wrong with it.
    pub(super) fn read(self, folder: &Path) -> Result<Tls, (&'static str, String)> {
        let mut tls = Tls::default();
        if let Some(file) = self.ca {
            let path = folder.join(file);
            let pem = contents(&path).map_err(|message| ("ca-file", message))?;
            tls.authorities = Certificate::from_pem_bundle(&pem).unwrap_or_default();
            if tls.authorities.is_empty() {
                let message = format!("{}: it holds no certificate in PEM", path.display());
                return Err(("ca-file", message));
            }
            tls.ca = Some(path);
        }
        let (certificate, key) = match (self.certificate, self.key) {
            (None, None) => return checked(tls),
            (Some(certificate), Some(key)) => (folder.join(certificate), folder.join(key)),
            (Some(_), None) => {
                return Err(("client-cert-file", "it needs its client-key-file".into()));
            }
            (None, Some(_)) => {
                return Err(("client-key-file", "it needs its client-cert-file".into()));
            }
        };
        let mut pem = contents(&key).map_err(|message| ("client-key-file", message))?;
        let text = String::from_utf8_lossy(&pem);
        let lines = text.lines().map(str::trim).filter(|line| !line.starts_with('-'));
        tls.secrets = lines.filter(|line| !line.is_empty()).map(SecretString::from).collect();
        pem.push(b'\n');
        pem.extend(contents(&certificate).map_err(|message| ("client-cert-file", message))?);
        let identity = Identity::from_pem(&pem).map_err(|_| {
            let message = format!(
                "{} and {} hold no certificate with its key in PEM",
                certificate.display(),
                key.display()
            );
            ("client-cert-file", message)
        })?;
        tls.identity = Some(identity);
        tls.client = Some((certificate, key));
        checked(tls)
    }
}

/// Makes a client once, so that what can't be used is told with its place.
fn checked(tls: Tls) -> Result<Tls, (&'static str, String)> {
    if tls.ca.is_none() && tls.client.is_none() {
        return Ok(tls);
    }
    provide();
    let setting = if tls.client.is_some() { "client-cert-file" } else { "ca-file" };
    match tls.apply(reqwest::Client::builder().tls_certs_only([])).build() {
        Ok(_) => Ok(tls),
        Err(error) => {
            Err((setting, format!("TLS can't use it: {}", super::failure::chain(&error))))
        }
    }
}

fn contents(path: &Path) -> Result<Vec<u8>, String> {
    let name = path.to_string_lossy();
    if name.contains("-----") || name.contains('\n') {
        return Err("it holds PEM itself, which is not repeated here; name its file".into());
    }
    if world_can_write(path) {
        return Err(format!(
            "{name}: everybody on this machine can write to it, so it proves nothing; `chmod o-w {name}`"
        ));
    }
    input::bytes(path, Kind::File, LONGEST)
        .map_err(|error| format!("{}: {error}; name a PEM file", path.display()))
}

/// Whether everybody on this machine can write a file: whoever can, can put another in its place.
pub fn world_can_write(file: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        std::fs::metadata(file)
            .is_ok_and(|file| file.is_file() && file.permissions().mode() & 0o002 != 0)
    }
    #[cfg(not(unix))]
    {
        let _ = file;
        false
    }
}

/// Says which cryptography TLS uses.
pub(super) fn provide() {
    // Another client of this process may have said it; both say the same.
    let _ = rustls::crypto::ring::default_provider().install_default();
}

impl Tls {
    /// The lines of the private key.
    pub(super) fn secrets(&self) -> &[SecretString] {
        &self.secrets
    }

    /// Sets up a client.
    pub(super) fn apply(&self, builder: reqwest::ClientBuilder) -> reqwest::ClientBuilder {
        let mut builder = builder;
        if self.insecure {
            builder = builder.tls_danger_accept_invalid_certs(true);
        } else if self.ca.is_some() {
            builder = builder.tls_certs_only(self.authorities.clone());
        }
        match &self.identity {
            Some(identity) => builder.identity(identity.clone()),
            None => builder,
        }
    }
}
