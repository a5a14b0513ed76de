"""What the settings read from the environment, for a development folder such as var/."""

import os
import secrets
from pathlib import Path


def development_environment(folder: Path) -> dict[str, str]:
    """Everything but the servers' addresses; a variable that is already set wins in `over()`."""
    return {
        "DEVELOPMENT": "1",
        "SECRET_KEY": secret_key(folder),
        "MEDIA_ROOT": str(folder / "media"),
        "MAILBOX_DIR": str(folder / "mail"),
    }


def secret_key(folder: Path) -> str:
    """Made once and kept, so that a restart signs nobody out."""
    path = folder / "secret-key"
    folder.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        kept = path.read_text().strip()
        if kept:
            return kept
        path.unlink()  # a start was interrupted between making the file and filling it
        return secret_key(folder)
    with open(handle, "w") as file:
        key = secrets.token_urlsafe(50)
        file.write(key)
    return key


def over(defaults: dict[str, str]) -> dict[str, str]:
    """The caller's environment, completed by the defaults."""
    return defaults | {name: value for name, value in os.environ.items() if value or name not in defaults}
