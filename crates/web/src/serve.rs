//! Serving: listening, and ending without cutting anyone off.

use std::future::Future;
use std::io;
use std::net::SocketAddr;

use tokio::net::TcpListener;

use crate::routes::router;
use crate::site::Site;

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
    let service = router(site).into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, service).with_graceful_shutdown(ended).await
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
