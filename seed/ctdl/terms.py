"""Which classes and terms of CTDL have a place in a catalogue, and which place."""

from __future__ import annotations

import re

ORGANIZATIONS = frozenset({"CredentialOrganization", "QACredentialOrganization", "Organization"})
RECOMMENDERS = frozenset({"QACredentialOrganization"})
"""Who values what others offer, and binds nobody."""
TRANSFER_VALUES = frozenset({"TransferValueProfile"})
AGREEMENTS = frozenset({"TransferAgreement"})
PATHWAYS = frozenset({"Pathway", "PathwaySet"})

PROGRAMMES = frozenset(
    {
        "LearningProgram", "ApprenticeshipProgram", "Degree", "AssociateDegree", "AssociateOfArtsDegree",
        "AssociateOfAppliedArtsDegree", "AssociateOfAppliedScienceDegree", "AssociateOfScienceDegree",
        "BachelorDegree", "BachelorOfArtsDegree", "BachelorOfScienceDegree", "MasterDegree", "MasterOfArtsDegree",
        "MasterOfScienceDegree", "DoctoralDegree", "ProfessionalDoctorate", "ResearchDoctorate", "SpecialistDegree",
        "Diploma", "SecondarySchoolDiploma", "GraduateDiploma",
    }
)  # fmt: skip
CERTIFICATES = frozenset(
    {
        "Certificate", "AcademicCertificate", "BasicTechnicalCertificate", "TechnicalLevel1Certificate",
        "TechnicalLevel2Certificate", "TechnicalLevel3Certificate", "ProfessionalCertificate", "MasterCertificate",
        "HigherEducationLevel1Certificate", "HigherEducationLevel2Certificate", "WorkbasedLearningCertificate",
    }
)  # fmt: skip
"""Programmes where something says what they are made of, else credentials."""
CREDENTIALS = frozenset(
    {
        "Credential", "MicroCredential", "Badge", "DigitalBadge", "OpenBadge", "Certification", "License",
        "CertificateOfCompletion", "ApprenticeshipCertificate", "JourneymanCertificate", "GeneralEducationDevelopment",
        "SecondaryEducationCertificate", "ProofOfParticipation", "QualityAssuranceCredential",
        "GeneralEducationLevel1Certificate", "GeneralEducationLevel2Certificate", "PreparationCertificate",
        "AssessmentProfile",
    }
)  # fmt: skip
WORK = frozenset({"Occupation", "Job", "WorkRole", "Task"})
"""What is done rather than studied; held as credentials, by whom values it."""
MODULES = frozenset({"Course", "LearningOpportunityProfile", "LearningOpportunity"})
ITEMS = PROGRAMMES | CERTIFICATES | CREDENTIALS | WORK | MODULES

KINDS = {
    "AssessmentProfile": "assessment",
    "LearningOpportunityProfile": "module",
    "LearningOpportunity": "module",
    "Course": "module",
    "LearningProgram": "programme",
}
"""Where the field's term is not the class's own name."""

NAMES = ("ceterms:name", "schema:name", "ceasn:name")
CODES = ("ceterms:identifier", "ceterms:identifierValue")
OWNERS = ("ceterms:offeredBy", "ceterms:ownedBy", "ceterms:recognizedBy")
CREDITS = ("ceterms:creditValue", "ceterms:creditUnitValue")
PREREQUISITES = ("ceterms:entryCondition", "ceterms:prerequisite")
TARGETS = (
    "ceterms:targetCredential", "ceterms:targetLearningOpportunity", "ceterms:targetAssessment",
    "ceterms:targetOccupation", "ceterms:targetJob",
)  # fmt: skip
STACKWAYS_CODE = "Stackways code"
"""What an identifier is called that is a code of a catalogue; a rule's has its version, as `code@2`."""
STACKWAYS_KIND = "Stackways kind"
"""What an identifier is called that is the field's term, where CTDL has no class for it."""

MODES = {
    "OnlineOnly": "online",
    "InPerson": "in-person",
    "BlendedDelivery": "blended",
    "BlendedLearning": "blended",
    "VariableSite": "variable-site",
}


def kind_of(types: tuple[str, ...], default: str) -> str:
    """Return what something is in the field's terms, from its class."""
    named = next((one for one in types if one in ITEMS), default)
    return KINDS.get(named) or in_words(named).replace(" ", "-")


def in_words(name: str) -> str:
    """Return the words of a term: `DegreeCredit` is "degree credit"."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name.rpartition(":")[2].rpartition("/")[2]).lower()
