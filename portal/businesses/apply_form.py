"""What comes in about an application: which business, then field by field what the campaign asks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, Field, HiddenField, RadioField
from wtforms.validators import InputRequired, Length, Optional

from portal.businesses import applications
from portal.businesses.models import Application, Cohort, Package
from portal.city.chosen import here
from portal.kit import numbers
from portal.kit.say import N_, Refused
from portal.listings.models import Listing
from portal.web.fields import ChoiceField, PhoneField, ReadField, TextField, WordsField
from portal.web.form import CreateForm, Form

NEW = "new"
"""The choice of a business that is not on the map yet."""
PACKAGE = "package_"
LED = {"yes": True, "no": False, "": None}


class BeginForm(CreateForm):
    """Which business applies: one of the reader's listings, or a new one."""

    listing = RadioField(_("Which business is it?"), choices=[], default=NEW)
    name_vi = WordsField(_("Name of the business"), validators=[Length(max=80)])
    summary_vi = TextField(
        _("What it makes, in one sentence"), validators=[Length(max=250)],
        description=_("For the map. You can change it later."),
    )  # fmt: skip
    area = ChoiceField(_("Where it is"))
    package = HiddenField()

    def __init__(self, formdata: Any = None, *, listings: Sequence[Listing], **data: Any) -> None:
        super().__init__(formdata, **data)
        known = [(one.slug, one.name_vi) for one in listings]
        self.listing.choices = [*known, (NEW, _("It is not on the map yet"))]
        if formdata is None and known:
            self.listing.data = known[0][0]
        self.area.choices = [(key, area.name) for key, area in here().areas.items()]

    def new_listing(self) -> dict[str, Any]:
        """The draft of a listing; refused at a field when it has no name or no sentence."""
        given = {name: self[name].data or "" for name in ("name_vi", "summary_vi")}
        if not given["name_vi"]:
            raise Refused(N_("Write the name of your business."), field="name_vi")
        if not given["summary_vi"]:
            raise Refused(N_("Write one sentence about what you make."), field="summary_vi")
        return given | {"group": "organisations", "area": self.area.data}


class ApplicationForm(Form):
    """The draft. `once` names it on the device that keeps what was typed (static/js/unsent.js)."""

    once = HiddenField()
    makes = WordsField(_("What do you make or sell?"), validators=[Length(max=300)])
    sells = WordsField(
        _("Where do you sell today?"), validators=[Length(max=300)],
        description=_("For example: at home, at the market, through Zalo, to hotels."),
    )  # fmt: skip
    since_year = ReadField(
        _("Since which year?"), read=lambda typed: _whole(typed, 1800, 2100), render_kw={"inputmode": "numeric"}
    )
    hands = ReadField(
        _("How many people work there?"), read=lambda typed: _whole(typed, 1, 5000),
        render_kw={"inputmode": "numeric"},
    )  # fmt: skip
    women_led = RadioField(
        _("Is the business led by a woman?"), choices=[("yes", _("Yes")), ("no", _("No")), ("", _("Rather not say"))],
        default="", validators=[Optional()], description=_("Only counted, never shown with your name."),
    )  # fmt: skip
    wish = TextField(_("What should be different when you have finished?"), lines=True, validators=[Length(max=600)])
    holder = WordsField(
        _("Who answers for the business, as on its papers"), validators=[Length(max=120)],
        description=_(
            "The account and marketplace need this name too. Only you, your advisor and the organisers see it."
        ),
    )  # fmt: skip
    phone = PhoneField(_("Phone number or Zalo of the business"))
    cohort = RadioField(_("Which round?"), choices=[], validate_choice=True)
    agreed = BooleanField(
        _("We have read how the campaign works, and agree that an advisor and the organisers see our work.")
    )


def application_form(
    application: Application, *, packages: Sequence[Package], cohorts: Sequence[Cohort], lang: str, formdata: Any = None
) -> ApplicationForm:
    """Filled with what the draft holds; what could not be read stands as it was typed."""
    fields: dict[str, Field] = {
        f"{PACKAGE}{one.number}": BooleanField(
            _("Package %(number)s: %(title)s", number=one.number, title=one.text("title", lang).text)
        )
        for one in packages
    }
    kind: Callable[..., ApplicationForm] = type("ApplicationForm", (ApplicationForm,), fields)
    form = kind(formdata, data=_held(application))
    if len(cohorts) > 1:
        form.cohort.choices = [(str(one.id), one.text("name", lang).text) for one in cohorts]
        form.cohort.data = form.cohort.data or str(cohorts[0].id)
    else:
        del form.cohort
    if formdata is None:
        for name, typed in application.typed.items():
            if name in form:
                form[name].raw_data, form[name].data = [typed], typed
    return form


def package_fields(form: ApplicationForm) -> list[Field]:
    return [field for field in form if field.short_name.startswith(PACKAGE)]


def given(form: ApplicationForm, names: Sequence[str]) -> tuple[dict[str, Any], dict[str, str]]:
    """The values of these fields that could be read, and as they were typed those that could not."""
    values: dict[str, Any] = {}
    typed: dict[str, str] = {}
    for name in names:
        field = form[name]
        if field.errors:
            typed[name] = str((field.raw_data or [""])[0])
        elif name.startswith(PACKAGE):
            chosen = [one.short_name for one in package_fields(form) if one.data]
            values["packages"] = sorted(int(one.removeprefix(PACKAGE)) for one in chosen)
        elif name == "women_led":
            values[name] = LED[field.data or ""]
        elif name == "cohort":
            values["cohort_id"] = int(field.data)
        elif name in {"since_year", "hands", "agreed"}:
            values[name] = field.data
        else:
            values[name] = field.data or ""
    return values, typed


def _held(application: Application) -> dict[str, Any]:
    names = ("makes", "sells", "since_year", "hands", "wish", "agreed", "holder")
    held = {name: applications.value(application, name) for name in names}
    led = {answer: key for key, answer in LED.items()}[application.women_led]
    chosen = {f"{PACKAGE}{number}": True for number in application.packages}
    return held | chosen | {
        "once": application.code, "women_led": led, "phone": application.shop.phone or None,
        "cohort": str(application.cohort_id or ""),
    }  # fmt: skip


def _whole(typed: str, least: int, most: int) -> int:
    number = numbers.parse(typed)
    if number != int(number) or not least <= number <= most:
        raise Refused(N_("Write a whole number from %(least)s to %(most)s."), values={"least": least, "most": most})
    return int(number)


class AnswerForm(CreateForm):
    """What the applicant says to the organisers' question."""

    text = TextField(_("Your answer"), lines=True, validators=[InputRequired(), Length(max=1000)])
