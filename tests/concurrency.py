"""Two people at once, without leaving to chance who comes first."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait

from django.db import connection, transaction

# Long enough for a statement to arrive at the lock it then waits for.
MOMENT = 0.5


def nothing() -> None:
    """The first one has no second step."""


def meanwhile(
    first: Callable[[], object], second: Callable[[], object], then: Callable[[], object] = nothing
) -> BaseException | None:
    """`second` begins while the transaction of `first` is still open; what it raises is returned.

    `then`: what that transaction does after `second` has begun to wait.
    """

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
            then()
        return future.exception()
