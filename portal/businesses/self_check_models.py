"""The table of the self-check: what the campaign asks before anybody applies. No answer is kept anywhere."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from portal.businesses.models import LINE
from portal.db import Model, Moment, Words
from portal.listings.models import Texts

ASKS = 200


class SelfCheckQuestion(Texts, Model):
    """One question to be answered with yes or no, and what is said to a no; a yes needs no words."""

    __tablename__ = "self_check_question"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(Words(20), unique=True)
    """Its name in the address."""
    decides: Mapped[bool]
    """Whether a no means that the campaign is not for them."""
    asks_vi: Mapped[str] = mapped_column(Words(ASKS))
    asks_en: Mapped[str] = mapped_column(Words(ASKS), default="")
    asks_fr: Mapped[str] = mapped_column(Words(ASKS), default="")
    no_vi: Mapped[str] = mapped_column(Words(LINE))
    no_en: Mapped[str] = mapped_column(Words(LINE), default="")
    no_fr: Mapped[str] = mapped_column(Words(LINE), default="")
    changed_at: Mapped[datetime] = mapped_column(Moment)
