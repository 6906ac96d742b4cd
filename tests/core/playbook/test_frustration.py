"""Empathy that comes, and empathy that does not."""

from tests.core.playbook.scenes import fired

ANGRY = ("customer", "i'm absolutely furious with all of this")


def test_frustration_that_is_passed_over_asks_for_empathy():
    assert "empathise" in fired(
        ANGRY, ("agent", "and the order number"), ("customer", "four two one"), ("agent", "and the postcode please")
    )


def test_frustration_that_is_understood_does_not():
    assert "empathise" not in fired(
        ANGRY,
        ("agent", "i completely understand that must be awful"),
        ("customer", "four two one is the number"),
        ("agent", "and the postcode please"),
    )
