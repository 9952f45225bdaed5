"""The mail server in desk.yaml comes in; what it takes to trust each other goes out: password and authorities."""

from __future__ import annotations

import os
import ssl
from pathlib import Path

from foldwell.desk.settings import MailServer
from foldwell.diagnostics import Sink

PASSWORD = "FOLDWELL_MAIL_PASSWORD"  # noqa: S105  # the name of the variable


def find_password(server: MailServer, sink: Sink) -> str | None:
    """The password from the environment, else the system's keyring; "" where the server wants no user.

    None, and a `mail-password` complaint, where there is none.
    """
    if server.user is None:
        return ""
    password = os.environ.get(PASSWORD) or _from_keyring(keyring_service(server), server.user)
    if not password:
        sink.error(
            "mail-password", f"there is no password for `{server.user}` at {server.host}", server.place("user"),
            f"keep it in the system's keyring with `keyring set {keyring_service(server)} {server.user}`, or put it "
            f"into the environment as {PASSWORD}",
        )  # fmt: skip
        return None
    if not (password.isascii() and server.user.isascii()):
        sink.error(
            "mail-password", "the user or the password holds letters that mail servers do not agree about",
            server.place("user"), "choose a password of unaccented letters, digits and signs",
        )  # fmt: skip
        return None
    return password


def keyring_service(server: MailServer) -> str:
    """The name under which the keyring keeps the password: another host's is another one."""
    return f"foldwell-{server.host}"


def _from_keyring(service: str, user: str) -> str | None:
    try:
        import keyring
        from keyring.errors import KeyringError
    except ImportError:  # it is not among what Foldwell needs
        return None
    try:
        return keyring.get_password(service, user)
    except (KeyringError, RuntimeError, OSError):  # locked, or this system has none
        return None


def tls_context(server: MailServer, root: Path, sink: Sink) -> ssl.SSLContext | None:
    """What servers' certificates are checked with: the system's authorities, or the one in `ca_file` and no other.

    A relative `ca_file` counts from the workspace `root`. None, and a `mail-certificate` complaint, where it is no
    certificate.
    """
    try:
        return ssl.create_default_context(cafile=root / server.ca_file if server.ca_file else None)
    except OSError as error:  # an SSLError is one
        why = error.strerror if isinstance(error, FileNotFoundError) else "it is not a certificate in PEM form"
        sink.error(
            "mail-certificate", f"`{server.ca_file}` cannot be used: {why}", server.place("ca_file"),
            "`ca_file` names the certificate of the authority that signed the mail server's",
        )  # fmt: skip
        return None
