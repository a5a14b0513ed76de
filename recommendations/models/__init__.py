from recommendations.models.log_draft import LogDraft
from recommendations.models.raised_again import RaisedAgain
from recommendations.models.recommendation import Recommendation, RecommendationQuerySet
from recommendations.models.submission import Submission, SubmissionEntry, SubmissionQuerySet
from recommendations.models.theme import Theme
from recommendations.models.tokens import TokenCount, Tokens, count_tokens, store_tokens
from recommendations.models.workbook_import import Import, ImportQuerySet

__all__ = [
    "Import",
    "ImportQuerySet",
    "LogDraft",
    "RaisedAgain",
    "Recommendation",
    "RecommendationQuerySet",
    "Submission",
    "SubmissionEntry",
    "SubmissionQuerySet",
    "Theme",
    "TokenCount",
    "Tokens",
    "count_tokens",
    "store_tokens",
]
