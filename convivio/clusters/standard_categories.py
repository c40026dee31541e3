"""The categories of members that a cluster begins with: code, Italian name, English name."""

STANDARD = (
    ("large_company", "Grande impresa", "Large company"),
    ("sme", "Piccola o media impresa", "Small or medium company"),
    ("laboratory", "Laboratorio", "Laboratory"),
    ("research_centre", "Centro di ricerca", "Research centre"),
    ("health_facility", "Struttura sanitaria", "Health facility"),
    ("training_institution", "Ente di formazione", "Training institution"),
    ("public_authority", "Ente pubblico", "Public authority"),
    ("other", "Altro", "Other"),
)

BY_RESOLUTION = frozenset({"public_authority"})
"""Those that join by a dated resolution of their own."""
