"""The kinds of sheets, each a description of its own; `KINDS` knows them by their keys."""

from portal.businesses.sheets.kind import Kind
from portal.businesses.sheets.kinds.account import Account
from portal.businesses.sheets.kinds.advert import Advert
from portal.businesses.sheets.kinds.calendar import Calendar
from portal.businesses.sheets.kinds.fees import Fees
from portal.businesses.sheets.kinds.hours import Hours
from portal.businesses.sheets.kinds.ledger import Ledger
from portal.businesses.sheets.kinds.livestream import Livestream
from portal.businesses.sheets.kinds.livestream_review import LivestreamReview
from portal.businesses.sheets.kinds.prices import Prices
from portal.businesses.sheets.kinds.privacy import Privacy
from portal.businesses.sheets.kinds.products import Products
from portal.businesses.sheets.kinds.profile import Profile
from portal.businesses.sheets.kinds.promotion import Promotion
from portal.businesses.sheets.kinds.sales_policy import Policy
from portal.businesses.sheets.kinds.service import Service
from portal.businesses.sheets.kinds.stock import Stock
from portal.businesses.sheets.kinds.story import Story

PRODUCTS, PRICES, ACCOUNT = Products(), Prices(), Account()
SIMPLE: dict[str, Kind] = {
    one.key: one
    for one in (
        Story(), Hours(), Policy(), Profile(), Calendar(), Fees(), Stock(), Promotion(), Advert(), Livestream(),
        LivestreamReview(), Service(), Ledger(), Privacy(),
    )
}  # fmt: skip
"""Those whose values stand in `Sheet.data`; products, prices and account have tables of their own."""
KINDS: dict[str, Kind] = {"account": ACCOUNT, "products": PRODUCTS, "prices": PRICES, **SIMPLE}
