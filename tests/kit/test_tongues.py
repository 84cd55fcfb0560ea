"""Languages by their names."""

from portal.kit import tongues


def test_languages_are_named_in_the_language_of_the_reader() -> None:
    assert tongues.named(["vi", "fr"], "vi") == "Tiếng Việt, Tiếng Pháp"
    assert tongues.named(["vi", "fr"], "en") == "Vietnamese, French"


def test_what_nobody_knows_stands_as_it_is() -> None:
    assert tongues.named(["fr", "xx-y"], "en") == "French, xx-y"
