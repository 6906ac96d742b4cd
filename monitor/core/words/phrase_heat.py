"""What a phrase says of the call's heat, by its set.

Weights by judgement, held by tests: no one set reaches ``escalated``, and only what is aimed at a
person weighs as much as two others together.
"""

ADDED = {
    "frustration": 0.5,
    "complaint": 0.15,
    "repeated_complaint": 0.4,
    "unvalued": 0.25,
    "demand": 0.2,
    "not_settled": 0.1,
    "supervisor_request": 0.4,
    "threat_to_leave": 0.45,
    "legal_threat": 0.6,
    "rudeness": 0.6,
    "profanity": 0.5,
    "slur": 1.0,
    "threat_of_violence": 1.0,
    "dismissal": 0.15,
}
"""What a phrase surely heard adds to the heat of the words."""
TAKEN_BACK = {"empathy": 0.25, "apology": 0.25, "supervisor_offer": 0.2}
"""Shares of the heat of the words that the agent's words take back."""


def phrase_heat(set_id: str) -> float:
    """-1 to 1: what such a phrase adds, or, negative, the share that it takes back; 0 where it says nothing of heat."""
    return ADDED.get(set_id, 0.0) - TAKEN_BACK.get(set_id, 0.0)
