"""Scores are blind until the scoring is closed: nobody sees a colleague's.

It holds on every path. A page, export or interface that reads scores takes them from
`visible_scores`. One that reads versions of records (the history) asks
`Score.is_hidden_from(user)` of each version's instance, and leaves out the fields
where it is true. Deeds about scores name the candidate, never the value. Managers
are no exception: who may see early may also be asked to.
"""

from typing import Any

from django.db.models import Q

from distretto.web.history.models import CurrentQuerySet
from distretto.web.selection.models import Round, Score


def visible_scores(round_: Round, user: Any) -> CurrentQuerySet:
    """The scores of a round that this user may read now."""
    scores = Score.objects.current().filter(
        assessor__round=round_, assessor__retired_at__isnull=True
    )
    return scores if round_.is_scoring_closed else scores.filter(assessor__user=user)


def hidden_fields(user: Any) -> Q:
    """The condition under which a version of a score is hidden, for long listings."""
    return Q(assessor__round__scoring_closed_at__isnull=True) & ~Q(assessor__user=user)
