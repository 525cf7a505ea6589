"""Step 1: cluster maps, and the round that chooses which clusters to assist."""

from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7

from distretto.web.accounts.models import Programme
from distretto.web.history.models import Record, versions
from distretto.web.register.models import Cluster, Dataset
from distretto.web.selection.figures import title_of


class ClusterMap(Record):
    """A measured dataset: the settings, and the results by their hash."""

    programme = models.ForeignKey(
        Programme, models.PROTECT, related_name="cluster_maps"
    )
    dataset = models.ForeignKey(
        Dataset, models.PROTECT, related_name="cluster_maps", verbose_name=_("dataset")
    )
    name = models.CharField(_("name"), max_length=200)
    settings = models.JSONField(_("settings"), default=dict)
    # Clusters and cells as Parquet files named by their content.
    clusters_file = models.CharField(max_length=200, editable=False)
    cells_file = models.CharField(max_length=200, editable=False)
    known_share = models.FloatField(
        _("share of the total that is known"), null=True, blank=True
    )
    cluster_count = models.PositiveIntegerField(_("clusters found"))
    # How many combinations each threshold removed, and notes for readers.
    funnel = models.JSONField(_("what each threshold left"), default=dict)
    notes = models.JSONField(_("notes"), default=list)
    history = versions()

    class Meta:
        verbose_name = _("cluster map")
        ordering = ("-created_at",)

    def __str__(self) -> str:
        return self.name


class Round(Record):
    """One selection round: the funnel from the universe to the announced choice."""

    class Stage(models.TextChoices):
        LONG_LIST = "long_list", _("Long list")
        SHORT_LIST = "short_list", _("Short list")
        SCORED = "scored", _("Scored")
        VALIDATED = "validated", _("Validated")
        ANNOUNCED = "announced", _("Announced")

    # The reader's own seat in the round, where the policy found one.
    my_assessor: Any = None

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="rounds")
    name = models.CharField(_("name"), max_length=200)
    purpose = models.TextField(_("purpose"), blank=True)
    stage = models.CharField(
        _("stage"), max_length=12, choices=Stage.choices, default=Stage.LONG_LIST
    )
    universe_count = models.PositiveIntegerField(
        _("universe: combinations looked at"), null=True, blank=True
    )
    places_to_choose = models.PositiveSmallIntegerField(
        _("clusters to choose"), default=2, validators=[MinValueValidator(1)]
    )
    # Criteria and weights are fixed, with minutes, before any score is visible.
    weights_fixed_at = models.DateTimeField(_("weights fixed"), null=True, blank=True)
    weights_minutes = models.TextField(_("minutes that fixed the weights"), blank=True)
    weights_participants = models.TextField(_("who fixed the weights"), blank=True)
    scoring_closed_at = models.DateTimeField(_("scoring closed"), null=True, blank=True)
    announced_on = models.DateField(_("announced on"), null=True, blank=True)
    seed = models.PositiveIntegerField(_("seed of the robustness runs"), default=1)
    # Otherwise managers and evaluators read the names, everybody else codes.
    names_assessors = models.BooleanField(
        _("show scores with the assessors’ names to everybody"), default=False
    )
    history = versions()

    class Meta:
        verbose_name = _("round")
        ordering = ("-created_at",)

    def __str__(self) -> str:
        return self.name

    @property
    def has_fixed_weights(self) -> bool:
        return self.weights_fixed_at is not None

    @property
    def is_scoring_closed(self) -> bool:
        return self.scoring_closed_at is not None

    @property
    def is_decided(self) -> bool:
        return self.has_reached(self.Stage.VALIDATED)

    @property
    def is_announced(self) -> bool:
        return self.stage == self.Stage.ANNOUNCED

    def has_reached(self, stage: str) -> bool:
        """Whether the round stands at this stage or past it."""
        stages = self.Stage.values
        return stages.index(self.stage) >= stages.index(stage)


