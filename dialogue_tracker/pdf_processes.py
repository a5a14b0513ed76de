"""Parts of a large document painted by several processes at a time.

Forked by hand: a Celery worker's process is daemonic, which the multiprocessing modules allow no children.
A child inherits the fonts that are loaded and the limits of its parent, paints one part and ends.
"""

import gc
import os
import pickle
import selectors
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress

from django.utils.translation import gettext as _

from dialogue_tracker.pdf_pages import PaintedPart, PdfError, paint

# More gain little: the parts are joined by one.
MOST_PROCESSES = 4
READ_SIZE = 1 << 20


@contextmanager
def painted_elsewhere(pages: Sequence[Callable[[], str]]) -> Iterator[Iterator[PaintedPart]]:
    """The parts in their order. Work begins at once; whoever leaves the block early stops it."""
    pool = _Pool(pages)
    try:
        yield pool.results()
    finally:
        pool.stop()


class _Pool:
    def __init__(self, pages: Sequence[Callable[[], str]]) -> None:
        self.pages = pages
        self.waiting = list(range(len(pages)))[::-1]
        self.running: dict[int, tuple[int, int, bytearray]] = {}  # pipe -> process, part, what it sent
        self.done: dict[int, PaintedPart] = {}
        self.selector = selectors.DefaultSelector()
        if pages:
            gc.collect()
            gc.freeze()  # what the children share is not copied by looking at it
            self.fill()

    def fill(self) -> None:
        processes = min(MOST_PROCESSES, len(os.sched_getaffinity(0)))
        while self.waiting and len(self.running) < processes:
            self.start(self.waiting.pop())

    def start(self, part: int) -> None:
        reading, writing = os.pipe()
        process = os.fork()
        if process == 0:
            _paint_in_child(self.pages[part], writing)
        os.close(writing)
        self.running[reading] = (process, part, bytearray())
        self.selector.register(reading, selectors.EVENT_READ)

    def results(self) -> Iterator[PaintedPart]:
        for part in range(len(self.pages)):
            while part not in self.done:
                for key, _events in self.selector.select():
                    self.receive(key.fd)
            yield self.done.pop(part)

    def receive(self, pipe: int) -> None:
        process, part, sent = self.running[pipe]
        if data := os.read(pipe, READ_SIZE):
            sent += data
            return
        self.forget(pipe)
        _pid, status = os.waitpid(process, 0)
        if status != 0 or not sent:
            raise PdfError(
                _("A process that laid out the pages was stopped, most likely for lack of memory. Try again.")
            )
        found = pickle.loads(sent)  # noqa: S301  (written by our own child)
        if isinstance(found, Exception):
            raise found
        self.done[part] = found
        self.fill()

    def forget(self, pipe: int) -> None:
        del self.running[pipe]
        self.selector.unregister(pipe)
        os.close(pipe)

    def stop(self) -> None:
        for pipe, (process, _part, _sent) in list(self.running.items()):
            self.forget(pipe)
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
            with suppress(ChildProcessError):
                os.waitpid(process, 0)
        self.selector.close()
        if self.pages:
            gc.unfreeze()


def _paint_in_child(html: Callable[[], str], pipe: int) -> None:
    """Never returns: what the parent began is not for the child to end."""
    status = 1
    try:
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGUSR1):
            signal.signal(number, signal.SIG_DFL)
        gc.disable()
        try:
            found: PaintedPart | Exception = paint(html())
        except PdfError as error:
            found = error
        if isinstance(found, PaintedPart):
            found.metadata, found.fonts = None, {}
        with os.fdopen(pipe, "wb") as target:
            pickle.dump(found, target, pickle.HIGHEST_PROTOCOL)
        status = 0
    finally:
        os._exit(status)
