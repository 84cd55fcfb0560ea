"""The words of the customer book's fixed lists, as msgids."""

from portal.businesses.customers.models import OrderState, TouchKind
from portal.businesses.customers.reminder_models import RuleKind
from portal.kit.say import N_

TOUCHES = {
    TouchKind.ZALO: N_("Zalo"),
    TouchKind.CALL: N_("Phone call"),
    TouchKind.MESSAGE: N_("Message"),
    TouchKind.EMAIL: N_("E-mail"),
    TouchKind.IN_PERSON: N_("Face to face"),
    TouchKind.NOTE: N_("Private note"),
}
STATES = {
    OrderState.ASKED: N_("Asked"),
    OrderState.QUOTED: N_("Price given"),
    OrderState.DEPOSIT: N_("Agreed, deposit"),
    OrderState.MAKING: N_("In the making"),
    OrderState.DELIVERED: N_("Delivered"),
    OrderState.AFTER_SALE: N_("After the sale"),
    OrderState.CANCELLED: N_("Order cancelled"),
}
TAGS = {
    OrderState.QUOTED: "info",
    OrderState.DEPOSIT: "warn",
    OrderState.MAKING: "info",
    OrderState.DELIVERED: "ok",
    OrderState.AFTER_SALE: "ok",
}
RULES = {
    RuleKind.DATE: N_("On one day"),
    RuleKind.SILENT_DAYS: N_("After days without a word"),
    RuleKind.BEFORE_DUE: N_("Days before an order is due"),
    RuleKind.AFTER_SALE: N_("Days after the delivery"),
}
SOURCES = {
    "zalo": N_("Zalo"),
    "facebook": N_("Facebook"),
    "market": N_("Market, fair"),
    "shop": N_("Came to the shop"),
    "hotel": N_("Hotel, guide"),
    "friend": N_("Told by a customer"),
    "marketplace": N_("Online marketplace"),
    "website": N_("Website, map"),
    "other": N_("Elsewhere"),
}
"""Where a customer came from; what an import names beside these stays as it was written."""
LANGUAGES = {"vi": "Tiếng Việt", "en": "English", "fr": "Français", "ko": "한국어", "ja": "日本語", "zh": "中文"}
"""What a customer speaks, each in its own language."""
