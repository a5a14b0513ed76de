#!/usr/bin/env python
import os
import sys

from django.core.management import execute_from_command_line

# Commands that only compute: they work where no server is set up and nothing is configured.
PURE_COMMANDS = {"read_conclusion"}
UNUSED = {"SECRET_KEY": "unused", "DATABASE_URL": "postgresql://unused", "REDIS_URL": "redis://unused"}

if __name__ == "__main__":
    if PURE_COMMANDS & set(sys.argv[1:2]):
        os.environ |= UNUSED | os.environ
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dialogue_tracker.settings")
    execute_from_command_line(sys.argv)
