from dataclasses import dataclass


@dataclass(frozen=True)
class Message:
    """A text for a person: the subject and the plain text, for mails also the page."""

    subject: str
    text: str
    html: str = ""
