"""People, programmes, and the roles people have in them."""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7

from distretto.web.history.models import CurrentQuerySet, Record, versions


class UserManager(BaseUserManager["User"]):
    def create_user(
        self, email: str, password: str | None = None, **fields: Any
    ) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        # Whoever makes an account with its password answers for the address.
        user.is_proven = password is not None
        user.save()
        return user

    def create_superuser(self, email: str, password: str, **fields: Any) -> "User":
        return self.create_user(email, password, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in by e-mail."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=150, blank=True)
    # Empty: the language that the browser asks for.
    language = models.CharField(
        _("language"), max_length=10, choices=settings.LANGUAGES, blank=True
    )
    is_active = models.BooleanField(_("may sign in"), default=True)
    # By a link that was sent to the address and used, or by whoever runs the site.
    is_proven = models.BooleanField(_("address known to be theirs"), default=False)
    created_at = models.DateTimeField(_("entered"), auto_now_add=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = UserManager()

    class Meta:
        ordering = ("name", "email")

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        return str(self)


class Programme(Record):
    """The tenant: one cluster development programme and all its records."""

    name = models.CharField(_("name"), max_length=200)
    slug = models.SlugField(
        _("short name in addresses"),
        max_length=60,
        unique=True,
        validators=[RegexValidator(r"^[a-z0-9-]+$")],
    )
    countries = models.CharField(
        _("countries"), max_length=200, blank=True, help_text=_("ISO 3166 codes")
    )
    currency = models.CharField(
        _("currency"), max_length=3, blank=True, help_text=_("ISO 4217 code")
    )
    languages = models.CharField(_("languages"), max_length=60, blank=True)
    funders = models.TextField(_("funders"), blank=True)
    smallest_cell = models.PositiveSmallIntegerField(
        _("fewest firms in a published figure"),
        default=5,
        validators=[MinValueValidator(1)],
    )
    is_fictitious = models.BooleanField(_("worked example"), default=False)
    history = versions()
    # Of the reader; attached by the loaders of `policy`, and by nothing else.
    my_role: "Role"

    class Meta:
        verbose_name = _("programme")
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class RoleQuerySet(CurrentQuerySet):
    def open(self) -> "RoleQuerySet":
        """Those that let somebody in: current, and not waiting for their own link."""
        return self.filter(
            Q(is_pending=False) | Q(user__is_proven=True), retired_at__isnull=True
        )


class Role(Record):
    """What a person is in a programme. One person has one role in a programme."""

    class Kind(models.TextChoices):
        MANAGER = "manager", _("Programme manager")
        AGENT = "agent", _("Cluster development agent")
        ANALYST = "analyst", _("Analyst")
        MONITORING_OFFICER = "monitoring_officer", _("Monitoring officer")
        MEMBER = "member", _("Cluster member")
        OBSERVER = "observer", _("Observer")
        EVALUATOR = "evaluator", _("Evaluator")

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="roles")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="roles",
        verbose_name=_("person"),
    )
    kind = models.CharField(_("role"), max_length=20, choices=Kind.choices)
    # Until the link of this very programme is used, while the address has not shown
    # itself to be the person's: see docs/decisions/0601.
    is_pending = models.BooleanField(_("waits for its link"), default=False)
    objects = RoleQuerySet.as_manager()  # type: ignore[misc]
    history = versions()

    class Meta:
        verbose_name = _("role")
        ordering = ("kind", "created_at")
        constraints = (
            models.UniqueConstraint(
                fields=["programme", "user"],
                condition=Q(retired_at__isnull=True),
                name="one_role_per_programme",
                violation_error_message=_(
                    "This person already has a role in the programme."
                ),
            ),
        )

    def __str__(self) -> str:
        return f"{self.user}: {self.get_kind_display()}"

    @property
    def is_waiting(self) -> bool:
        """Whether the person must still use a link before the role lets them in."""
        return self.is_pending and not self.user.is_proven


class Token(Record):
    """A key for programs that use the JSON interface in a person's name."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="tokens",
        verbose_name=_("person"),
    )
    name = models.CharField(_("what it is for"), max_length=100)
    # Only the digest is kept: the token itself is shown once.
    digest = models.CharField(max_length=64, unique=True, editable=False)
    last_used_at = models.DateTimeField(_("last used"), null=True, blank=True)
    history = versions(excluded_fields=["last_used_at"])

    class Meta:
        verbose_name = _("token")
        ordering = ("-created_at",)

    def __str__(self) -> str:
        return self.name
