"""Marked sentences and refusals."""

import pytest

from portal.kit.say import N_, Refused, in_language


def test_marking_a_sentence_leaves_it_as_it_is():
    assert N_("The deadline has passed.") == "The deadline has passed."


def test_a_refusal_reads_as_its_english_sentence_with_the_placeholders_filled():
    refused = Refused("Only %(count)s files can be sent.", field="files", values={"count": 3})
    assert str(refused) == "Only 3 files can be sent."
    assert (refused.sentence, refused.field, refused.values) == (
        "Only %(count)s files can be sent.",
        "files",
        {"count": 3},
    )


def test_a_refusal_without_values_may_hold_a_percent_sign():
    assert str(Refused("At least 20 % is needed.")) == "At least 20 % is needed."


def test_a_refusal_can_be_said_at_a_field():
    at_field = Refused("Only %(count)s.", values={"count": 3}).at("files")
    assert (at_field.field, str(at_field)) == ("files", "Only 3.")


def test_field_and_values_are_named_at_the_call():
    with pytest.raises(TypeError):
        Refused("No.", "name_vi")


def test_a_language_without_its_own_form_is_written_as_english():
    forms = {"vi": "1.000", "en": "1,000"}
    assert [in_language(forms, lang) for lang in ("vi", "en", "xx")] == ["1.000", "1,000", "1,000"]
