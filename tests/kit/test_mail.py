import pytest

from portal.kit.mail import mailbox, parse
from portal.kit.say import Refused


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("mai@example.org", "mai@example.org"),
        ("  Mai.Nguyen+hoian@Example.ORG ", "mai.nguyen+hoian@example.org"),
        ("lò.gốm@thanh-hà.vn", "lò.gốm@thanh-hà.vn"),
        ("a_b@mail.co.uk", "a_b@mail.co.uk"),
    ],
)
def test_a_mail_address_is_kept_in_one_way(typed: str, kept: str):
    assert parse(typed) == kept
    assert parse(kept) == kept


@pytest.mark.parametrize(
    "typed",
    ["", "mai", "mai@", "@example.org", "mai@example", "mai nguyen@example.org", "mai@exa mple.org", "mai@@example.org",
     "mai@-example.org", "mai@example.org, tuan@example.org", "Mai <mai@example.org>", "a|b@example.org",
     "mai@example.1", "m" * 250 + "@example.org"],
)  # fmt: skip
def test_what_cannot_be_a_mail_address_is_refused(typed: str):
    with pytest.raises(Refused):
        parse(typed)


def test_all_ways_of_writing_lead_into_one_box() -> None:
    written = ("mai.phan+bau@gmail.com", "Maiphan@googlemail.com", "m.a.i.phan@gmail.com")
    assert {mailbox(one) for one in written} == {"maiphan@gmail.com"}
    assert mailbox("mai.phan+bau@hoian.example") == "mai.phan@hoian.example"
