"""Two people on one thing: who comes second is told what changed and keeps the own text. Imports no app."""


class SomebodyWasFaster(Exception):
    """The row changed between showing the page and pressing the button; nothing was written."""
