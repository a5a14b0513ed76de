from units.models.membership import Membership
from units.models.periods import valid_on
from units.models.reorganisation import Reorganisation
from units.models.role_change import RoleChange
from units.models.unit import Unit, UnitAlias, UnitSuccession

__all__ = ["Membership", "Reorganisation", "RoleChange", "Unit", "UnitAlias", "UnitSuccession", "valid_on"]
