"""Owns the job that makes a lone mongod a replica set: `python -m deploy.docker.replica_set mongodb 27017`.

Host and port are how every client must reach it: the replica set tells them to its clients. Another run
changes nothing.
"""

import argparse
import time

from deploy.local.mongodb import accepts_writes
from shared.telemetry import configure_logging, get_logger

PAUSE_SECONDS = 1.0


def main() -> None:
    """End once the server accepts writes, however late it starts."""
    parser = argparse.ArgumentParser(prog="python -m deploy.docker.replica_set")
    parser.add_argument("host")
    parser.add_argument("port", type=int)
    options = parser.parse_args()
    configure_logging("replica-set", "INFO")
    while not accepts_writes(options.host, options.port, member=f"{options.host}:{options.port}"):
        get_logger().info("waiting for the database", host=options.host)
        time.sleep(PAUSE_SECONDS)  # between two questions: mongod says to nobody that it is there
    get_logger().info("replica set accepts writes", host=options.host)


if __name__ == "__main__":
    main()
