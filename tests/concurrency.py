"""Two people at once, without leaving to chance who comes first."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait

from django.db import connection, transaction

# Long enough for a statement to arrive at the lock it then waits for.
MOMENT = 0.5


def meanwhile(first: Callable[[], object], second: Callable[[], object]) -> BaseException | None:
    """`second` begins while the transaction of `first` is still open; what it raises is returned."""

    def run() -> None:
        try:
            second()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            first()
            future = pool.submit(run)
            wait([future], timeout=MOMENT)
        return future.exception()
