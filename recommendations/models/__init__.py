from recommendations.models.raised_again import RaisedAgain
from recommendations.models.recommendation import Recommendation, RecommendationQuerySet
from recommendations.models.theme import Theme

__all__ = ["RaisedAgain", "Recommendation", "RecommendationQuerySet", "Theme"]
