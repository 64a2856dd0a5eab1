"""The source tables, as far as the lists of this site need them."""

import django
from django.db import models

if django.VERSION >= (3, 1):
    from django.db.models import JSONField
else:
    from django.contrib.postgres.fields import JSONField


class App(models.Model):
    id = models.UUIDField(primary_key=True)
    name = models.CharField(max_length=64)
    is_active = models.BooleanField()
    created_at = models.DateTimeField()

    class Meta:
        managed = False
        db_table = "app"


class Conference(models.Model):
    id = models.UUIDField(primary_key=True)
    conference_id = models.CharField(max_length=64)
    conference_name = models.CharField(max_length=64, null=True)
    conference_info = JSONField(null=True)
    start_time = models.DateTimeField(null=True)
    call_start = models.DateTimeField(null=True)
    end_time = models.DateTimeField(null=True)
    ongoing = models.BooleanField()
    duration = models.PositiveIntegerField()
    created_at = models.DateTimeField()
    is_active = models.BooleanField()
    app = models.ForeignKey(App, models.DO_NOTHING)

    class Meta:
        managed = False
        db_table = "conference"


class Participant(models.Model):
    id = models.UUIDField(primary_key=True)
    participant_id = models.CharField(max_length=64)
    is_sfu = models.BooleanField()
    is_active = models.BooleanField()
    app = models.ForeignKey(App, models.DO_NOTHING)
    conferences = models.ManyToManyField(Conference, related_name="participants", db_table="participant_conferences")

    class Meta:
        managed = False
        db_table = "participant"


class Child(models.Model):
    """What sessions, connections and issues have in common."""

    id = models.UUIDField(primary_key=True)
    conference = models.ForeignKey(Conference, models.DO_NOTHING)
    created_at = models.DateTimeField()
    is_active = models.BooleanField()

    class Meta:
        abstract = True


class Session(Child):
    participant = models.ForeignKey(Participant, models.DO_NOTHING)
    platform = JSONField(null=True)
    geo_ip = JSONField(null=True)
    app_version = models.CharField(max_length=16, null=True)

    class Meta:
        managed = False
        db_table = "app_session"


class Connection(Child):
    session = models.ForeignKey(Session, models.DO_NOTHING)
    type = models.CharField(max_length=1, null=True)
    connection_info = JSONField(null=True)

    class Meta:
        managed = False
        db_table = "app_connection"


class Issue(Child):
    session = models.ForeignKey(Session, models.DO_NOTHING)
    type = models.CharField(max_length=1)
    code = models.CharField(max_length=32)
    data = JSONField(null=True)

    class Meta:
        managed = False
        db_table = "app_issue"
