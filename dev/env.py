"""Servers and settings in a shell: eval "$(.venv/bin/python -m dev.env [FOLDER])"; --stop ends them."""

import argparse
import shlex
from pathlib import Path

from dev.environment import development_environment
from dev.folders import VAR
from dev.servers import Servers
from dev.talk import run_tool, say


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m dev.env", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=VAR, help="where servers and files are kept")
    parser.add_argument("--stop", action="store_true", help="stop the servers of that folder")
    arguments = parser.parse_args()
    folder = arguments.folder.resolve()
    servers = Servers(folder)
    if arguments.stop:
        servers.stop()
        return
    servers.start()
    for name, value in (development_environment(folder) | servers.environment).items():
        say(f"export {name}={shlex.quote(value)}")


if __name__ == "__main__":
    run_tool(main)
