"""Reads of the access app."""

from django.db.models import Prefetch, QuerySet

from pistor.practice.access.models import Clinic, Membership, Role, User


def clinics_visible_to(user: User) -> QuerySet[Clinic]:
    """The clinics somebody works in."""
    return (
        Clinic.objects.filter(organisation_id=user.organisation_id, memberships__user=user)
        .distinct()
        .order_by("name", "pk")
    )


def users_visible_to(user: User) -> QuerySet[User]:
    """The colleagues of the same organisation."""
    return User.objects.filter(organisation_id=user.organisation_id).order_by("full_name", "pk")


def colleagues_of(user: User, clinic: Clinic) -> QuerySet[User]:
    """The colleagues of the same organisation, with their roles in one clinic."""
    roles = Membership.objects.filter(clinic=clinic).order_by("pk")
    return users_visible_to(user).prefetch_related(
        Prefetch("memberships", queryset=roles, to_attr="roles_here")
    )


def clinicians_visible_to(user: User) -> QuerySet[User]:
    """Colleagues who may look at a stop a second time."""
    roles = [Role.PRACTITIONER, Role.PRESCRIBER, Role.MEDICAL_DIRECTOR]
    return users_visible_to(user).filter(is_active=True, memberships__role__in=roles).distinct()


def roles_of(user: User, clinic: Clinic) -> frozenset[str]:
    """What somebody may act as in a clinic; a medical director is a prescriber with that duty."""
    roles = set(Membership.objects.filter(user=user, clinic=clinic).values_list("role", flat=True))
    if Role.MEDICAL_DIRECTOR in roles:
        roles.add(Role.PRESCRIBER)
    return frozenset(roles)