class Candidate(Record):
    """A possible cluster in a round, from a map or nominated by hand."""

    round = models.ForeignKey(
        Round, models.PROTECT, related_name="candidates", verbose_name=_("round")
    )
    name = models.CharField(_("name"), max_length=200)
    products = models.CharField(_("products"), max_length=300, blank=True)
    classification = models.CharField(
        _("industry classification"), max_length=40, blank=True
    )
    industries = models.JSONField(_("industry codes"), default=list, blank=True)
    # Codes, because a region of a dataset need not be a place of the register.
    regions = models.JSONField(_("region codes"), default=list, blank=True)
    cluster_map = models.ForeignKey(
        ClusterMap,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="candidates",
        verbose_name=_("cluster map"),
    )
    nominated_by = models.CharField(_("nominated by"), max_length=200, blank=True)
    # Per key a list of figures, each with value, unit, year, source, method and
    # confidence; the first is the one in use, the others contradict it and are
    # kept. Unknown figures are absent, never zero.
    figures = models.JSONField(_("figures"), default=dict, blank=True)
    stage = models.CharField(
        _("stage reached"),
        max_length=12,
        choices=Round.Stage.choices,
        default=Round.Stage.LONG_LIST,
    )
    left_at = models.CharField(
        _("left the funnel at"), max_length=12, choices=Round.Stage.choices, blank=True
    )
    left_because = models.TextField(_("reason for leaving"), blank=True)
    cluster = models.ForeignKey(
        Cluster,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="candidates",
        verbose_name=_("cluster"),
    )
    history = versions()

    class Meta:
        verbose_name = _("candidate")
        ordering = ("name",)
        constraints = (
            models.CheckConstraint(
                condition=Q(left_at="") | ~Q(left_because=""),
                name="candidate_leaves_with_reason",
                violation_error_message=_("Say why the candidate leaves."),
            ),
            models.UniqueConstraint(
                fields=["round", "name"],
                condition=Q(retired_at__isnull=True),
                name="candidate_name_once",
                violation_error_message=_(
                    "A candidate with this name is in the round already."
                ),
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def has_left(self) -> bool:
        return bool(self.left_at)


class IdentificationTest(Record):
    """A question of the long list: is this a cluster at all?"""

    round = models.ForeignKey(
        Round, models.PROTECT, related_name="tests", verbose_name=_("round")
    )
    question = models.CharField(_("question"), max_length=300)
    # A test on a figure has its key and the least value; others are answered by hand.
    figure = models.CharField(_("figure"), max_length=40, blank=True)
    at_least = models.FloatField(_("at least"), null=True, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=1)
    history = versions()

    class Meta:
        verbose_name = _("identification test")
        ordering = ("order", "created_at")

    def __str__(self) -> str:
        return self.question

    @property
    def figure_title(self) -> str:
        """The figure that answers it, as people call it."""
        return str(title_of(self.figure)) if self.figure else ""


class IdentificationAnswer(Record):
    """The answer of one test for one candidate, with its evidence."""

    class Answer(models.TextChoices):
        YES = "yes", _("Yes")
        NO = "no", _("No")
        UNKNOWN = "unknown", _("Not known")

    test = models.ForeignKey(
        IdentificationTest,
        models.PROTECT,
        related_name="answers",
        verbose_name=_("identification test"),
    )
    candidate = models.ForeignKey(
        Candidate, models.PROTECT, related_name="answers", verbose_name=_("candidate")
    )
    answer = models.CharField(_("answer"), max_length=7, choices=Answer.choices)
    evidence = models.TextField(_("evidence"), blank=True)
    history = versions()

    class Meta:
        verbose_name = _("answer to a test")
        ordering = ("test__order",)
        constraints = (
            models.UniqueConstraint(
                fields=["test", "candidate"],
                condition=Q(retired_at__isnull=True),
                name="answer_once",
                violation_error_message=_("This test has an answer already."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.test}: {self.get_answer_display()}"


class Criterion(Record):
    """A selection criterion with its weight and what the ends of its scale mean."""

    class Heading(models.TextChoices):
        IMPORTANCE = "importance", _("Importance")
        PROMOTABILITY = "promotability", _("Promotability")
        VIABILITY = "viability", _("Viability")
        SUSTAINABILITY = "sustainability", _("Sustainability")

    round = models.ForeignKey(
        Round, models.PROTECT, related_name="criteria", verbose_name=_("round")
    )
    heading = models.CharField(_("heading"), max_length=14, choices=Heading.choices)
    name = models.CharField(_("criterion"), max_length=200)
    low_anchor = models.CharField(_("what 1 means"), max_length=200, blank=True)
    high_anchor = models.CharField(_("what 5 means"), max_length=200, blank=True)
    # In percent of the whole; null until somebody has proposed one.
    weight = models.DecimalField(
        _("weight, % of the whole"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )
    can_veto = models.BooleanField(_("may rule a candidate out"), default=False)
    order = models.PositiveSmallIntegerField(_("order"), default=1)
    history = versions()

    class Meta:
        verbose_name = _("criterion")
        ordering = ("order", "created_at")
        constraints = (
            models.CheckConstraint(
                condition=Q(weight__isnull=True) | Q(weight__gte=0, weight__lte=100),
                name="criterion_weight_in_percent",
                violation_error_message=_("A weight lies between 0 and 100 %."),
            ),
        )

    def __str__(self) -> str:
        return self.name


class Assessor(Record):
    """A person who scores in a round, blind to the others until it is closed."""

    round = models.ForeignKey(
        Round, models.PROTECT, related_name="assessors", verbose_name=_("round")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="assessments",
        verbose_name=_("person"),
    )
    handed_in_at = models.DateTimeField(_("handed in"), null=True, blank=True)
    history = versions()

    class Meta:
        verbose_name = _("assessor")
        ordering = ("created_at",)
        constraints = (
            models.UniqueConstraint(
                fields=["round", "user"],
                condition=Q(retired_at__isnull=True),
                name="assessor_once",
                violation_error_message=_("This person is an assessor already."),
            ),
        )

    def __str__(self) -> str:
        return str(self.user)


class Score(Record):
    """One assessor's score of one candidate on one criterion. Missing is not zero."""

    assessor = models.ForeignKey(
        Assessor, models.PROTECT, related_name="scores", verbose_name=_("assessor")
    )
    candidate = models.ForeignKey(
        Candidate, models.PROTECT, related_name="scores", verbose_name=_("candidate")
    )
    criterion = models.ForeignKey(
        Criterion, models.PROTECT, related_name="scores", verbose_name=_("criterion")
    )
    # Null: the assessor looked and could not say; the comment tells why.
    value = models.DecimalField(
        _("score, 1 to 5"), max_digits=3, decimal_places=2, null=True, blank=True
    )
    evidence = models.TextField(_("evidence"), blank=True)
    comment = models.TextField(_("comment"), blank=True)
    # Given or changed after the scores of all were visible.
    late_because = models.TextField(_("why it comes late"), blank=True)
    history = versions()

    class Meta:
        verbose_name = _("score")
        ordering = ("criterion__order",)
        constraints = (
            models.UniqueConstraint(
                fields=["assessor", "candidate", "criterion"],
                condition=Q(retired_at__isnull=True),
                name="score_once",
                violation_error_message=_("This score is there already."),
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=True) | Q(value__gte=1, value__lte=5),
                name="score_on_scale",
                violation_error_message=_("A score lies between 1 and 5."),
            ),
        )

    def __str__(self) -> str:
        # Without the value: names stand in places where blind scores are not shown.
        return f"{self.candidate}, {self.criterion}"

    def is_hidden_from(self, user: Any) -> bool:
        """Whether this is a colleague's score in a round that is not yet closed.

        Every page, export and answer that shows fields of records asks this first;
        see `policy.blindness`.
        """
        assessor = self.assessor
        return not assessor.round.is_scoring_closed and assessor.user_id != user.pk


class Veto(Record):
    """A ground on which a candidate is ruled out whatever its scores."""

    candidate = models.ForeignKey(
        Candidate, models.PROTECT, related_name="vetoes", verbose_name=_("candidate")
    )
    criterion = models.ForeignKey(
        Criterion,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="vetoes",
        verbose_name=_("criterion"),
    )
    ground = models.TextField(_("ground"))
    raised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="vetoes",
        verbose_name=_("raised by"),
    )
    history = versions()

    class Meta:
        verbose_name = _("veto")
        ordering = ("created_at",)
        verbose_name_plural = _("vetoes")

    def __str__(self) -> str:
        return self.ground


class Decision(Record):
    """The choice of a round: who validated it, the minutes, the minority view."""

    round = models.ForeignKey(
        Round, models.PROTECT, related_name="decisions", verbose_name=_("round")
    )
    decided_on = models.DateField(_("date of the meeting"))
    validators = models.TextField(_("who validated"))
    minutes = models.TextField(_("minutes"))
    minority_view = models.TextField(_("minority view"), blank=True)
    # What the committee had before it; null until the decision is validated, or where
    # nothing could be ranked.
    ranking = models.ForeignKey(
        "Ranking",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="decisions",
        verbose_name=_("ranking it rests on"),
    )
    history = versions()

    class Meta:
        verbose_name = _("decision")
        ordering = ("-decided_on",)
        constraints = (
            models.UniqueConstraint(
                fields=["round"],
                condition=Q(retired_at__isnull=True),
                name="one_decision_per_round",
                violation_error_message=_("The round has a decision already."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.round}: {self.decided_on}"


class Choice(Record):
    """What a decision says of one candidate, with its reasons."""

    decision = models.ForeignKey(
        Decision, models.PROTECT, related_name="choices", verbose_name=_("decision")
    )
    candidate = models.ForeignKey(
        Candidate, models.PROTECT, related_name="choices", verbose_name=_("candidate")
    )
    is_chosen = models.BooleanField(_("chosen"))
    reasons = models.TextField(_("reasons"))
    history = versions()

    class Meta:
        verbose_name = _("choice")
        ordering = ("-is_chosen", "candidate__name")
        constraints = (
            models.UniqueConstraint(
                fields=["decision", "candidate"],
                condition=Q(retired_at__isnull=True),
                name="choice_once",
                violation_error_message=_("The candidate is decided already."),
            ),
        )

    def __str__(self) -> str:
        said = gettext("chosen") if self.is_chosen else gettext("not chosen")
        return f"{self.candidate}: {said}"


class Letter(Record):
    """What one candidate that was not chosen is told, in one language."""

    candidate = models.ForeignKey(
        Candidate, models.PROTECT, related_name="letters", verbose_name=_("candidate")
    )
    language = models.CharField(
        _("language"), max_length=10, choices=settings.LANGUAGES
    )
    addressee = models.TextField(_("to whom"), blank=True)
    text = models.TextField(_("text"))
    history = versions()

    class Meta:
        verbose_name = _("letter")
        ordering = ("candidate__name", "language")
        constraints = (
            models.UniqueConstraint(
                fields=["candidate", "language"],
                condition=Q(retired_at__isnull=True),
                name="letter_once_per_language",
                violation_error_message=_(
                    "The candidate has a letter in this language already."
                ),
            ),
        )

    def __str__(self) -> str:
        return f"{self.candidate} ({self.language})"


class Ranking(models.Model):
    """A ranking worked out once, kept by the hash of what went into it.

    Not a record that people enter: it can be thrown away and worked out again, unless
    a decision rests on it.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    # CASCADE: it is derived from the round and says nothing of its own.
    round = models.ForeignKey(Round, models.CASCADE, related_name="rankings")
    fingerprint = models.CharField(max_length=64)
    # The last deed of the programme when the fingerprint was taken: as long as it
    # is still the last one, nothing can have changed.
    as_of_deed = models.UUIDField(null=True)
    result = models.JSONField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-created_at",)
        constraints = (
            models.UniqueConstraint(
                fields=["round", "fingerprint"], name="ranking_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.round}: {self.fingerprint[:12]}"
