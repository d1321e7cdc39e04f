"""What a manager types: colleagues, their roles, the settings of a clinic."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from pistor.notation.files import hidden_character
from pistor.practice.access.models import Clinic, Role, User


class RolesForm(forms.Form):
    """The roles of one person in one clinic."""

    roles = forms.MultipleChoiceField(
        choices=Role.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="A medical director is a prescriber too.",
    )


class ColleagueForm(RolesForm):
    """A new account."""

    full_name = forms.CharField(label="Name", max_length=200)
    email = forms.EmailField(label="E-mail address, to sign in with", max_length=254)
    field_order = ("full_name", "email", "roles")

    def clean_full_name(self) -> str:
        """A name that shows what it is."""
        name: str = self.cleaned_data["full_name"]
        if hidden_character(name):
            raise ValidationError("This holds an invisible character; type it again.")
        return name

    def clean_email(self) -> str:
        """An address nobody else signs in with."""
        email = User.objects.normalize_email(self.cleaned_data["email"]).lower()
        if User.objects.filter(email__iexact=email).exists():
            raise ValidationError("An account with this address exists already.")
        return email

    def clean_roles(self) -> list[str]:
        """At least one; without a role an account opens nothing."""
        roles: list[str] = self.cleaned_data["roles"]
        if not roles:
            raise ValidationError("Choose at least one role.")
        return roles


class ClinicForm(forms.ModelForm):  # type: ignore[type-arg]
    """The settings of a clinic."""

    class Meta:
        model = Clinic
        fields = ("name", "time_zone", "jurisdiction", "one_clinician_alone")
        labels = {
            "time_zone": "Time zone, such as Europe/Paris",
            "jurisdiction": "Country, two letters, such as FR",
            "one_clinician_alone": "One clinician works alone here",
        }

    def clean_jurisdiction(self) -> Any:
        """Two capital letters, however they were typed."""
        return self.cleaned_data["jurisdiction"].upper()
