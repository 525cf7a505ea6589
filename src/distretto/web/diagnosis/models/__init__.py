"""Records of step 2."""

from distretto.web.diagnosis.models.baseline import BaselineValue
from distretto.web.diagnosis.models.chain import (
    ChainFlow,
    ChainFrame,
    ChainStage,
    CostItem,
    Service,
    ServiceProvision,
)
from distretto.web.diagnosis.models.linkages import Linkage, LinkageActor, Relation
from distretto.web.diagnosis.models.problems import Cause, Problem
from distretto.web.diagnosis.models.profile import (
    Finding,
    FindingEvidence,
    FindingVotes,
    ProfileFigure,
    StrategyOption,
    UnitType,
)
from distretto.web.diagnosis.models.study import (
    EndorsedEdition,
    Evidence,
    Interview,
    ReviewNote,
    Section,
    Study,
)
from distretto.web.diagnosis.models.survey import (
    AnswerFile,
    Form,
    PublishedResults,
    Response,
    SampledFirm,
    Survey,
)
from distretto.web.diagnosis.models.waves import Wave

__all__ = [
    "AnswerFile",
    "BaselineValue",
    "Cause",
    "ChainFlow",
    "ChainFrame",
    "ChainStage",
    "CostItem",
    "EndorsedEdition",
    "Evidence",
    "Finding",
    "FindingEvidence",
    "FindingVotes",
    "Form",
    "Interview",
    "Linkage",
    "LinkageActor",
    "Problem",
    "ProfileFigure",
    "PublishedResults",
    "Relation",
    "Response",
    "ReviewNote",
    "SampledFirm",
    "Section",
    "Service",
    "ServiceProvision",
    "StrategyOption",
    "Study",
    "Survey",
    "UnitType",
    "Wave",
]
