"""Words as every word processor counts them."""

from portal.kit.word_count import count


def test_words_stand_between_spaces() -> None:
    assert count("") == count(" – … • \n") == 0
    assert count("Không gian sáng tạo") == 4
    assert count("  Mái hiên,\n\nmái\u00a0nhà – 20% của 2/3, l'eau; well-known https://a.example/b ") == 10
    assert count("one—two…three--four") == 4
    assert count("từ " * 1_001) == 1_001
    assert count("a\u200bb\u0301 c") == 2
