"""The files of CORDIS and their columns, by the names they have had since FP7."""

from collections.abc import Mapping, Sequence

Names = Mapping[str, Sequence[str]]

FILES: Names = {
    "project": ("project", "projects"),
    "organization": ("organization", "organizations", "organisation", "organisations"),
    "topics": ("topics", "topic"),
    "euroSciVoc": ("euroscivoc",),
    "legalBasis": ("legalbasis",),
}
"""Our name of a file to the endings that its name may have, before ".csv"."""

NOT_THESE = ("webitem", "weblink", "deliverables", "publications", "reportsummaries", "irps")

PROJECT: Names = {
    "id": ("projectID", "reference", "grantAgreementID"),
    "rcn": (),
    "acronym": ("projectAcronym",),
    "title": ("projectTitle",),
    "objective": ("abstract", "summary"),
    "keywords": ("freeKeywords",),
    "status": (),
    "startDate": (),
    "endDate": (),
    "ecSignatureDate": ("signatureDate",),
    "totalCost": (),
    "ecMaxContribution": ("ecContribution",),
    "legalBasis": ("programme", "programmes"),
    "topics": ("topic",),
    "frameworkProgramme": ("framework",),
    "fundingScheme": ("typeOfAction",),
    "contentUpdateDate": ("lastUpdateDate",),
}

ORGANIZATION: Names = {
    "projectID": ("projectReference",),
    "organisationID": ("organizationID", "pic", "id"),
    "vatNumber": ("vat",),
    "name": ("organisationName", "organizationName", "legalName"),
    "shortName": (),
    "SME": ("isSME",),
    "activityType": ("activity",),
    "street": (),
    "postCode": ("postalCode",),
    "city": (),
    "country": ("countryCode",),
    "nutsCode": ("nuts",),
    "geolocation": ("coordinates",),
    "organizationURL": ("organisationURL", "website"),
    "contentUpdateDate": ("lastUpdateDate",),
    "order": (),
    "role": (),
    "ecContribution": (),
    "netEcContribution": (),
    "totalCost": (),
    "endOfParticipation": (),
}

TOPICS: Names = {"projectID": (), "topic": ("code",), "title": ("topicTitle",), "keywords": ()}
EUROSCIVOC: Names = {
    "projectID": (),
    "euroSciVocCode": ("code",),
    "euroSciVocPath": ("path",),
    "euroSciVocTitle": ("title",),
}
LEGAL_BASIS: Names = {"projectID": (), "legalBasis": (), "uniqueProgrammePart": ()}

ROLES = {
    "coordinator": "coordinator",
    "participant": "participant",
    "beneficiary": "participant",
    "associatedpartner": "associated",
    "partner": "associated",
    "internationalpartner": "associated",
    "thirdparty": "third_party",
    "linkedthirdparty": "third_party",
    "affiliatedentity": "third_party",
}
"""The roles of CORDIS, in letters only, to ours; any other is “other”, save third parties of any sort."""
