"""The client before servers that misbehave: each is a real one on loopback, and each ends in Unreachable or Refused."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from mail_server import make_certificate

from foldwell.desk.ipp_client import Operation, Refused, Unreachable, ask, text, words
from foldwell.desk.ipp_message import Message, Tag, decode, encode

OK = encode(0x0000, 1, [(Tag.OPERATION, [text("attributes-charset", Tag.CHARSET, "utf-8")])])


def http(status: str, body: bytes = b"") -> bytes:
    """An HTTP answer."""
    return f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n".encode() + body


def says(code: int, message: str) -> bytes:
    return http("200 OK", encode(code, 1, [(Tag.OPERATION, [text("status-message", Tag.TEXT, message)])]))


@contextmanager
def server(
    *answers: bytes, read: int = 1_000_000, tls: ssl.SSLContext | None = None
) -> Iterator[tuple[str, list[bytes]]]:
    """A server that reads a request and gives these answers, one a connection; its address, and what it was asked.
    It speaks TLS from the second connection on."""
    asked: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            for number, answer in enumerate(answers):
                plain, _ = listener.accept()
                with tls.wrap_socket(plain, server_side=True) if tls and number else plain as connection:
                    asked.append(_request(connection, read))
                    connection.sendall(answer)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"ipp://127.0.0.1:{listener.getsockname()[1]}/ipp/print", asked
        thread.join(10)
        assert not thread.is_alive()


def _request(connection: socket.socket, most: int) -> bytes:
    """The body of a request, or as much of it as the server cares for."""
    data = b""
    while b"\r\n\r\n" not in data:
        data += connection.recv(4096)
        if data.startswith(b"\x16"):  # a client that begins with TLS
            return data
    head, _, body = data.partition(b"\r\n\r\n")
    length = int(
        next(line for line in head.split(b"\r\n") if line.lower().startswith(b"content-length")).split(b":")[1]
    )
    while len(body) < min(length, most):
        body += connection.recv(65536)
    return body


def get(uri: str, **more: float) -> Message:
    return ask(uri, Operation.GET_PRINTER_ATTRIBUTES, **more)  # type: ignore[arg-type]  # options by name


def test_a_good_answer_to_a_right_request() -> None:
    with server(http("200 OK", OK)) as (uri, asked):
        assert get(uri).code == 0
    message = decode(asked[0])
    assert (message.version, message.code) == ((2, 0), Operation.GET_PRINTER_ATTRIBUTES)
    first = message.group(Tag.OPERATION)
    # The order that RFC 8011 (4.1.4, 4.1.5) asks for
    assert list(first) == ["attributes-charset", "attributes-natural-language", "printer-uri", "requesting-user-name"]
    assert first["printer-uri"] == [uri]


def test_an_old_server_is_asked_again_in_its_version() -> None:
    with server(says(0x0503, "too new"), http("200 OK", OK)) as (uri, asked):
        assert get(uri).code == 0
    assert [decode(request).version for request in asked] == [(2, 0), (1, 1)]


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (http("500 Oops"), "HTTP status 500"),
        (http("404 Not Found"), "HTTP status 404"),
        (http("200 OK", b"<html>Hello</html>"), "something that is not IPP"),
        (http("200 OK", OK[:-3]), "something that is not IPP"),
        (b"SSH-2.0-OpenSSH_9.2\r\n", "does not speak IPP"),
        (b"", "broke the connection"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc", "something that is not IPP"),
    ],
)
def test_who_does_not_speak_ipp(answer: bytes, said: str) -> None:
    with server(answer) as (uri, _), pytest.raises(Unreachable, match=said):
        get(uri)


def test_who_wants_a_password() -> None:
    with server(http("401 Unauthorized")) as (uri, _), pytest.raises(Refused) as caught:
        get(uri)
    assert caught.value.reason == "it asks for a password, which Foldwell does not send"


def test_who_wants_tls_gets_it(tmp_path: Path) -> None:
    _, context = make_certificate(tmp_path / "keys")
    with server(http("426 Upgrade Required"), http("200 OK", OK), tls=context) as (uri, asked):
        assert get(uri).code == 0
    assert asked[0][8:] == asked[1][8:]  # the same request, now encrypted


def test_who_wants_tls_and_does_not_speak_it() -> None:
    with server(http("426 Upgrade Required"), b"no") as (uri, _), pytest.raises(Unreachable, match="TLS"):
        get(uri)


def test_who_says_nothing() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        uri = f"ipp://127.0.0.1:{silent.getsockname()[1]}/"
        with pytest.raises(Unreachable, match="does not answer"):
            get(uri, seconds=0.2)


def test_who_refuses_before_the_document_is_read() -> None:
    refusal = says(0x0408, "at most 1 MB")
    with server(refusal, read=100) as (uri, _), pytest.raises((Refused, Unreachable)) as caught:
        ask(uri, Operation.PRINT_JOB, document=bytes(20_000_000), seconds=5.0)
    # The answer may be lost with the connection that the server closed while data was on its way.
    assert "the document is too large for it (at most 1 MB)" in getattr(caught.value, "reason", "") or isinstance(
        caught.value, Unreachable
    )


def test_a_refusal_names_what_is_not_supported_and_obeys_no_escapes() -> None:
    unsupported = [text("sides", Tag.KEYWORD, "two\x1b[31m"), text("media", Tag.KEYWORD, "a", "b")]
    status = [text("status-message", Tag.TEXT, "No\x1b]0;gotcha\x07 way")]
    answer = http("200 OK", encode(0x040B, 1, [(Tag.OPERATION, status), (Tag.UNSUPPORTED, unsupported)]))
    with server(answer) as (uri, _), pytest.raises(Refused) as caught:
        get(uri)
    assert caught.value.unsupported == {"sides": "two [31m", "media": "a, b"}
    assert caught.value.reason == "it does not know a setting of the job (No ]0;gotcha  way)"


def test_an_unknown_status_is_told_as_a_number() -> None:
    assert Refused(0x04FF, "").reason == "status 0x04ff"


@pytest.mark.parametrize(
    "uri",
    ["ipp://", "ipp:///ipp/print", "ipp://host:port/", "ipp://[::1/", "ipp://host:0/", "ipp://" + "a" * 80 + ".b/"],
)
def test_an_address_that_is_none(uri: str) -> None:
    with pytest.raises(Unreachable, match="address"):
        get(uri)


def test_a_path_that_http_cannot_carry() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        for path in ("ñ", "a b"):
            with pytest.raises(Unreachable):
                get(f"ipp://127.0.0.1:{listener.getsockname()[1]}/{path}", seconds=0.2)


def test_words_are_words() -> None:
    assert words({"a": ["x", "x", "", 3, "y\n"]}, "a") == ("x", "y ")
