//! Serving: listening, and ending without cutting anyone off.

use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use axum_server::Handle;
use axum_server::tls_rustls::RustlsConfig;
use tokio::net::TcpListener;

use crate::routes::router;
use crate::site::Site;
use crate::tls::Tls;

/// How long those have who are being answered when the program is asked to end: a little more than any answer takes.
const PATIENCE: Duration = Duration::from_secs(65);

/// Listens where the settings say.
pub async fn listen(site: &Site) -> io::Result<TcpListener> {
    TcpListener::bind(site.settings().listen).await
}

/// Serves until the signal comes, then lets what has begun come to its end.
pub async fn serve(
    site: Site,
    listener: TcpListener,
    ended: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    let tls = site.settings().tls.clone();
    let service = router(site).into_make_service_with_connect_info::<SocketAddr>();
    let Some(Tls(config)) = tls else {
        return axum::serve(listener, service).with_graceful_shutdown(ended).await;
    };
    let handle = Handle::new();
    let ending = handle.clone();
    tokio::spawn(async move {
        ended.await;
        ending.graceful_shutdown(Some(PATIENCE));
    });
    let server = axum_server::from_tcp_rustls(listener.into_std()?, RustlsConfig::from_config(config))?;
    server.handle(handle).serve(service).await
}

/// When the system or whoever started the program asks it to end.
pub async fn asked_to_end() {
    let interrupted = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminated) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = interrupted => {}
                _ = terminated.recv() => {}
            }
            return;
        }
    }
    // Where signals cannot be heard, only the system can end the program.
    let _ = interrupted.await;
}
