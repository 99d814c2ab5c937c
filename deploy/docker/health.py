"""Owns what an engine asks to know whether a container works: `python -m deploy.docker.health 8002 /`.

It is asked from inside the container, and knows nothing of what is asked.
"""

import argparse
import http.client
import sys
from http import HTTPStatus

TIMEOUT_SECONDS = 3.0


def answers(port: int, path: str) -> bool:
    """Whether the path is answered with 200, in time."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT_SECONDS)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def main() -> None:
    """Exit with 0 where it answers, with 1 where it does not."""
    parser = argparse.ArgumentParser(prog="python -m deploy.docker.health")
    parser.add_argument("port", type=int)
    parser.add_argument("path")
    options = parser.parse_args()
    sys.exit(not answers(options.port, options.path))


if __name__ == "__main__":
    main()
