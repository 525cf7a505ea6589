from decimal import Decimal

import django.core.validators
import django.db.models.deletion
import simple_history.models
import uuid_utils.compat
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_bind_links_to_roles"),
        ("register", "0004_firms_institutions_people"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Body",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(auto_now_add=True, verbose_name="entered"),
                ),
                (
                    "retired_at",
                    models.DateTimeField(
                        editable=False, null=True, verbose_name="retired"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("commission", "Cluster commission"),
                            ("working_group", "Working group"),
                            ("steering_committee", "Steering committee"),
                        ],
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                (
                    "mandate",
                    models.TextField(
                        blank=True, max_length=4000, verbose_name="mandate"
                    ),
                ),
                (
                    "rules",
                    models.TextField(
                        blank=True, max_length=8000, verbose_name="rules of procedure"
                    ),
                ),
                (
                    "formed_on",
                    models.DateField(blank=True, null=True, verbose_name="formed on"),
                ),
                (
                    "quorum",
                    models.DecimalField(
                        blank=True,
                        decimal_places=3,
                        max_digits=4,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0")),
                            django.core.validators.MaxValueValidator(Decimal("1")),
                        ],
                        verbose_name="quorum",
                    ),
                ),
                (
                    "firms_target",
                    models.DecimalField(
                        blank=True,
                        decimal_places=3,
                        max_digits=4,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0")),
                            django.core.validators.MaxValueValidator(Decimal("1")),
                        ],
                        verbose_name="least share of firms",
                    ),
                ),
                (
                    "women_target",
                    models.DecimalField(
                        blank=True,
                        decimal_places=3,
                        max_digits=4,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0")),
                            django.core.validators.MaxValueValidator(Decimal("1")),
                        ],
                        verbose_name="least share of women",
                    ),
                ),
                (
                    "cluster",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bodies",
                        to="register.cluster",
                        verbose_name="cluster",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bodies",
                        to="accounts.programme",
                    ),
                ),
            ],
            options={
                "verbose_name": "body",
                "verbose_name_plural": "bodies",
                "ordering": ("kind", "name", "id"),
            },
        ),
        migrations.CreateModel(
            name="BodyMember",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(auto_now_add=True, verbose_name="entered"),
                ),
                (
                    "retired_at",
                    models.DateTimeField(
                        editable=False, null=True, verbose_name="retired"
                    ),
                ),
                (
                    "office",
                    models.CharField(
                        choices=[
                            ("chair", "Chair"),
                            ("deputy", "Deputy chair"),
                            ("secretary", "Secretary"),
                            ("member", "Member"),
                            ("observer", "Observer"),
                        ],
                        default="member",
                        max_length=10,
                        verbose_name="office",
                    ),
                ),
                (
                    "began_on",
                    models.DateField(blank=True, null=True, verbose_name="since"),
                ),
                (
                    "ended_on",
                    models.DateField(blank=True, null=True, verbose_name="until"),
                ),
                (
                    "ended_because",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="why it ended"
                    ),
                ),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="members",
                        to="register.body",
                        verbose_name="body",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="seats",
                        to="register.person",
                        verbose_name="person",
                    ),
                ),
                (
                    "represents",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="represented_in",
                        to="register.organisation",
                        verbose_name="represents",
                    ),
                ),
            ],
            options={
                "verbose_name": "member of a body",
                "ordering": ("person__name", "began_on", "id"),
            },
        ),
        migrations.CreateModel(
            name="ContactEntry",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(auto_now_add=True, verbose_name="entered"),
                ),
                (
                    "retired_at",
                    models.DateTimeField(
                        editable=False, null=True, verbose_name="retired"
                    ),
                ),
                ("day", models.DateField(verbose_name="day")),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("visit", "Visit"),
                            ("phone", "Phone call"),
                            ("message", "Message"),
                            ("meeting", "Meeting"),
                            ("event", "Event"),
                        ],
                        max_length=8,
                        verbose_name="how",
                    ),
                ),
                (
                    "said",
                    models.TextField(max_length=8000, verbose_name="what was said"),
                ),
                (
                    "is_confidential",
                    models.BooleanField(default=False, verbose_name="confidential"),
                ),
                (
                    "cluster",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contacts",
                        to="register.cluster",
                        verbose_name="cluster",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contacts",
                        to="register.organisation",
                        verbose_name="firm or institution",
                    ),
                ),
                (
                    "ours",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who of us",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contacts",
                        to="register.person",
                        verbose_name="person",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contacts",
                        to="accounts.programme",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="written by",
                    ),
                ),
            ],
            options={
                "verbose_name": "contact",
                "ordering": ("-day", "-id"),
            },
        ),
        migrations.CreateModel(
            name="HistoricalBody",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        db_index=True, default=uuid_utils.compat.uuid7, editable=False
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        blank=True, editable=False, verbose_name="entered"
                    ),
                ),
                (
                    "retired_at",
                    models.DateTimeField(
                        editable=False, null=True, verbose_name="retired"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("commission", "Cluster commission"),
                            ("working_group", "Working group"),
                            ("steering_committee", "Steering committee"),
                        ],
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                (
                    "mandate",
                    models.TextField(
                        blank=True, max_length=4000, verbose_name="mandate"
                    ),
                ),
                (
                    "rules",
                    models.TextField(
                        blank=True, max_length=8000, verbose_name="rules of procedure"
                    ),
                ),
                (
                    "formed_on",
                    models.DateField(blank=True, null=True, verbose_name="formed on"),
                ),
                (
                    "quorum",
                    models.DecimalField(
                        blank=True,
                        decimal_places=3,
                        max_digits=4,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0")),
                            django.core.validators.MaxValueValidator(Decimal("1")),
                        ],
                        verbose_name="quorum",
                    ),
                ),
                (
                    "firms_target",
                    models.DecimalField(
                        blank=True,
                        decimal_places=3,
                        max_digits=4,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0")),
                            django.core.validators.MaxValueValidator(Decimal("1")),
                        ],
                        verbose_name="least share of firms",
                    ),
                ),
                (
                    "women_target",
                    models.DecimalField(
                        blank=True,
                        decimal_places=3,
                        max_digits=4,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0")),
                            django.core.validators.MaxValueValidator(Decimal("1")),
                        ],
                        verbose_name="least share of women",
                    ),
                ),
                (
                    "history_id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")],
                        max_length=1,
                    ),
                ),
                (
                    "cluster",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="register.cluster",
                        verbose_name="cluster",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="accounts.programme",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical body",
                "verbose_name_plural": "historical bodies",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalContactEntry",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        db_index=True, default=uuid_utils.compat.uuid7, editable=False
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        blank=True, editable=False, verbose_name="entered"
                    ),
                ),
                (
                    "retired_at",
                    models.DateTimeField(
                        editable=False, null=True, verbose_name="retired"
                    ),
                ),
                ("day", models.DateField(verbose_name="day")),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("visit", "Visit"),
                            ("phone", "Phone call"),
                            ("message", "Message"),
                            ("meeting", "Meeting"),
                            ("event", "Event"),
                        ],
                        max_length=8,
                        verbose_name="how",
                    ),
                ),
                (
                    "said",
                    models.TextField(max_length=8000, verbose_name="what was said"),
                ),
                (
                    "is_confidential",
                    models.BooleanField(default=False, verbose_name="confidential"),
                ),
                (
                    "history_id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")],
                        max_length=1,
                    ),
                ),
                (
                    "cluster",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="register.cluster",
                        verbose_name="cluster",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="register.organisation",
                        verbose_name="firm or institution",
                    ),
                ),
                (
                    "ours",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who of us",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="register.person",
                        verbose_name="person",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="accounts.programme",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="written by",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical contact",
                "verbose_name_plural": "historical contacts",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalMeeting",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        db_index=True, default=uuid_utils.compat.uuid7, editable=False
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        blank=True, editable=False, verbose_name="entered"
                    ),
                ),
                (
                    "retired_at",
                    models.DateTimeField(
                        editable=False, null=True, verbose_name="retired"
                    ),
                ),
                ("day", models.DateField(verbose_name="day")),
                (
                    "begins_at",
                    models.TimeField(blank=True, null=True, verbose_name="begins at"),
                ),
                (
                    "place",
                    models.CharField(blank=True, max_length=200, verbose_name="place"),
                ),
                (
                    "agenda",
                    models.TextField(
                        blank=True, max_length=8000, verbose_name="agenda"
                    ),
                ),
                (
                    "minutes",
                    models.TextField(
                        blank=True, max_length=40000, verbose_name="minutes"
                    ),
                ),
                (
                    "minutes_file",
                    models.TextField(
                        blank=True, max_length=200, verbose_name="minutes as a file"
                    ),
                ),
                (
                    "minutes_file_name",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="name of the file"
                    ),
                ),
                (
                    "minutes_agreed_on",
                    models.DateField(
                        blank=True, null=True, verbose_name="minutes agreed on"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("planned", "Planned"), ("held", "Held")],
                        default="planned",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                (
                    "history_id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")],
                        max_length=1,
                    ),
                ),
                (
                    "body",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="register.body",
                        verbose_name="body",
                    ),
                ),
                (
                    "chaired_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="register.person",
                        verbose_name="chaired by",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical meeting",
                "verbose_name_plural": "historical meetings",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalPromise",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        db_index=True, default=uuid_utils.compat.uuid7, editable=False
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        blank=True, editable=False, verbose_name="entered"
                    ),
                ),
                (
                    "retired_at",
                    models.DateTimeField(
                        editable=False, null=True, verbose_name="retired"
                    ),
                ),
                (
                    "giver",
                    models.CharField(
                        choices=[
                            ("them", "They promised us"),
                            ("us", "We promised them"),
                        ],
                        default="them",
                        max_length=4,
                        verbose_name="who promised",
                    ),
                ),
                (
                    "what",
                    models.CharField(max_length=300, verbose_name="what was promised"),
                ),
                (
                    "due_on",
                    models.DateField(blank=True, null=True, verbose_name="until"),
                ),
                (
                    "kept_on",
                    models.DateField(blank=True, null=True, verbose_name="kept on"),
                ),
                (
                    "broken_on",
                    models.DateField(blank=True, null=True, verbose_name="broken on"),
                ),
                (
                    "broken_because",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="why it was not kept"
                    ),
                ),
                (
                    "history_id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")],
                        max_length=1,
                    ),
                ),
                (
                    "cluster",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="register.cluster",
                        verbose_name="cluster",
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="register.contactentry",
                        verbose_name="contact",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="register.organisation",
                        verbose_name="firm or institution",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="register.person",
                        verbose_name="person",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="accounts.programme",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical promise",
                "verbose_name_plural": "historical promises",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalSeatGroup",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        db_index=True, default=uuid_utils.compat.uuid7, editable=False
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        blank=True, editable=False, verbose_name="entered"
                    ),
                ),
                (
                    "retired_at",
                    models.DateTimeField(
                        editable=False, null=True, verbose_name="retired"
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="group")),
                (
                    "stands_for",
                    models.CharField(
                        blank=True, max_length=40, verbose_name="stands for"
                    ),
                ),
                (
                    "seats",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(500),
                        ],
                        verbose_name="seats",
                    ),
                ),
                (
                    "note",
                    models.CharField(blank=True, max_length=300, verbose_name="note"),
                ),
                (
                    "history_id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")],
                        max_length=1,
                    ),
                ),
                (
                    "body",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="register.body",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical group of seats",
                "verbose_name_plural": "historical groups of seats",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalStakeholder",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        db_index=True, default=uuid_utils.compat.uuid7, editable=False
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        blank=True, editable=False, verbose_name="entered"
                    ),
                ),
                (
                    "retired_at",
                    models.DateTimeField(
                        editable=False, null=True, verbose_name="retired"
                    ),
                ),
                (
                    "interest",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(5),
                        ],
                        verbose_name="interest",
                    ),
                ),
                (
                    "influence",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(5),
                        ],
                        verbose_name="influence",
                    ),
                ),
                (
                    "attitude",
                    models.SmallIntegerField(
                        blank=True,
                        choices=[
                            (-2, "Against it"),
                            (-1, "Doubtful"),
                            (0, "Neutral"),
                            (1, "Friendly"),
                            (2, "Driving it"),
                        ],
                        null=True,
                        verbose_name="attitude",
                    ),
                ),
                (
                    "wants",
                    models.TextField(
                        blank=True, max_length=2000, verbose_name="what they want"
                    ),
                ),
                (
                    "approach",
                    models.TextField(
                        blank=True,
                        max_length=2000,
                        verbose_name="how we deal with them",
                    ),
                ),
                ("as_of", models.DateField(verbose_name="as of")),
                (
                    "history_id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")],
                        max_length=1,
                    ),
                ),
                (
                    "cluster",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="register.cluster",
                        verbose_name="cluster",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="register.organisation",
                        verbose_name="firm or institution",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="register.person",
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical stakeholder",
                "verbose_name_plural": "historical stakeholders",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Meeting",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(auto_now_add=True, verbose_name="entered"),
                ),
                (
                    "retired_at",
                    models.DateTimeField(
                        editable=False, null=True, verbose_name="retired"
                    ),
                ),
                ("day", models.DateField(verbose_name="day")),
                (
                    "begins_at",
                    models.TimeField(blank=True, null=True, verbose_name="begins at"),
                ),
                (
                    "place",
                    models.CharField(blank=True, max_length=200, verbose_name="place"),
                ),
                (
                    "agenda",
                    models.TextField(
                        blank=True, max_length=8000, verbose_name="agenda"
                    ),
                ),
                (
                    "minutes",
                    models.TextField(
                        blank=True, max_length=40000, verbose_name="minutes"
                    ),
                ),
                (
                    "minutes_file",
                    models.FileField(
                        blank=True,
                        max_length=200,
                        upload_to="",
                        verbose_name="minutes as a file",
                    ),
                ),
                (
                    "minutes_file_name",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="name of the file"
                    ),
                ),
                (
                    "minutes_agreed_on",
                    models.DateField(
                        blank=True, null=True, verbose_name="minutes agreed on"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("planned", "Planned"), ("held", "Held")],
                        default="planned",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="meetings",
                        to="register.body",
                        verbose_name="body",
                    ),
                ),
                (
                    "chaired_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="chaired",
                        to="register.person",
                        verbose_name="chaired by",
                    ),
                ),
            ],
            options={
                "verbose_name": "meeting",
                "ordering": ("-day", "-begins_at", "-id"),
            },
        ),
        migrations.CreateModel(
            name="HistoricalMeetingDecision",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        db_index=True, default=uuid_utils.compat.uuid7, editable=False
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        blank=True, editable=False, verbose_name="entered"
                    ),
                ),
                (
                    "retired_at",
                    models.DateTimeField(
                        editable=False, null=True, verbose_name="retired"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                ("text", models.TextField(max_length=4000, verbose_name="decision")),
                (
                    "votes_for",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="votes for"
                    ),
                ),
                (
                    "votes_against",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="votes against"
                    ),
                ),
                (
                    "abstaining",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="abstaining"
                    ),
                ),
                (
                    "lead",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="who does it"
                    ),
                ),
                (
                    "task",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="what is to be done"
                    ),
                ),
                (
                    "due_on",
                    models.DateField(blank=True, null=True, verbose_name="until"),
                ),
                (
                    "state",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("open", "Open"),
                            ("done", "Done"),
                            ("dropped", "Dropped"),
                        ],
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                (
                    "settled_on",
                    models.DateField(blank=True, null=True, verbose_name="settled on"),
                ),
                (
                    "settled_because",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="what became of it"
                    ),
                ),
                (
                    "history_id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")],
                        max_length=1,
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="register.meeting",
                        verbose_name="meeting",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical decision of a meeting",
                "verbose_name_plural": "historical decisions of meetings",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalAttendance",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        db_index=True, default=uuid_utils.compat.uuid7, editable=False
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        blank=True, editable=False, verbose_name="entered"
                    ),
                ),
                (
                    "retired_at",
                    models.DateTimeField(
                        editable=False, null=True, verbose_name="retired"
                    ),
                ),
                (
                    "mark",
                    models.CharField(
                        choices=[
                            ("present", "Present"),
                            ("represented", "Represented"),
                            ("excused", "Excused"),
                            ("absent", "Absent"),
                        ],
                        max_length=12,
                        verbose_name="attendance",
                    ),
                ),
                (
                    "represented_by",
                    models.CharField(
                        blank=True, max_length=120, verbose_name="represented by"
                    ),
                ),
                (
                    "history_id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")],
                        max_length=1,
                    ),
                ),
                (
                    "guest",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="register.person",
                        verbose_name="guest",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="register.bodymember",
                        verbose_name="member",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="register.meeting",
                        verbose_name="meeting",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical attendance",
                "verbose_name_plural": "historical attendances",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Attendance",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(auto_now_add=True, verbose_name="entered"),
                ),
                (
                    "retired_at",
                    models.DateTimeField(
                        editable=False, null=True, verbose_name="retired"
                    ),
                ),
                (
                    "mark",
                    models.CharField(
                        choices=[
                            ("present", "Present"),
                            ("represented", "Represented"),
                            ("excused", "Excused"),
                            ("absent", "Absent"),
                        ],
                        max_length=12,
                        verbose_name="attendance",
                    ),
                ),
                (
                    "represented_by",
                    models.CharField(
                        blank=True, max_length=120, verbose_name="represented by"
                    ),
                ),
                (
                    "guest",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attended",
                        to="register.person",
                        verbose_name="guest",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attendance",
                        to="register.bodymember",
                        verbose_name="member",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attendance",
                        to="register.meeting",
                        verbose_name="meeting",
                    ),
                ),
            ],
            options={
                "verbose_name": "attendance",
                "ordering": ("created_at", "id"),
            },
        ),
        migrations.CreateModel(
            name="MeetingDecision",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(auto_now_add=True, verbose_name="entered"),
                ),
                (
                    "retired_at",
                    models.DateTimeField(
                        editable=False, null=True, verbose_name="retired"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                ("text", models.TextField(max_length=4000, verbose_name="decision")),
                (
                    "votes_for",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="votes for"
                    ),
                ),
                (
                    "votes_against",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="votes against"
                    ),
                ),
                (
                    "abstaining",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="abstaining"
                    ),
                ),
                (
                    "lead",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="who does it"
                    ),
                ),
                (
                    "task",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="what is to be done"
                    ),
                ),
                (
                    "due_on",
                    models.DateField(blank=True, null=True, verbose_name="until"),
                ),
                (
                    "state",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("open", "Open"),
                            ("done", "Done"),
                            ("dropped", "Dropped"),
                        ],
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                (
                    "settled_on",
                    models.DateField(blank=True, null=True, verbose_name="settled on"),
                ),
                (
                    "settled_because",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="what became of it"
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="register.meeting",
                        verbose_name="meeting",
                    ),
                ),
            ],
            options={
                "verbose_name": "decision of a meeting",
                "verbose_name_plural": "decisions of meetings",
                "ordering": ("number", "id"),
            },
        ),
        migrations.CreateModel(
            name="Promise",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(auto_now_add=True, verbose_name="entered"),
                ),
                (
                    "retired_at",
                    models.DateTimeField(
                        editable=False, null=True, verbose_name="retired"
                    ),
                ),
                (
                    "giver",
                    models.CharField(
                        choices=[
                            ("them", "They promised us"),
                            ("us", "We promised them"),
                        ],
                        default="them",
                        max_length=4,
                        verbose_name="who promised",
                    ),
                ),
                (
                    "what",
                    models.CharField(max_length=300, verbose_name="what was promised"),
                ),
                (
                    "due_on",
                    models.DateField(blank=True, null=True, verbose_name="until"),
                ),
                (
                    "kept_on",
                    models.DateField(blank=True, null=True, verbose_name="kept on"),
                ),
                (
                    "broken_on",
                    models.DateField(blank=True, null=True, verbose_name="broken on"),
                ),
                (
                    "broken_because",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="why it was not kept"
                    ),
                ),
                (
                    "cluster",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="promises",
                        to="register.cluster",
                        verbose_name="cluster",
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="promises",
                        to="register.contactentry",
                        verbose_name="contact",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="promises",
                        to="register.organisation",
                        verbose_name="firm or institution",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="promises",
                        to="register.person",
                        verbose_name="person",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="promises",
                        to="accounts.programme",
                    ),
                ),
            ],
            options={
                "verbose_name": "promise",
                "ordering": (models.OrderBy(models.F("due_on"), nulls_last=True), "id"),
            },
        ),
        migrations.CreateModel(
            name="SeatGroup",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(auto_now_add=True, verbose_name="entered"),
                ),
                (
                    "retired_at",
                    models.DateTimeField(
                        editable=False, null=True, verbose_name="retired"
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="group")),
                (
                    "stands_for",
                    models.CharField(
                        blank=True, max_length=40, verbose_name="stands for"
                    ),
                ),
                (
                    "seats",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(500),
                        ],
                        verbose_name="seats",
                    ),
                ),
                (
                    "note",
                    models.CharField(blank=True, max_length=300, verbose_name="note"),
                ),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="seat_groups",
                        to="register.body",
                    ),
                ),
            ],
            options={
                "verbose_name": "group of seats",
                "verbose_name_plural": "groups of seats",
                "ordering": ("created_at", "id"),
            },
        ),
        migrations.CreateModel(
            name="HistoricalBodyMember",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        db_index=True, default=uuid_utils.compat.uuid7, editable=False
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        blank=True, editable=False, verbose_name="entered"
                    ),
                ),
                (
                    "retired_at",
                    models.DateTimeField(
                        editable=False, null=True, verbose_name="retired"
                    ),
                ),
                (
                    "office",
                    models.CharField(
                        choices=[
                            ("chair", "Chair"),
                            ("deputy", "Deputy chair"),
                            ("secretary", "Secretary"),
                            ("member", "Member"),
                            ("observer", "Observer"),
                        ],
                        default="member",
                        max_length=10,
                        verbose_name="office",
                    ),
                ),
                (
                    "began_on",
                    models.DateField(blank=True, null=True, verbose_name="since"),
                ),
                (
                    "ended_on",
                    models.DateField(blank=True, null=True, verbose_name="until"),
                ),
                (
                    "ended_because",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="why it ended"
                    ),
                ),
                (
                    "history_id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")],
                        max_length=1,
                    ),
                ),
                (
                    "body",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="register.body",
                        verbose_name="body",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="register.person",
                        verbose_name="person",
                    ),
                ),
                (
                    "represents",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="register.organisation",
                        verbose_name="represents",
                    ),
                ),
                (
                    "seat_group",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="register.seatgroup",
                        verbose_name="group of seats",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical member of a body",
                "verbose_name_plural": "historical member of a bodys",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.AddField(
            model_name="bodymember",
            name="seat_group",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="members",
                to="register.seatgroup",
                verbose_name="group of seats",
            ),
        ),
        migrations.CreateModel(
            name="Stakeholder",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(auto_now_add=True, verbose_name="entered"),
                ),
                (
                    "retired_at",
                    models.DateTimeField(
                        editable=False, null=True, verbose_name="retired"
                    ),
                ),
                (
                    "interest",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(5),
                        ],
                        verbose_name="interest",
                    ),
                ),
                (
                    "influence",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(5),
                        ],
                        verbose_name="influence",
                    ),
                ),
                (
                    "attitude",
                    models.SmallIntegerField(
                        blank=True,
                        choices=[
                            (-2, "Against it"),
                            (-1, "Doubtful"),
                            (0, "Neutral"),
                            (1, "Friendly"),
                            (2, "Driving it"),
                        ],
                        null=True,
                        verbose_name="attitude",
                    ),
                ),
                (
                    "wants",
                    models.TextField(
                        blank=True, max_length=2000, verbose_name="what they want"
                    ),
                ),
                (
                    "approach",
                    models.TextField(
                        blank=True,
                        max_length=2000,
                        verbose_name="how we deal with them",
                    ),
                ),
                ("as_of", models.DateField(verbose_name="as of")),
                (
                    "cluster",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stakeholders",
                        to="register.cluster",
                        verbose_name="cluster",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stakes",
                        to="register.organisation",
                        verbose_name="firm or institution",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stakes",
                        to="register.person",
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "verbose_name": "stakeholder",
                "ordering": ("organisation__name", "person__name", "id"),
            },
        ),
        migrations.AddConstraint(
            model_name="body",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("cluster__isnull", True), ("kind", "steering_committee")),
                    models.Q(
                        models.Q(("kind", "steering_committee"), _negated=True),
                        ("cluster__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="body_of_cluster_or_programme",
                violation_error_message="A steering committee belongs to the programme; commissions and working groups belong to a cluster.",
            ),
        ),
        migrations.AddConstraint(
            model_name="body",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("quorum__isnull", True),
                    models.Q(("quorum__gt", 0), ("quorum__lte", 1)),
                    _connector="OR",
                ),
                name="body_quorum_is_a_share",
                violation_error_message="The quorum is a share of the members: more than none, at most all.",
            ),
        ),
        migrations.AddIndex(
            model_name="contactentry",
            index=models.Index(
                fields=["programme", "retired_at", "-day"], name="contact_log"
            ),
        ),
        migrations.AddConstraint(
            model_name="contactentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("organisation__isnull", False),
                    ("person__isnull", False),
                    _connector="OR",
                ),
                name="contact_with_somebody",
                violation_error_message="Name a firm or institution, a person, or both.",
            ),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("minutes_agreed_on__isnull", True),
                    models.Q(
                        ("minutes_agreed_on__gte", models.F("day")), ("state", "held")
                    ),
                    _connector="OR",
                ),
                name="minutes_of_a_meeting_held",
                violation_error_message="Minutes are agreed once the meeting was held, and not before it.",
            ),
        ),
        migrations.AddConstraint(
            model_name="attendance",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("guest__isnull", True), ("member__isnull", False)),
                    models.Q(("guest__isnull", False), ("member__isnull", True)),
                    _connector="OR",
                ),
                name="attendance_of_member_or_guest",
                violation_error_message="Name a member, or a guest.",
            ),
        ),
        migrations.AddConstraint(
            model_name="attendance",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("mark", "represented"), ("represented_by", ""), _connector="OR"
                ),
                name="only_the_absent_are_represented",
                violation_error_message="Only who is represented has somebody in their place.",
            ),
        ),
        migrations.AddConstraint(
            model_name="attendance",
            constraint=models.UniqueConstraint(
                condition=models.Q(("retired_at__isnull", True)),
                fields=("meeting", "member"),
                name="member_marked_once",
                violation_error_message="This member is marked already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="attendance",
            constraint=models.UniqueConstraint(
                condition=models.Q(("retired_at__isnull", True)),
                fields=("meeting", "guest"),
                name="guest_marked_once",
                violation_error_message="This guest is on the list already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="meetingdecision",
            constraint=models.UniqueConstraint(
                condition=models.Q(("retired_at__isnull", True)),
                fields=("meeting", "number"),
                name="decision_number_once",
                violation_error_message="There is a decision of this number.",
            ),
        ),
        migrations.AddConstraint(
            model_name="meetingdecision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("due_on__isnull", True),
                        ("lead", ""),
                        ("state", ""),
                        ("task", ""),
                    ),
                    models.Q(
                        models.Q(("task", ""), _negated=True),
                        models.Q(("state", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="decision_with_a_task_has_a_state",
                violation_error_message="Say what is to be done, or leave out who does it and until when.",
            ),
        ),
        migrations.AddConstraint(
            model_name="promise",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("organisation__isnull", False),
                    ("person__isnull", False),
                    _connector="OR",
                ),
                name="promise_of_somebody",
                violation_error_message="Name a firm or institution, a person, or both.",
            ),
        ),
        migrations.AddConstraint(
            model_name="promise",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kept_on__isnull", True),
                    ("broken_on__isnull", True),
                    _connector="OR",
                ),
                name="promise_kept_or_broken",
                violation_error_message="A promise is kept or broken, not both.",
            ),
        ),
        migrations.AddConstraint(
            model_name="promise",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("broken_because", ""), ("broken_on__isnull", True)),
                    models.Q(
                        ("broken_on__isnull", False),
                        models.Q(("broken_because", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="broken_promise_says_why",
                violation_error_message="Say why the promise was not kept.",
            ),
        ),
        migrations.AddConstraint(
            model_name="seatgroup",
            constraint=models.UniqueConstraint(
                condition=models.Q(("retired_at__isnull", True)),
                fields=("body", "name"),
                name="seat_group_once",
                violation_error_message="The body has a group of this name already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="bodymember",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("ended_on__isnull", True), ("retired_at__isnull", True)
                ),
                fields=("body", "person"),
                name="one_open_seat",
                violation_error_message="This person is in the body already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="bodymember",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("ended_on__isnull", True),
                    ("office", "chair"),
                    ("retired_at__isnull", True),
                ),
                fields=("body",),
                name="one_chair",
                violation_error_message="The body has a chair already. End that office first, or change it.",
            ),
        ),
        migrations.AddConstraint(
            model_name="bodymember",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("began_on__isnull", True),
                    ("ended_on__isnull", True),
                    ("ended_on__gte", models.F("began_on")),
                    _connector="OR",
                ),
                name="seat_in_order",
                violation_error_message="The last day is before the first day.",
            ),
        ),
        migrations.AddConstraint(
            model_name="stakeholder",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("organisation__isnull", False),
                    ("person__isnull", False),
                    _connector="OR",
                ),
                name="stakeholder_is_somebody",
                violation_error_message="Name a firm or institution, a person, or both.",
            ),
        ),
        migrations.AddConstraint(
            model_name="stakeholder",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("interest__isnull", True),
                        models.Q(("interest__gte", 1), ("interest__lte", 5)),
                        _connector="OR",
                    ),
                    models.Q(
                        ("influence__isnull", True),
                        models.Q(("influence__gte", 1), ("influence__lte", 5)),
                        _connector="OR",
                    ),
                ),
                name="stakeholder_from_one_to_five",
                violation_error_message="Interest and influence go from 1 to 5.",
            ),
        ),
        migrations.AddConstraint(
            model_name="stakeholder",
            constraint=models.UniqueConstraint(
                condition=models.Q(("retired_at__isnull", True)),
                fields=("cluster", "organisation", "person"),
                name="stakeholder_once_by_organisation_person",
                violation_error_message="They are among the stakeholders already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="stakeholder",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("retired_at__isnull", True), ("person__isnull", True)
                ),
                fields=("cluster", "organisation"),
                name="stakeholder_once_by_organisation",
                violation_error_message="They are among the stakeholders already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="stakeholder",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("retired_at__isnull", True), ("organisation__isnull", True)
                ),
                fields=("cluster", "person"),
                name="stakeholder_once_by_person",
                violation_error_message="They are among the stakeholders already.",
            ),
        ),
    ]
