"""Each class has other rows of the same app: a body that outlived its test would be another's."""

import datetime
import uuid

from django.db import connection
from django.test import TestCase, TransactionTestCase

APP = uuid.UUID(int=7)


class Rows:
    conferences = 0

    def setUp(self):
        now = datetime.datetime.now(datetime.timezone.utc)
        with connection.cursor() as cursor:
            cursor.execute("insert into organization values (%s, 'o', %s, true)", [APP, now])
            cursor.execute(
                'insert into app (id, name, api_key, domain, "interval", recording, durations_days, organization_id,'
                " created_at, is_active) values (%s, 'a', 'k', '', 1000, false, '{}', %s, %s, true)",
                [APP, APP, now],
            )
            for _ in range(self.conferences):
                cursor.execute(
                    "insert into conference (id, conference_id, ongoing, duration, app_id, created_at, is_active)"
                    " values (%s, %s, false, 30, %s, %s, true)",
                    [uuid.uuid4(), str(uuid.uuid4()), APP, now],
                )

    def test_the_rows_of_this_test_are_counted(self):
        for _ in range(2):
            answer = self.client.get("/v1/summaries/conferences/duration-summary", {"appId": str(APP), "days": 7})
            self.assertEqual((answer.status_code, answer["X-Cache"]), (200, "miss"))
            self.assertEqual(answer.json()["data"][0]["count"], self.conferences)


class Nothing(Rows, TestCase):
    conferences = 0


class One(Rows, TestCase):
    conferences = 1


class Two(Rows, TestCase):
    conferences = 2


class Flushed(Rows, TransactionTestCase):
    """Django empties the tables of its models after each; these are not managed by any, so it is done here."""

    conferences = 3

    def tearDown(self):
        with connection.cursor() as cursor:
            cursor.execute("truncate organization, app, conference cascade")
