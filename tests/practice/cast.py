"""The invented clinic of the tests: Lindenhof and, next door, Seeblick, who must see nothing."""

from dataclasses import dataclass
from datetime import date

from django.test import Client

from pistor.practice.access.models import Clinic, Membership, Organisation, Role, User
from pistor.practice.people.models import Patient
from pistor.practice.people.names import search_text

PASSWORD = "an invented password"  # noqa: S105


@dataclass(frozen=True)
class House:
    """An organisation with one clinic and one person for each role."""

    organisation: Organisation
    clinic: Clinic
    staff: dict[str, User]

    def signed_in(self, role: str) -> Client:
        """A browser in which the person of that role has just signed in."""
        client = Client()
        answer = client.post(
            "/accounts/login/", {"login": self.staff[role].email, "password": PASSWORD}
        )
        assert answer.status_code == 302, "the sign-in of the cast failed"
        return client


NAMES = {
    Role.RECEPTION: "Rosa Empfang",
    Role.PRACTITIONER: "Petra Nadel",
    Role.PRESCRIBER: "Dr Iris Invented",
    Role.MEDICAL_DIRECTOR: "Dr Jon Invented",
    Role.MANAGER: "Max Kasse",
    Role.AUDITOR: "Aude Prüfer",
}


def a_house(name: str = "Lindenhof", country: str = "FR", zone: str = "Europe/Paris") -> House:
    """Found an organisation with one clinic and somebody for every role."""
    organisation = Organisation.objects.create(name=name)
    clinic = Clinic.objects.create(
        organisation=organisation, name=f"{name} Clinic", time_zone=zone, jurisdiction=country
    )
    staff = {}
    for role, full_name in NAMES.items():
        user = User.objects.create_user(
            organisation=organisation,
            email=f"{role}@{name.lower()}.example",
            full_name=full_name,
            password=PASSWORD,
        )
        Membership.objects.create(user=user, clinic=clinic, role=role)
        staff[role.value] = user
    return House(organisation=organisation, clinic=clinic, staff=staff)


def a_patient(house: House, family_name: str = "Invented", **changed: object) -> Patient:
    """Ada Invented, 41; a test says only what matters to it."""
    usual = {
        "given_names": "Ada",
        "born_on": date(1984, 12, 10),
        "sex": "female",
        "number": Patient.objects.filter(organisation=house.organisation).count() + 1,
    }
    patient = Patient(
        organisation=house.organisation, family_name=family_name, **{**usual, **changed}
    )
    patient.search_text = search_text(patient)
    patient.save()
    return patient
