"""Checks what a container's health is taken from."""

import socket
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from deploy.docker.health import answers
from deploy.local.ports import free_port


class Answers(BaseHTTPRequestHandler):
    """Knows one path."""

    def do_GET(self) -> None:
        self.send_response(200 if self.path == "/health/ready" else 503)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def port() -> Iterator[int]:
    with HTTPServer(("127.0.0.1", 0), Answers) as server:
        serving = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        serving.start()
        yield server.server_address[1]
        server.shutdown()
        serving.join()


def test_a_program_that_answers_is_healthy(port: int) -> None:
    assert answers(port, "/health/ready")


def test_one_that_says_it_cannot_work_is_not(port: int) -> None:
    assert not answers(port, "/health/other")


def test_nor_is_one_that_does_not_listen() -> None:
    assert not answers(free_port(), "/")


def test_nor_one_that_says_what_is_no_http() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def babble() -> None:
            connection, _ = server.accept()
            with connection:
                connection.sendall(b"220 mail.example.org ESMTP\r\n")

        babbling = Thread(target=babble)
        babbling.start()
        assert not answers(server.getsockname()[1], "/")
        babbling.join()
