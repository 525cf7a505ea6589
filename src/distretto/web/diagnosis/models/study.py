"""The diagnostic study: its sections, its versions, who endorsed it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from distretto.web.diagnosis.models.waves import Wave
from distretto.web.history.models import Record, versions
from distretto.web.register.models import Body, Cluster, Meeting, Organisation, Person


class Study(Record):
    """The diagnostic study of one cluster, in its present edition.

    What was endorsed stays as it was in `EndorsedEdition`; work on the next edition
    goes on from there.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        IN_REVIEW = "in_review", _("With the commission")
        SENT_BACK = "sent_back", _("Sent back")
        ENDORSED = "endorsed", _("Endorsed")

    cluster = models.ForeignKey(
        Cluster, models.PROTECT, related_name="studies", verbose_name=_("cluster")
    )
    edition = models.PositiveSmallIntegerField(_("edition"), default=1)
    title = models.CharField(_("title"), max_length=200)
    status = models.CharField(
        _("status"), max_length=10, choices=Status.choices, default=Status.DRAFT
    )
    # The wave whose figures the study speaks of.
    wave = models.ForeignKey(
        Wave,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="studies",
        verbose_name=_("wave"),
    )
    reviewed_by = models.ForeignKey(
        Body,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="studies",
        verbose_name=_("reviewed by"),
    )
    # What the commission asked for when it last sent the study back.
    sent_back_because = models.TextField(
        _("why it was sent back"), blank=True, max_length=2000
    )
    # Of what the prices and costs of the value chain are told.
    product = models.CharField(_("product"), max_length=200, blank=True)
    product_unit = models.CharField(_("unit of the product"), max_length=60, blank=True)
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    history = versions()

    class Meta:
        verbose_name = _("diagnostic study")
        ordering = ("cluster", "-edition")
        constraints = (
            models.UniqueConstraint(
                fields=["cluster"],
                condition=Q(retired_at__isnull=True),
                name="one_study_per_cluster",
                violation_error_message=_("The cluster has a study already."),
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def is_endorsed(self) -> bool:
        return self.status == self.Status.ENDORSED


class EndorsedEdition(Record):
    """An edition as the commission endorsed it: its documents and the decision."""

    study = models.ForeignKey(
        Study, models.PROTECT, related_name="editions", verbose_name=_("study")
    )
    edition = models.PositiveSmallIntegerField(_("edition"))
    # The meeting whose minutes have the endorsement.
    meeting = models.ForeignKey(
        Meeting,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="endorsed_editions",
        verbose_name=_("meeting"),
    )
    endorsed_on = models.DateField(_("endorsed on"))
    decision = models.TextField(_("words of the decision"), max_length=4000)
    # The document as it was: by its content.
    pdf = models.CharField(_("document"), max_length=200)
    # What the gate said was missing, and why it was passed all the same.
    missing = models.JSONField(_("what was missing"), default=list, blank=True)
    reason = models.TextField(
        _("why it was endorsed all the same"), blank=True, max_length=2000
    )
    history = versions()

    class Meta:
        verbose_name = _("endorsed edition")
        ordering = ("-edition",)
        constraints = (
            models.UniqueConstraint(
                fields=["study", "edition"],
                condition=Q(retired_at__isnull=True),
                name="edition_endorsed_once",
                violation_error_message=_("This edition is endorsed already."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.study}, {self.edition}"


class Section(Record):
    """The text of one section of a study; what it rests on stands beside it."""

    study = models.ForeignKey(
        Study, models.PROTECT, related_name="sections", verbose_name=_("study")
    )
    # 0 to 20, and the annexes: `diagnosis.sections`.
    key = models.CharField(_("section"), max_length=40)
    text = models.TextField(_("text"), blank=True, max_length=60_000)
    is_ready = models.BooleanField(_("ready for review"), default=False)
    history = versions()

    class Meta:
        verbose_name = _("section of a study")
        ordering = ("study", "key")
        constraints = (
            models.UniqueConstraint(
                fields=["study", "key"],
                condition=Q(retired_at__isnull=True),
                name="section_once",
                violation_error_message=_("The study has this section already."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.study}: {self.key}"


class ReviewNote(Record):
    """What somebody of the commission says of a section, and what came of it."""

    section = models.ForeignKey(
        Section, models.PROTECT, related_name="notes", verbose_name=_("section")
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("who"),
    )
    text = models.TextField(_("remark"), max_length=4000)
    answer = models.TextField(_("what came of it"), blank=True, max_length=4000)
    history = versions()

    class Meta:
        verbose_name = _("remark of the review")
        ordering = ("created_at",)

    def __str__(self) -> str:
        return self.text[:60]


class Interview(Record):
    """One conversation for the study (template T10), with what may be quoted of it."""

    study = models.ForeignKey(
        Study, models.PROTECT, related_name="interviews", verbose_name=_("study")
    )
    person = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="interviews",
        verbose_name=_("person"),
    )
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="interviews",
        verbose_name=_("firm or institution"),
    )
    group = models.CharField(
        _("group"),
        max_length=80,
        blank=True,
        help_text=_("Owners, workers, traders, buyers, officials, drop-outs ..."),
    )
    held_on = models.DateField(_("day"), null=True, blank=True)
    interviewer = models.CharField(_("interviewer"), max_length=120, blank=True)
    has_consent = models.BooleanField(_("agreed to be quoted"), default=False)
    notes = models.TextField(_("notes"), blank=True, max_length=20_000)
    # Seen by the staff alone, quoted nowhere.
    confidential = models.TextField(
        _("confidential part"), blank=True, max_length=20_000
    )
    history = versions()

    class Meta:
        verbose_name = _("interview")
        ordering = ("-held_on", "-created_at")

    def __str__(self) -> str:
        return str(self.person or self.organisation or self.group)


class Evidence(Record):
    """Something a finding rests on: a quotation, a figure, a document, a picture."""

    class Kind(models.TextChoices):
        INTERVIEW = "interview", _("Interview")
        SURVEY = "survey", _("Figure of the survey")
        MEASURE = "measure", _("Measure of step 1")
        LINKAGES = "linkages", _("Measure of the linkages")
        DOCUMENT = "document", _("Document")
        MAP = "map", _("Map")
        PHOTO = "photo", _("Photo")
        OBSERVATION = "observation", _("Observation")

    study = models.ForeignKey(
        Study, models.PROTECT, related_name="evidence", verbose_name=_("study")
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    title = models.CharField(_("in a few words"), max_length=200)
    quotation = models.TextField(_("quotation or figure"), blank=True, max_length=4000)
    source = models.CharField(_("source"), max_length=300, blank=True)
    dated = models.DateField(_("of the day"), null=True, blank=True)
    interview = models.ForeignKey(
        Interview,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="evidence",
        verbose_name=_("interview"),
    )
    # Where on this site it can be looked at: a result, a map, a sociogram.
    address = models.CharField(_("address on this site"), max_length=300, blank=True)
    file = models.FileField(_("file"), max_length=200, blank=True)
    file_name = models.CharField(_("name of the file"), max_length=200, blank=True)
    is_confidential = models.BooleanField(_("confidential"), default=False)
    history = versions()

    class Meta:
        verbose_name = _("piece of evidence")
        ordering = ("kind", "title")

    def __str__(self) -> str:
        return self.title
