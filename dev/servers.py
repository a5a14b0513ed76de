"""The servers a folder owns: PostgreSQL and Redis, and the environment that leads Django to them."""

from pathlib import Path

from dev.postgres_server import PostgresServer
from dev.redis_server import RedisServer


class Servers:
    def __init__(self, folder: Path, *, throwaway: bool = False) -> None:
        self.postgres = PostgresServer(folder / "postgres", throwaway=throwaway)
        self.redis = RedisServer(folder / "redis", throwaway=throwaway)

    @property
    def environment(self) -> dict[str, str]:
        return {"DATABASE_URL": self.postgres.url, "REDIS_URL": self.redis.url}

    def start(self) -> None:
        self.postgres.start()
        self.redis.start()

    def stop(self) -> None:
        self.redis.stop()
        self.postgres.stop()
