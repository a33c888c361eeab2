//! TLS without a proxy: a certificate and its key, read once and held against each other before anything is served.

use std::fmt;
use std::path::Path;
use std::sync::Arc;

use rustls::pki_types::pem::{Error as PemError, PemObject};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{Error, ServerConfig};

/// A certificate with its key, ready to serve.
#[derive(Clone)]
pub struct Tls(pub(crate) Arc<ServerConfig>);

impl fmt::Debug for Tls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Tls")
    }
}

impl Tls {
    /// Reads a certificate with its chain and its key, both PEM. Everything that is wrong is a sentence of its own.
    pub fn read(certificate: &Path, key: &Path) -> Result<Self, Vec<String>> {
        // The same implementation as for the store; whoever chose one before has chosen the same.
        let _ = rustls::crypto::ring::default_provider().install_default();
        match (chain(certificate), secret(key)) {
            (Ok(chain), Ok(secret)) => {
                config(chain, secret).map(|config| Self(Arc::new(config))).map_err(|problem| {
                    vec![match problem {
                        Error::InconsistentKeys(_) => format!(
                            "tls-key: {} is not the key of the certificate in {}",
                            key.display(),
                            certificate.display()
                        ),
                        other => {
                            format!("tls-certificate: {} cannot be served: {other}", certificate.display())
                        }
                    }]
                })
            }
            (chain, secret) => Err([chain.err(), secret.err()].into_iter().flatten().collect()),
        }
    }
}

fn config(chain: Vec<CertificateDer<'static>>, key: PrivateKeyDer<'static>) -> Result<ServerConfig, Error> {
    let mut config = ServerConfig::builder().with_no_client_auth().with_single_cert(chain, key)?;
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(config)
}

/// The certificates of a file, our own first.
fn chain(path: &Path) -> Result<Vec<CertificateDer<'static>>, String> {
    let wrong = |why: &dyn fmt::Display| format!("tls-certificate: {}: {why}", path.display());
    let text = std::fs::read(path).map_err(|problem| wrong(&problem))?;
    let chain: Vec<_> = CertificateDer::pem_slice_iter(&text)
        .collect::<Result<_, PemError>>()
        .map_err(|problem| wrong(&problem))?;
    if chain.is_empty() {
        return Err(wrong(&"it holds no certificate in PEM form (-----BEGIN CERTIFICATE-----)"));
    }
    Ok(chain)
}

/// The key of a file.
fn secret(path: &Path) -> Result<PrivateKeyDer<'static>, String> {
    let wrong = |why: &dyn fmt::Display| format!("tls-key: {}: {why}", path.display());
    let text = std::fs::read(path).map_err(|problem| wrong(&problem))?;
    PrivateKeyDer::from_pem_slice(&text).map_err(|problem| match problem {
        PemError::NoItemsFound if String::from_utf8_lossy(&text).contains("ENCRYPTED PRIVATE KEY") => {
            wrong(&"the key is encrypted: give it without a passphrase, readable by the service alone")
        }
        PemError::NoItemsFound => wrong(&"it holds no private key in PEM form (-----BEGIN PRIVATE KEY-----)"),
        other => wrong(&other),
    })
}
