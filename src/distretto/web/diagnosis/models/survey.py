"""The survey: questionnaires, who is asked, and what was answered."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from distretto.web.accounts.models import Programme
from distretto.web.diagnosis.models.waves import Wave
from distretto.web.history.models import Record, versions
from distretto.web.register.models import Organisation
from distretto.web.work.models import Run


class Form(Record):
    """One version of a questionnaire. Once answers came in by it, it stays as it is."""

    programme = models.ForeignKey(
        Programme, models.PROTECT, related_name="survey_forms"
    )
    name = models.CharField(_("name"), max_length=200)
    code = models.CharField(_("code"), max_length=80)
    version = models.CharField(_("version"), max_length=40)
    # As `formats.questionnaire` writes it: blocks, questions, choices, languages.
    content = models.JSONField(_("questions"), default=dict)
    history = versions()

    class Meta:
        verbose_name = _("questionnaire")
        ordering = ("code", "-created_at")
        constraints = (
            models.UniqueConstraint(
                fields=["programme", "code", "version"],
                condition=Q(retired_at__isnull=True),
                name="one_form_per_version",
                violation_error_message=_("This version is there already."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} {self.version}"

    @property
    def is_in_use(self) -> bool:
        """Whether a survey asks it, or results were published by it.

        What was published and taken back was read in its words all the same.
        """
        is_asked: bool = self.surveys.current().exists()
        return is_asked or self.published.exists()


class Survey(Record):
    """What is asked in a wave, of whom, and when the answers count as complete."""

    wave = models.ForeignKey(
        Wave, models.PROTECT, related_name="surveys", verbose_name=_("wave")
    )
    form = models.ForeignKey(
        Form, models.PROTECT, related_name="surveys", verbose_name=_("questionnaire")
    )
    # Blocks that are asked; empty is all.
    blocks = models.JSONField(_("blocks"), default=list, blank=True)
    # Strata, allocation, size, seed: what `stratified_sample` was told.
    sampling = models.JSONField(_("how the sample is drawn"), default=dict, blank=True)
    # What it found: strata with population and sample, and the precision to expect.
    sample_findings = models.JSONField(_("sample"), default=dict, blank=True)
    # Indicator to the number that its value is compared with, such as the interest of
    # banks; without it, such an indicator counts for nothing.
    benchmarks = models.JSONField(_("benchmarks"), default=dict, blank=True)
    history = versions()

    class Meta:
        verbose_name = _("survey")
        ordering = ("wave", "created_at")
        constraints = (
            models.UniqueConstraint(
                fields=["wave"],
                condition=Q(retired_at__isnull=True),
                name="one_survey_per_wave",
                violation_error_message=_("The wave has a survey already."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.wave}: {self.form}"


class SampledFirm(Record):
    """A firm drawn into the sample, or a replacement, in the order of its stratum."""

    class State(models.TextChoices):
        TO_ASK = "to_ask", _("To be asked")
        ASKED = "asked", _("Asked")
        REFUSED = "refused", _("Refused")
        GONE = "gone", _("Closed or not found")
        SPARE = "spare", _("Replacement")

    survey = models.ForeignKey(
        Survey, models.PROTECT, related_name="sample", verbose_name=_("survey")
    )
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        related_name="sampled_as",
        verbose_name=_("firm"),
    )
    # What interviewers write into the form, shorter than a key: 001, 002 ...
    code = models.CharField(_("code"), max_length=12)
    stratum = models.CharField(_("stratum"), max_length=200)
    place_in_stratum = models.PositiveIntegerField(_("order in the stratum"))
    design_weight = models.FloatField(_("design weight"), null=True, blank=True)
    state = models.CharField(
        _("state"), max_length=8, choices=State.choices, default=State.TO_ASK
    )
    replaces = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="replaced_by",
        verbose_name=_("replaces"),
    )
    history = versions()

    class Meta:
        verbose_name = _("firm of the sample")
        ordering = ("stratum", "place_in_stratum")
        constraints = (
            models.UniqueConstraint(
                fields=["survey", "organisation"],
                condition=Q(retired_at__isnull=True),
                name="sampled_once",
                violation_error_message=_("The firm is in the sample already."),
            ),
        )

    def __str__(self) -> str:
        return str(self.organisation)


class AnswerFile(Record):
    """An uploaded export of answers: its file by content, and what it would change."""

    class Status(models.TextChoices):
        UPLOADED = "uploaded", _("Uploaded, not yet understood")
        UNDERSTOOD = "understood", _("Understood, waiting for your yes")
        ACCEPTED = "accepted", _("Taken in")
        REFUSED = "refused", _("Cannot be read")

    survey = models.ForeignKey(
        Survey, models.PROTECT, related_name="files", verbose_name=_("survey")
    )
    name = models.CharField(_("name"), max_length=200)
    status = models.CharField(
        _("status"), max_length=12, choices=Status.choices, default=Status.UPLOADED
    )
    file = models.FileField(_("file"), max_length=200, blank=True)
    file_name = models.CharField(_("name of the file as uploaded"), max_length=200)
    sha256 = models.CharField(_("content hash"), max_length=64, db_index=True)
    size_bytes = models.BigIntegerField(_("size in bytes"))
    findings = models.JSONField(_("what was found"), default=dict, blank=True)
    run = models.ForeignKey(
        Run, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    history = versions(excluded_fields=["run"])

    class Meta:
        verbose_name = _("export of answers")
        ordering = ("-created_at",)

    def __str__(self) -> str:
        return self.name


class Response(Record):
    """What one respondent answered. Its answers are one JSON object by question.

    One record, not one for each answer: ten thousand responses of a hundred questions
    are read and written in seconds, and each change of answers is one version.
    """

    class Origin(models.TextChoices):
        IMPORT = "import", _("From an export")
        BROWSER = "browser", _("Filled in here")
        PAPER = "paper", _("Typed from paper")

    survey = models.ForeignKey(
        Survey, models.PROTECT, related_name="responses", verbose_name=_("survey")
    )
    # `_uuid` of the export, or made here: a second import updates by it.
    key = models.CharField(_("key"), max_length=100)
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="survey_responses",
        verbose_name=_("firm"),
    )
    version = models.CharField(_("version of the form"), max_length=80, blank=True)
    origin = models.CharField(
        _("how it came"), max_length=8, choices=Origin.choices, default=Origin.IMPORT
    )
    is_complete = models.BooleanField(_("complete"), default=True)
    submitted_at = models.DateTimeField(_("sent"), null=True, blank=True)
    enumerator = models.CharField(_("enumerator"), max_length=120, blank=True)
    minutes = models.FloatField(_("minutes"), null=True, blank=True)
    # Question to answer: a number, a name of a choice, names parted by blanks, a text.
    answers = models.JSONField(_("answers"), default=dict)
    # Block that repeats to a list of such objects.
    repeats = models.JSONField(_("repeated answers"), default=dict, blank=True)
    # Column to cell of what belongs to no question of the form.
    unplaced = models.JSONField(_("not placed"), default=dict, blank=True)
    # A second interview of the same firm, to see how far both agree.
    repeats_interview = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="repeated_by",
        verbose_name=_("second interview of"),
    )
    # Left out of the results, with the reason: never deleted.
    left_out_because = models.CharField(
        _("left out because"), max_length=200, blank=True
    )
    filled_in_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("filled in by"),
    )
    history = versions()

    class Meta:
        verbose_name = _("response")
        ordering = ("submitted_at", "id")
        constraints = (
            models.UniqueConstraint(
                fields=["survey", "key"],
                condition=Q(retired_at__isnull=True),
                name="one_response_per_key",
                violation_error_message=_("This response is there already."),
            ),
        )

    def __str__(self) -> str:
        return self.key


class PublishedResults(Record):
    """Results of a survey as they were given out to everybody in the programme.

    What was given out once decides what may be given out next: the difference of two
    results must not tell of a few firms.
    """

    survey = models.ForeignKey(
        Survey, models.PROTECT, related_name="published", verbose_name=_("survey")
    )
    # By which they were made; the survey may ask by another since. Unknown is of old.
    form = models.ForeignKey(
        Form,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="published",
        verbose_name=_("questionnaire"),
    )
    response_count = models.PositiveIntegerField(_("responses"))
    smallest_cell = models.PositiveSmallIntegerField(_("smallest group shown"))
    # Tables as `formats.survey.bottlenecks` makes them, figures of few firms hidden.
    content = models.JSONField(_("results"), default=dict)
    # Keys of responses, and for each cell that is shown which of them are behind it.
    behind = models.JSONField(_("who is behind them"), default=dict)
    history = versions(excluded_fields=["behind"])

    class Meta:
        verbose_name = _("published results")
        ordering = ("-created_at",)

    def __str__(self) -> str:
        return str(self.survey)

    @property
    def asked_by(self) -> Form:
        """The questionnaire that its figures are of, in whose words they are told."""
        return self.form or self.survey.form
