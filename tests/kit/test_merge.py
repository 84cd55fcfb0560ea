"""Two people write at once: what each changed stands, and what both changed is shown."""

from portal.kit.merge import merge

NOW = {"title": "Đêm hội", "place": "Chợ", "text": ""}


def test_where_nobody_changed_anything_there_is_nothing_to_bring_together():
    assert merge({"title": "Mới"}, NOW, []) is None
    assert merge({"title": "Mới"}, NOW, [{"title": ["Đêm hội", "Đêm"]}, {"title": ["Đêm", "Đêm hội"]}]) is None


def test_a_field_that_only_the_others_changed_has_their_word():
    found = merge({"title": "Đêm", "place": "Chợ mới"}, NOW, [{"title": ["Đêm", "Đêm hội"]}])
    assert found is not None
    assert (found.values, found.theirs) == ({"title": "Đêm hội", "place": "Chợ mới"}, {"title": "Đêm hội"})


def test_a_field_that_both_changed_keeps_the_writers_word_and_says_the_other():
    found = merge({"title": "Hội đêm"}, NOW, [{"title": ["Đêm", "Đêm hội"]}])
    assert found is not None
    assert (found.values, found.theirs) == ({"title": "Hội đêm"}, {"title": "Đêm hội"})


def test_what_is_not_kept_any_more_is_left_out():
    assert merge({}, NOW, [{"state": ["draft", "published"]}]) is None
