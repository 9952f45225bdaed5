"""A real mail server on this computer for tests: how it is to behave comes in, what it was handed goes out."""

from __future__ import annotations

import asyncio
import datetime
import ipaddress
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from msgspec import Struct, field

HOST = "127.0.0.1"
USER, SECRET = "desk", "rosehip and 7 quinces"
DROP, SLEEP = "drop", "sleep"
Place = Literal["MAIL", "RCPT", "DATA", "content"]


def make_certificate(folder: Path, address: str = HOST) -> tuple[Path, ssl.SSLContext]:
    """The certificate of an authority of our own, and a server's context with one that it signed for `address`."""
    folder.mkdir(exist_ok=True)
    authority, root = _signed(None, "Test authority", None)
    key, leaf = _signed((authority, root), "Test mail server", address)
    ca_file, own = folder / "authority.pem", folder / "server.pem"
    ca_file.write_bytes(root.public_bytes(serialization.Encoding.PEM))
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    own.write_bytes(private + leaf.public_bytes(serialization.Encoding.PEM))
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(own)
    return ca_file, context


def _signed(
    by: tuple[ec.EllipticCurvePrivateKey, x509.Certificate] | None, name: str, address: str | None
) -> tuple[ec.EllipticCurvePrivateKey, x509.Certificate]:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    signer, issuer = (by[0], by[1].subject) if by else (key, subject)
    now = datetime.datetime.now(datetime.UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=address is None, path_length=None), critical=True)
    )
    if address is not None:
        names = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(address))])
        builder = builder.add_extension(names, critical=False)
    return key, builder.sign(signer, hashes.SHA256())


class Post(Struct):
    """The server's handler: says at each place what it is told to say there, and keeps what it has taken."""

    says: dict[Place, str] = field(default_factory=dict)
    taken: list[Envelope] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    users: list[bytes] = field(default_factory=list)

    async def _answer(self, place: Place, server: SMTP) -> str | None:
        self.asked.append(place)
        said = self.says.get(place)
        if said == SLEEP:
            await asyncio.sleep(5)
        if said == DROP:
            _break_off(server)
            await asyncio.sleep(5)
        return said

    async def handle_MAIL(  # noqa: N802  # aiosmtpd's name for it
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """MAIL FROM."""
        said = await self._answer("MAIL", server)
        envelope.mail_from, envelope.mail_options = address, options
        return said or "250 OK"

    async def handle_RCPT(  # noqa: N802  # the library's name
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        """RCPT TO."""
        said = await self._answer("RCPT", server)
        envelope.rcpt_tos.append(address)
        return said or "250 OK"

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802  # the library's name
        """The end of the message."""
        said = await self._answer("content", server)
        if said is None:
            self.taken.append(envelope)
        return said or "250 OK"

    def authenticate(
        self, _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, data: LoginPassword
    ) -> AuthResult:
        """Whether the user and password are the ones."""
        self.users.append(data.login)
        return AuthResult(success=(data.login, data.password) == (USER.encode(), SECRET.encode()), handled=False)


def _break_off(server: SMTP) -> None:
    assert isinstance(server.transport, asyncio.WriteTransport)
    server.transport.abort()


class _Smtp(SMTP):
    """The server, which can break off at the word DATA, too."""

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802  # the library's name
        said = self.event_handler.says.get("DATA")
        if said == DROP:
            _break_off(self)
        elif said:
            await self.push(said)
        else:
            await super().smtp_DATA(arg)


class _Controller(Controller):
    def factory(self) -> SMTP:
        return _Smtp(self.handler, **self.SMTP_kwargs)


@contextmanager
def mail_server(
    post: Post, context: ssl.SSLContext | None, security: Literal["starttls", "tls"] = "starttls", *,
    with_password: bool = False, utf8: bool = True, limit: int = 10_000_000,
) -> Iterator[int]:  # fmt: skip
    """A server on this computer; its port. Without a context it offers no encryption."""
    port = free_port()
    controller = _Controller(
        post, HOST, port, ssl_context=context if security == "tls" else None,
        tls_context=context if security == "starttls" else None,
        require_starttls=security == "starttls" and context is not None,
        auth_required=with_password, auth_require_tls=security == "starttls",
        authenticator=post.authenticate if with_password else None, enable_SMTPUTF8=utf8, data_size_limit=limit,
    )  # fmt: skip
    controller.start()
    try:
        yield port
    finally:
        controller.stop()


@contextmanager
def rude_server(said: bytes, *, hang: bool = False) -> Iterator[int]:
    """A server that says one thing to whoever comes, and then nothing (`hang`) or goodbye."""
    over = threading.Event()
    with socket.create_server((HOST, 0)) as door:

        def serve() -> None:
            guest, _ = door.accept()
            with guest:
                guest.sendall(said)
                if hang:
                    over.wait(10)

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield door.getsockname()[1]
        finally:
            over.set()
            thread.join()


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.create_server((HOST, 0)) as door:
        return int(door.getsockname()[1])
