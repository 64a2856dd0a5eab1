"""Warms the cache through Django's connection: once, or at an interval until SIGTERM."""

from __future__ import annotations

import json
from typing import Any, Callable

from django.core.management.base import BaseCommand, CommandError, CommandParser

from pg_summary.cache import Warmer, call
from pg_summary.cache.warmer import tell
from pg_summary.cache.window import LONGEST_DAYS
from pg_summary.django.conf import NO_URL, cache, is_days, setting
from pg_summary.django.database import BadValue, Unavailable, ask
from pg_summary.serve.schedule import Schedule, seconds
from pg_summary.summaries import cached


class Command(BaseCommand):
    help = "Computes every summary of every active app and stores it in Redis, before a dashboard asks."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--every", type=seconds, metavar="30s", help="Repeat forever at this interval.")
        parser.add_argument("--days", type=int, action="append", help="A window to warm; repeatable. [WARM_DAYS]")
        parser.add_argument("--time-zone", action="append", help="A zone to warm for; repeatable. [WARM_TIME_ZONES]")

    def handle(self, *args: Any, **options: Any) -> None:
        if not cache().has_store:
            reason = "PG_SUMMARY['REDIS_URL'] is None" if setting("REDIS_URL") is None else NO_URL
            raise CommandError(f"{reason}: there is no cache to warm")
        all_days = options["days"] or setting("WARM_DAYS")
        if not all(is_days(days) for days in all_days):
            raise CommandError(f"--days and WARM_DAYS must be whole numbers from 1 to {LONGEST_DAYS}")
        self.warmer = Warmer(
            cache(),
            all_days,
            options["time_zone"] or setting("WARM_TIME_ZONES"),
            setting("API_SCHEMA"),
            cached(setting("REPLACE_UPSTREAM")),
        )
        self.is_going_on = options["every"] is not None
        if not self.is_going_on:
            if not self.cycle():
                raise CommandError("not everything was warmed")
            return
        schedule = Schedule(options["every"])
        for _ in schedule.cycles():
            self.cycle(schedule.is_stopped)

    def cycle(self, stop: Callable[[], bool] = lambda: False) -> bool:
        """Warm once and report it; returns whether all went well."""
        try:
            apps = json.loads(ask(*call("pg_summary_apps", {}, setting("API_SCHEMA"))))
            warmed = self.warmer.cycle(apps, ask, stop)
        except (BadValue, Unavailable) as error:
            self.stderr.write(str(error))
            return False
        for line in tell(warmed, again=self.is_going_on):
            self.stdout.write(line)
        return not warmed.failures and not warmed.note
