"""Owns the command `python -m deploy.local.mailcatcher`: SMTP and the page, in one event loop.

Knows neither what a mail holds nor how it is shown.
"""

import argparse
import asyncio
import errno
import os
import socket
import sys
from pathlib import Path

import uvicorn
from fastapi import FastAPI

from deploy.local.failures import LocalFailure
from deploy.local.mailcatcher import api, pages
from deploy.local.mailcatcher.smtp import serve_smtp
from deploy.local.mailcatcher.store import MailStore


def web_app(store: MailStore) -> FastAPI:
    """The page and the JSON API, over one store."""
    app = FastAPI(title="Courriels d’Essaim", docs_url=None, redoc_url=None)
    app.state.store = store
    app.include_router(api.router)
    app.include_router(pages.router)
    return app


async def run(store: MailStore, *, smtp: socket.socket, http: socket.socket) -> None:
    """Serve on sockets that listen already, until SIGINT or SIGTERM."""
    config = uvicorn.Config(
        web_app(store), log_level="warning", access_log=False, timeout_graceful_shutdown=1
    )
    mails = await serve_smtp(store, smtp)
    try:
        await uvicorn.Server(config).serve(sockets=[http])
    finally:
        mails.close()


def listen(host: str, port: int) -> socket.socket:
    """Open a port.

    Raises:
        LocalFailure: it is taken, forbidden, or the host is not one of this machine's.
    """
    try:
        return socket.create_server((host, port), backlog=1024)
    except OSError as error:
        taken = error.errno == errno.EADDRINUSE
        reason = "un autre programme l’a déjà pris" if taken else os.strerror(error.errno or 0)
        raise LocalFailure(f"Impossible d’écouter sur {host}, port {port}\u00a0: {reason}.") from error


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m deploy.local.mailcatcher",
        description="Retient les courriels envoyés sur cette machine et les montre sur une page.",
    )
    parser.add_argument("--host", default="127.0.0.1", help="adresse où écouter (défaut\u00a0: %(default)s)")
    parser.add_argument("--smtp-port", type=int, default=1025, help="port SMTP (défaut\u00a0: %(default)s)")
    parser.add_argument("--port", type=int, default=8025, help="port de la page (défaut\u00a0: %(default)s)")
    parser.add_argument(
        "--folder", type=Path, help="dossier où garder aussi les courriels, entre deux démarrages"
    )
    return parser.parse_args()


def main() -> None:
    """Run until interrupted; a port that cannot be opened is one sentence and a non-zero exit."""
    options = _options()
    try:
        smtp = listen(options.host, options.smtp_port)
        http = listen(options.host, options.port)
    except LocalFailure as failure:
        sys.exit(str(failure))
    asyncio.run(run(MailStore(options.folder), smtp=smtp, http=http))


if __name__ == "__main__":
    main()
