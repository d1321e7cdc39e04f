"""Who may open the records of a patient: reception sees who somebody is, not what they have."""

from pistor.practice.access.permissions import CLINICIANS, WITH_PATIENTS, Permission

ROWS: dict[str, Permission] = {
    "people:add_record": CLINICIANS,
    "people:withdraw_record": CLINICIANS,
    "people:none_known": CLINICIANS,
    "people:pregnancy": CLINICIANS,
    "people:write_note": CLINICIANS,
    "people:note": CLINICIANS,
    "people:sign_note": CLINICIANS,
    "people:add_addendum": CLINICIANS,
    "people:add_document": CLINICIANS,
    "people:document": CLINICIANS,
    "people:portrait": WITH_PATIENTS,
    "people:set_portrait": WITH_PATIENTS,
}
