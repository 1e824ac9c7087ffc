"""Attempts at home, and who comes to a clinic: the hidden layer."""

from __future__ import annotations

from sample_data.synthetic.parameters.base import Parameter
from sample_data.synthetic.parameters.case_mix import Table

TRIES_AT_HOME = Parameter[float](
    0.55, "probability", "assumption", "People over one year old with milia who try at home first."
)
METHOD = Parameter[Table](
    {
        "squeezing": 0.28,
        "needle_or_pin": 0.17,
        "other_tool": 0.08,
        "scrub": 0.13,
        "acne_product": 0.15,
        "exfoliant": 0.12,
        "unadvised_retinoid": 0.07,
    },
    "weight",
    "assumption",
    "Which method an attempt uses.",
)
HARM = Parameter[Table](
    {
        "squeezing": 0.15,
        "needle_or_pin": 0.18,
        "other_tool": 0.17,
        "scrub": 0.08,
        "acne_product": 0.09,
        "exfoliant": 0.08,
        "unadvised_retinoid": 0.16,
    },
    "probability",
    "assumption",
    "True probability that one attempt does harm, on skin types I to IV away from the eyes.",
)
HARM_DARKER_SKIN = Parameter[float](
    0.35, "log odds ratio", "assumption", "Skin types V and VI: discoloration after injury."
)
HARM_DELICATE_SITE = Parameter[float](
    0.20, "log odds ratio", "assumption", "Eyelid and periorbital."
)
SUCCESS = Parameter[Table](
    {
        "squeezing": 0.26,
        "needle_or_pin": 0.40,
        "other_tool": 0.30,
        "scrub": 0.10,
        "acne_product": 0.10,
        "exfoliant": 0.14,
        "unadvised_retinoid": 0.22,
    },
    "probability",
    "assumption",
    "The attempt clears the milia, where it did no harm.",
)
SECOND_ATTEMPT = Parameter[float](
    0.30, "probability", "assumption", "A further attempt after one that neither cleared nor hurt."
)
ATTENDS = Parameter[Table](
    {"never_tried": 0.30, "harmed": 0.35, "went_well": 0.05, "no_effect": 0.12},
    "probability",
    "assumption",
    "Coming to one of the clinics, by how the last attempt went. This selection is what makes "
    "harms among attenders larger than the true harm.",
)
ADVICE_ONLY = Parameter[float](
    0.09,
    "probability",
    "assumption",
    "Attenders with a recorded attempt who get advice and no treatment.",
)
ATTEMPT_IS_RECORDED = Parameter[float](
    0.85, "probability", "assumption", "A reported attempt becomes an episode of its own."
)
MONTHS_BEFORE = Parameter[tuple[int, int]](
    (1, 14), "months", "assumption", "From an attempt without harm to the clinic."
)
MONTHS_BEFORE_IF_HARMED = Parameter[tuple[int, int]](
    (0, 3), "months", "assumption", "From a harmful attempt to the clinic."
)
DAYS_REMEMBERED = Parameter[float](
    0.40, "probability", "assumption", "Attempts whose course is remembered in days."
)
HARM_KINDS = Parameter[dict[str, Table]](
    {
        "squeezing": {
            "inflammation": 0.30,
            "infection": 0.14,
            "scar": 0.10,
            "hyperpigmentation": 0.20,
            "bruising": 0.14,
            "bleeding": 0.12,
        },
        "needle_or_pin": {
            "inflammation": 0.22,
            "infection": 0.26,
            "scar": 0.18,
            "hyperpigmentation": 0.16,
            "bleeding": 0.18,
        },
        "other_tool": {
            "inflammation": 0.25,
            "infection": 0.15,
            "scar": 0.15,
            "bruising": 0.20,
            "surrounding_skin_damage": 0.25,
        },
        "scrub": {"irritation": 0.50, "erythema": 0.30, "secondary_milia": 0.20},
        "acne_product": {"irritation": 0.45, "contact_dermatitis": 0.30, "erythema": 0.25},
        "exfoliant": {"irritation": 0.40, "hyperpigmentation": 0.20, "erythema": 0.40},
        "unadvised_retinoid": {"retinoid_irritation": 0.75, "contact_dermatitis": 0.25},
    },
    "weight",
    "assumption",
    "What the harm is, by method.",
)
SECOND_HARM = Parameter[float](
    0.25, "probability", "assumption", "A harmful attempt leaves a second kind of harm."
)
