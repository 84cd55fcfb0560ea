"""The doors: who comes in where. The policy of the whole site on one screen, typed by hand.

`in` is "first sign in": 303 to the sign-in page with the way back, and for htmx 200 with `HX-Redirect`.
An act is sent as an empty form: 422 says that its sender was let in and the form was not good enough.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any, NamedTuple
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

import portal
from portal.businesses import rules as shops
from portal.businesses import stories
from portal.businesses.sheets import accounts
from portal.businesses.sheets import products as shop_products
from portal.businesses.steps import visits
from portal.competitions import questions, site_pack
from portal.competitions.entries import late, team
from portal.competitions.entries.models import Entry
from portal.competitions.jury import conflicts
from portal.competitions.jury.models import ConflictKind, Motion, MotionKind
from portal.competitions.models import Competition, Stage
from portal.competitions.results import minutes
from portal.competitions.results.models import Certificate, Minutes
from portal.config import Settings
from portal.contributions import cards, holding, proposals, tickets
from portal.contributions.models import Act, TicketKind, TicketPhoto
from portal.db import db
from portal.events import rules as calendar
from portal.events.importer import sources as event_sources
from portal.events.importer.models import Authority
from portal.events.importer.reading import Read
from portal.events.models import Event, EventPhoto
from portal.events.series import rules as series_rules
from portal.events.when import day_of
from portal.kit import code
from portal.kit.recurrence import Weekly
from portal.letters import rules as letters
from portal.listings import merging, ownership, rules
from portal.listings.models import FormerSlug, Import, Listing, PauseCause, Photo, WardPause
from portal.media.models import Preview, Upload
from portal.media.storage import storage_for
from portal.people import new_passwords, requests, sign_ins
from portal.people import rules as people
from portal.people.models import Person, Role
from portal.uploads.models import Transfer
from portal.web import guard
from portal.web.clock import now
from tests import cast, make
from tests.businesses import applying
from tests.businesses.customers import planting as books
from tests.businesses.showcase import handing as showing_off
from tests.businesses.steps import planting as stepping
from tests.competitions import planting
from tests.competitions.entries import entering
from tests.competitions.jury import planting as judging
from tests.competitions.results import judged
from tests.competitions.results.test_keeping import reckoned
from tests.contributions import sendings
from tests.events.registrations import joining
from tests.looking import OwnRequests

Knock = Callable[..., TestResponse]
CAST = cast.CAST | {"advisor": cast.advisor}

DOORS = """
method endpoint             thing      visitor member artisan moderator organiser juror

GET  site.home              -          200 200 200 200 200 200
GET  site.about             -          200 200 200 200 200 200
GET  site.privacy           -          200 200 200 200 200 200
GET  site.terms             -          200 200 200 200 200 200
GET  site.accessibility     -          200 200 200 200 200 200
GET  site.contact           -          200 200 200 200 200 200
GET  site.robots            -          200 200 200 200 200 200
GET  site.sitemap           -          200 200 200 200 200 200
GET  site.favicon           -          200 200 200 200 200 200
GET  offline.show           -          200 200 200 200 200 200
GET  offline.worker         -          200 200 200 200 200 200
GET  site.security          -          404 404 404 404 404 404

GET  operator.alive         -          200 200 200 200 200 200
GET  operator.ready         -          503 503 503 503 503 503
GET  operator.numbers       -          200 200 200 200 200 200

GET  listings.index         -          200 200 200 200 200 200
GET  listings.embed         -          200 200 200 200 200 200
GET  pocket.show            -          200 200 200 200 200 200
GET  listing_data.csv       -          200 200 200 200 200 200
GET  listing_data.geojson   -          200 200 200 200 200 200
GET  listing_data.jsonld    -          200 200 200 200 200 200
GET  listing_data.atom      -          200 200 200 200 200 200
GET  listing_data.spots     -          200 200 200 200 200 200

GET  events.index           -          200 200 200 200 200 200
GET  events.printed         -          200 200 200 200 200 200
GET  events.show            dated      200 200 200 200 200 200
GET  events.show            undated    404 404 404 200 200 404
GET  events.show            undated_part 404 404 404 200 200 404
GET  events.show            unknown    404 404 404 404 404 404
GET  events.picture         dated      200 200 200 200 200 200
GET  events.picture         undated    404 404 404 200 200 404
GET  events.picture         unknown    404 404 404 404 404 404

GET  listings.show          published  200 200 200 200 200 200
GET  listings.show          draft      404 404 404 200 200 404
GET  listings.show          hidden     404 404 404 200 200 404
GET  listings.show          archived   404 404 404 200 200 404
GET  listings.show          unknown    404 404 404 404 404 404
GET  listings.show          moved      301 301 301 301 301 301
GET  listings.show          moved_away 404 404 404 301 301 404
GET  listings.picture       published  200 200 200 200 200 200
GET  listings.picture       hidden     404 404 404 200 200 404
GET  listings.picture       unknown    404 404 404 404 404 404
GET  listing_share.show     published  200 200 200 200 200 200
GET  listing_share.show     draft      404 404 404 200 200 404
GET  listing_share.show     hidden     404 404 404 200 200 404
GET  listing_share.card     published  200 200 200 200 200 200
GET  listing_share.card     hidden     404 404 404 200 200 404
GET  listing_share.poster   published  200 200 200 200 200 200
GET  listing_share.poster   hidden     404 404 404 200 200 404
GET  listing_share.embed    published  200 200 200 200 200 200
GET  listing_share.embed    hidden     404 404 404 200 200 404
GET  listing_share.city_card -         200 200 200 200 200 200
GET  listing_share.oembed   -          404 404 404 404 404 404

GET  registrations.new      joined     200 200 200 200 200 200
GET  registrations.new      dated      404 404 404 404 404 404
POST registrations.create   joined     422 422 422 422 422 422
POST registrations.create   dated      404 404 404 404 404 404
GET  registrations.show     registered 404 404 404 404 404 404
POST registrations.answer   registered 404 404 404 404 404 404
GET  registrations.show_coded registered 200 200 200 200 200 200
GET  registrations.show_coded no_code  404 404 404 404 404 404
POST registrations.answer_coded registered 303 303 303 303 303 303
POST registrations.answer_coded no_code 404 404 404 404 404 404

GET  event_data.ics         -          200 200 200 200 200 200
GET  event_data.atom        -          200 200 200 200 200 200
GET  event_data.jsonld      -          200 200 200 200 200 200
GET  event_data.event_ics   dated      200 200 200 200 200 200
GET  event_data.event_ics   undated    404 404 404 404 404 404
GET  event_feeds.index      -          200 200 200 200 200 200

GET  event_sources.index    -          in  403 403 200 200 403
POST event_sources.create   -          in  403 403 422 422 403
GET  event_sources.show     ev_source  in  403 403 200 200 403
GET  event_sources.show     nobody     404 404 404 404 404 404
POST event_sources.update   ev_source  in  403 403 422 422 403
POST event_sources.bring    ev_source  in  403 403 422 422 403
GET  event_sources.report   ev_file    in  403 403 200 200 403
GET  event_sources.report   nobody     404 404 404 404 404 404
POST event_sources.approve  ev_file    in  403 403 303 303 403
POST event_sources.approve  nobody     404 404 404 404 404 404
POST event_sources.drop     ev_file    in  403 403 303 303 403

GET  proposals.new          -          200 200 200 200 200 200
POST proposals.create       -          422 422 422 422 422 422
POST proposals.save         -          400 400 400 400 400 400
POST proposals.add_photo    -          400 400 400 400 400 400
GET  proposals.edit         proposal   404 404 404 404 404 404
GET  sending.show           proposal   404 404 404 404 404 404
POST sending.create         proposal   404 404 404 404 404 404
GET  sending.picture        proposal   404 404 404 404 404 404
GET  codes.index            -          200 200 200 200 200 200
POST codes.find             -          422 422 422 422 422 422
GET  codes.show             proposal   404 404 404 404 404 404
POST codes.answer           proposal   404 404 404 404 404 404
POST codes.withdraw         proposal   404 404 404 404 404 404
GET  reports.new            published  200 200 200 200 200 200
GET  reports.new            hidden     404 404 404 404 404 404
POST reports.create         published  422 422 422 422 422 422
POST reports.create         hidden     404 404 404 404 404 404
GET  reports.new_of_event   dated      200 200 200 200 200 200
GET  reports.new_of_event   undated    404 404 404 404 404 404
POST reports.create_of_event dated     422 422 422 422 422 422
POST reports.create_of_event undated   404 404 404 404 404 404

GET  editing.new            -          in  403 403 200 200 403
POST editing.create         -          in  403 403 422 422 403
GET  editing.edit           published  in  403 403 200 200 403
GET  editing.edit           draft      404 404 404 200 200 404
GET  editing.edit           hidden     404 404 404 200 200 404
GET  editing.edit           unknown    404 404 404 404 404 404
POST editing.update         published  in  403 403 422 422 403
POST editing.update         draft      404 404 404 422 422 404
POST editing.update         hidden     404 404 404 422 422 404
GET  editing.history        published  in  403 403 200 200 403
GET  editing.history        hidden     404 404 404 200 200 404
POST editing.publish        draft      404 404 404 303 303 404
POST editing.publish        hidden     404 404 404 303 303 404
POST editing.publish        published  in  403 403 303 303 403
POST editing.hide           published  in  403 403 422 422 403
POST editing.hide           draft      404 404 404 422 422 404
POST editing.confirm        published  in  403 403 303 303 403
POST editing.confirm        hidden     404 404 404 303 303 404
POST editing.add_photo      published  in  403 403 422 422 403
POST editing.add_photo      hidden     404 404 404 422 422 404
POST editing.remove_photo   published  in  403 403 303 303 403
POST editing.remove_photo   hidden     404 404 404 303 303 404
POST editing.remove_photo   others     404 404 404 404 404 404

GET  still_true.ask         published  in  403 403 403 403 403
GET  still_true.ask         owned      in  403 200 403 403 403
GET  still_true.ask         owned_hidden 404 404 403 403 403 404
POST still_true.answer      published  in  403 403 403 403 403
POST still_true.answer      owned      in  403 303 403 403 403
POST still_true.answer      owned_hidden 404 404 403 403 403 404
GET  needs.show             published  in  403 403 200 200 403
GET  needs.show             owned      in  403 200 200 200 403
GET  needs.show             hidden     404 404 404 200 200 404
POST needs.renew            published  in  403 403 303 303 403
POST needs.renew            owned      in  403 303 303 303 403
POST needs.renew            hidden     404 404 404 303 303 404

GET  cards.ask              -          200 200 200 200 200 200
POST cards.find             -          422 422 422 422 422 422
GET  cards.show             card       200 200 200 200 200 200
GET  cards.show             used_card  410 410 410 410 410 410
GET  cards.show             no_card    404 404 404 404 404 404
POST cards.answer           card       303 303 303 303 303 303
POST cards.answer           used_card  410 410 410 410 410 410
POST cards.answer           no_card    404 404 404 404 404 404
GET  cards.edit             card       200 200 200 200 200 200
GET  cards.edit             used_card  410 410 410 410 410 410
POST cards.correct          card       422 422 422 422 422 422
POST cards.correct          used_card  410 410 410 410 410 410
GET  card_owner.thanks      -          303 303 303 303 303 303
POST card_owner.create      -          303 303 303 303 303 303
GET  card_desk.index        -          in  403 403 200 200 403
GET  card_desk.new          -          in  403 403 200 200 403
POST card_desk.create       -          in  403 403 422 422 403
POST card_desk.revoke       card       in  403 403 303 303 403
POST card_desk.revoke       no_card    404 404 404 404 404 404

GET  listings.show          merged     301 301 301 200 200 301
GET  listings.show          owned_hidden 404 404 200 200 200 404
GET  listings.picture       owned_hidden 404 404 200 200 200 404
GET  editing.edit           owned      in  403 200 200 200 403
GET  editing.edit           owned_hidden 404 404 200 200 200 404
POST editing.update         owned      in  403 422 422 422 403
POST editing.update         owned_hidden 404 404 422 422 422 404
POST editing.withdraw       owned      in  403 303 403 403 403
POST editing.withdraw       published  in  403 403 403 403 403
GET  editing.history        owned      in  403 403 200 200 403
POST editing.restore        owned      in  403 403 409 409 403
POST editing.publish        owned      in  403 403 303 303 403
POST editing.hide           owned      in  403 403 422 422 403
POST editing.confirm        owned      in  403 303 303 303 403
POST editing.add_photo      owned      in  403 403 422 422 403
POST editing.add_photo      owned_hidden 404 404 422 422 422 404
POST editing.remove_photo   owned      in  403 303 303 303 403
GET  ownership_claims.new   published  in  200 200 200 200 200
GET  ownership_claims.new   hidden     in  404 404 404 404 404
POST ownership_claims.create published in  422 422 422 422 422
POST ownership_claims.create hidden    in  404 404 404 404 404

GET  contribution_numbers.show -       200 200 200 200 200 200
GET  moderation.index       -          in  403 403 200 200 403
GET  moderation.show        sent_in    in  403 403 200 200 403
GET  moderation.show        decided    in  403 403 200 200 403
GET  moderation.show        not_sent   404 404 404 404 404 404
POST moderation.hold        sent_in    in  403 403 303 303 403
POST moderation.hold        held       in  403 403 409 422 403
POST moderation.hold        decided    in  403 403 409 409 403
POST moderation.release     sent_in    in  403 403 303 303 403
POST moderation.decide      sent_in    in  403 403 422 422 403
POST moderation.decide      not_sent   404 404 404 404 404 404
POST moderation.undo        sent_in    in  403 403 409 409 403
POST moderation.undo        decided    in  403 403 303 303 403
POST moderation.part        sent_in    in  403 403 422 422 403
GET  wards.index            -          in  403 403 200 200 403
POST wards.create           -          in  403 403 422 422 403
POST wards.end              pause      in  403 403 303 303 403
POST wards.end              no_table   404 404 404 404 404 404
POST wards.end_together     pause      in  403 403 303 303 403
POST wards.end_together     no_table   404 404 404 404 404 404

GET  people.sign_in         -          200 303 303 303 303 303
POST people.begin           -          422 422 422 422 422 422
POST people.sign_out        -          303 303 303 303 303 303
GET  people.welcome         -          200 200 200 200 200 200
POST people.set_password    -          422 422 422 422 422 422
GET  sign_up.new            -          200 303 303 303 303 303
POST sign_up.create         -          422 422 422 422 422 422
GET  second_step.ask        -          303 303 303 303 303 303
POST second_step.pass_through -        303 303 303 303 303 303
GET  password.edit          -          in  200 200 200 200 200
POST password.update        -          in  422 422 422 422 422
GET  password.forgotten     -          200 200 200 200 200 200
POST password.ask           -          422 422 422 422 422 422
GET  password.choose        mailed     200 200 200 200 200 200
GET  password.choose        run_out    410 410 410 410 410 410
POST password.set_new       mailed     422 422 422 422 422 422
POST password.set_new       run_out    410 410 410 410 410 410
GET  proof.ask              -          in  200 200 200 200 200
POST proof.prove            -          in  422 422 422 422 422
GET  sign_ins.index         -          in  200 200 200 200 200
POST sign_ins.end_others    -          in  303 303 303 303 303
POST sign_ins.end           others_sign_in in  404 404 404 404 404
GET  authenticator.show     -          in  200 200 200 200 200
POST authenticator.begin    -          in  303 303 303 303 303
POST authenticator.confirm  -          in  303 303 303 303 303
POST authenticator.renew    -          in  303 303 303 303 303
POST authenticator.remove   -          in  303 303 303 303 303
GET  notices.index          -          in  200 200 200 200 200
GET  people_desk.index      -          in  403 403 403 200 403
GET  people_desk.show       someone    in  403 403 403 200 403
GET  people_desk.show       nobody     404 404 404 404 404 404
POST people_desk.grant      someone    in  403 403 403 422 403
POST people_desk.grant      nobody     404 404 404 404 404 404
POST people_desk.withdraw   a_juror    in  403 403 403 422 403
POST people_desk.withdraw   others_grant 404 404 404 404 404 404
POST people_desk.remove_second_step someone in 403 403 403 303 403
POST people_desk.hand_code  someone    in  403 403 200 200 403
POST people_desk.hand_code  a_juror    in  403 403 403 200 403
POST people_desk.hand_code  nobody     404 404 404 404 404 404
GET  people_desk.codes      -          in  403 403 200 200 403
POST people_desk.find_and_hand_code -  in  403 403 422 422 403
GET  me.show                -          in  200 200 200 200 200
POST me.update              -          in  422 422 422 422 422
GET  reach.edit             -          in  200 200 200 200 200
POST reach.update           -          in  422 422 422 422 422
GET  consents.index         -          in  200 200 200 200 200
POST consents.create        purpose    in  303 303 303 303 303
POST consents.create        no_purpose in  404 404 404 404 404
POST consents.withdraw      purpose    in  303 303 303 303 303
GET  my_data.index          -          in  200 200 200 200 200
POST my_data.copy           -          in  200 200 200 200 200
POST my_data.create         -          in  422 422 422 422 422
POST my_data.erase          -          in  422 422 422 422 422
POST my_data.withdraw       -          in  404 404 404 404 404

GET  desk.index             -          in  200 200 200 200 200
GET  desk.listings          -          in  403 403 200 200 403
GET  imports.index          -          in  403 403 200 200 403
POST imports.create         -          in  403 403 422 422 403
GET  imports.show           table      in  403 403 200 200 403
GET  imports.show           no_table   404 404 404 404 404 404
POST imports.confirm        table      in  403 403 422 422 403
POST imports.discard        table      in  403 403 303 303 403
POST imports.undo           done       in  403 403 303 303 403
POST imports.undo           no_table   404 404 404 404 404 404
GET  event_proposals.new    -          200 200 200 200 200 200
POST event_proposals.create -          303 303 303 303 303 303
POST event_proposals.save   -          400 400 400 400 400 400
POST event_proposals.add_photo -       200 200 200 200 200 200
GET  event_proposals.day    -          200 200 200 200 200 200
GET  event_proposals.edit   proposal   404 404 404 404 404 404
GET  event_proposals.show   proposal   404 404 404 404 404 404
POST event_proposals.send   proposal   404 404 404 404 404 404
GET  event_proposals.picture proposal  404 404 404 404 404 404
GET  moderation.show        sent_event in  403 403 200 200 403
GET  event_desk.index       -          in  200 200 200 200 200
GET  event_desk.new         -          in  403 403 200 200 403
POST event_desk.create      -          in  403 403 422 422 403
GET  event_desk.edit        event      in  403 403 200 200 403
GET  event_desk.edit        draft_event in 403 403 200 200 403
GET  event_desk.edit        no_event   404 404 404 404 404 404
POST event_desk.update      event      in  403 403 422 422 403
GET  event_desk.history     event      in  403 403 200 200 403
POST event_changes.publish  draft_event in 403 403 422 422 403
POST event_changes.publish  event      in  403 403 303 303 403
POST event_changes.hide     event      in  403 403 422 422 403
GET  event_changes.edit     event      in  403 403 200 200 403
GET  event_changes.edit     no_change  404 404 404 404 404 404
POST event_changes.update   event      in  403 403 422 422 403
GET  event_sessions.new     event      in  403 403 200 200 403
GET  event_sessions.new     event_part 404 404 404 404 404 404
POST event_sessions.create  event      in  403 403 422 422 403
POST event_photos.create    event      in  403 403 422 422 403
POST event_photos.remove    event      in  403 403 303 303 403
POST event_photos.remove    no_event   404 404 404 404 404 404
GET  event_photos.picture   event      in  403 403 200 200 403
GET  event_photos.picture   no_event   404 404 404 404 404 404
GET  event_series.index     -          in  403 403 200 200 403
GET  event_series.new       -          in  403 403 200 200 403
POST event_series.create    -          in  403 403 422 422 403
GET  event_series.show      series     in  403 403 200 200 403
GET  event_series.show      no_event   404 404 404 404 404 404
POST event_series.publish   series     in  403 403 303 303 403
POST event_series.share_pictures series in 403 403 422 422 403
GET  event_series.edit      series     in  403 403 200 200 403
POST event_series.update    series     in  403 403 422 422 403
GET  series_course.edit     series     in  403 403 200 200 403
POST series_course.update   series     in  403 403 422 422 403
POST series_course.leave_out series    in  403 403 422 422 403
POST series_course.take_back series    in  403 403 422 422 403
POST series_course.end      series     in  403 403 422 422 403
POST series_course.go_on    series     in  403 403 303 303 403

GET  registration_desk.index joined    in  404 404 200 200 404
GET  registration_desk.index joined_own in 404 200 200 200 404
GET  registration_desk.index no_event  in  404 404 404 404 404
POST registration_desk.decide joined   in  404 404 422 422 404
POST registration_desk.decide joined_own in 404 422 422 422 404
POST registration_desk.decide others_seat in 404 404 404 404 404
POST registration_desk.close joined    in  404 404 303 303 404
POST registration_desk.close joined_own in 404 303 303 303 404
GET  registration_desk.table joined    in  404 404 200 200 404
GET  registration_desk.table joined_own in 404 200 200 200 404
GET  registration_desk.paper joined    in  404 404 200 200 404
GET  registration_desk.paper joined_own in 404 200 200 200 404
GET  admission.edit         joined     in  404 404 200 200 404
GET  admission.edit         joined_own in  404 200 200 200 404
POST admission.update       joined     in  404 404 422 422 404
POST admission.update       joined_own in  404 422 422 422 404
GET  check_in.index         joined     in  404 404 200 200 404
GET  check_in.index         joined_own in  404 200 200 200 404
POST check_in.tick          joined     in  404 404 422 422 404
POST check_in.tick          joined_own in  404 422 422 422 404
POST check_in.add           joined     in  404 404 422 422 404
POST check_in.add           joined_own in  404 422 422 422 404

GET  competitions.index     -          200 200 200 200 200 200
GET  competitions.show      contest    200 200 200 200 200 200
GET  competitions.show      contest_draft 404 404 404 404 200 404
GET  competitions.brief     contest    200 200 200 200 200 200
GET  competitions.brief     contest_draft 404 404 404 404 200 404
GET  competitions.ask       contest    200 200 200 200 200 200
GET  competitions.ask       contest_draft 404 404 404 404 200 404
POST competitions.create    contest    422 422 422 422 422 422
POST competitions.create    contest_draft 404 404 404 404 422 404
GET  competitions.fetch     contest_file 200 200 200 200 200 200
GET  competitions.fetch     contest_draft 404 404 404 404 404 404
GET  set_up.index           -          in  403 403 403 200 403
GET  set_up.new             -          in  403 403 403 200 403
POST set_up.create          -          in  403 403 403 422 403
GET  set_up.show            contest    in  403 403 403 200 403
GET  set_up.show            contest_draft 404 404 404 404 200 404
GET  set_up.edit            contest    in  403 403 403 200 403
GET  set_up.edit            contest_draft 404 404 404 404 200 404
POST set_up.update          contest    in  403 403 403 422 403
POST set_up.update          contest_draft 404 404 404 404 422 404
POST set_up.publish         contest    in  403 403 403 422 403
POST set_up.publish         contest_draft 404 404 404 404 422 404
POST set_up.step            contest    in  403 403 403 409 403
POST set_up.step            contest_draft 404 404 404 404 409 404
GET  jury_desk.index        contest    in  403 403 403 200 403
GET  jury_desk.index        contest_draft 404 404 404 404 200 404
POST jury_desk.create       contest    in  403 403 403 422 403
POST jury_desk.create       contest_draft 404 404 404 404 422 404
POST jury_desk.remove       contest_juror in  403 403 403 409 403
POST jury_desk.remove       contest_draft 404 404 404 404 303 404
POST jury_desk.stand_in     contest    in  403 403 403 422 403
POST jury_desk.stand_in     contest_draft 404 404 404 404 422 404
GET  site_pack.index        contest    in  403 403 403 200 403
GET  site_pack.index        contest_draft 404 404 404 404 200 404
POST site_pack.create       contest    in  403 403 403 422 403
POST site_pack.create       contest_draft 404 404 404 404 422 404
POST site_pack.remove       contest_file in  403 403 403 303 403
POST site_pack.remove       contest_draft 404 404 404 404 404 404
GET  question_desk.index    contest    in  403 403 403 200 403
GET  question_desk.index    contest_draft 404 404 404 404 200 404
GET  question_desk.edit     contest    in  403 403 403 200 403
GET  question_desk.edit     contest_draft 404 404 404 404 404 404
POST question_desk.update   contest    in  403 403 403 422 403
POST question_desk.update   contest_draft 404 404 404 404 404 404
POST question_desk.leave_out contest   in  403 403 403 422 403
POST question_desk.leave_out contest_draft 404 404 404 404 404 404
POST question_desk.release  contest    in  403 403 403 409 403
POST question_desk.release  contest_draft 404 404 404 404 409 404
GET  competition_changes.extend contest in 403 403 403 200 403
GET  competition_changes.extend contest_draft 404 404 404 404 404 404
POST competition_changes.create_extension contest in 403 403 403 422 403
POST competition_changes.create_extension contest_draft 404 404 404 404 404 404
GET  competition_changes.amend contest in  403 403 403 200 403
GET  competition_changes.amend contest_draft 404 404 404 404 404 404
POST competition_changes.create_addendum contest in 403 403 403 422 403
POST competition_changes.create_addendum contest_draft 404 404 404 404 404 404

GET  entries.index          -          in  200 200 200 200 200
GET  entries.new            -          in  303 303 303 303 303
POST entries.create         -          in  422 422 422 422 422
GET  entries.show           my_entry   in  404 200 404 404 404
GET  entries.step           my_entry   in  404 200 404 404 404
POST entries.update         my_entry   in  404 303 404 404 404
POST entries.save           my_entry   in  404 409 404 404 404
POST entries.send           my_entry   in  404 303 404 404 404
GET  leaving.ask            my_entry   in  404 200 404 404 404
POST leaving.withdraw       my_entry   in  404 422 404 404 404
POST leaving.answer         my_entry   in  404 422 404 404 404
POST entry_files.create     my_entry   in  404 422 404 404 404
POST entry_files.announce   my_entry   in  404 422 404 404 404
POST entry_files.give_up    my_entry   in  404 422 404 404 404
POST entry_files.remove     my_entry   in  404 303 404 404 404
POST entry_files.move       my_entry   in  404 303 404 404 404
GET  entry_files.original   my_entry   in  404 200 404 404 404
GET  entry_files.picture    my_entry   in  404 200 404 404 404
POST entry_files.give_token my_entry   in  404 200 404 404 404
GET  entry_files.label_pdf  my_entry   in  404 200 404 404 404
GET  entry_files.label_png  my_entry   in  404 200 404 404 404
POST uploads.create         -          401 400 400 400 400 400
HEAD uploads.tell_offset    my_upload  401 404 200 404 404 404
PATCH uploads.append        my_upload  401 404 415 404 404 404
DELETE uploads.cancel       my_upload  401 404 204 404 404 404
POST uploads.act_by_header  my_upload  401 404 405 404 404 404
POST entry_team.create      my_entry   in  404 200 404 404 404
POST entry_team.update      my_entry   in  404 303 404 404 404
POST entry_team.find        -          in  422 422 422 422 422
GET  entry_team.ask         invited    in  200 200 200 200 200
GET  entry_team.ask         not_invited in 404 404 404 404 404
POST entry_team.join        invited    in  303 303 422 422 303
POST entry_team.join        not_invited in 404 404 404 404 404
GET  entry_late.ask         late_link  in  200 200 200 200 200
GET  entry_late.ask         not_invited in 404 404 404 404 404
POST entry_late.use         late_link  in  303 303 422 422 303
POST entry_late.use         not_invited in 404 404 404 404 404
GET  entry_receipts.show    my_entry   in  404 200 404 404 404
GET  entry_receipts.paper   my_entry   in  404 200 404 404 404

GET  entry_desk.index       others_entry in 403 403 403 403 403
GET  entry_desk.index       no_entry   404 404 404 404 404 404
POST entry_desk.give_late_link others_entry in 403 403 403 403 403
GET  entry_desk.show        others_entry in 403 403 403 403 403
GET  entry_desk.show        no_entry   404 404 404 404 404 404
POST entry_desk.check       others_entry in 403 403 403 403 403
POST entry_desk.judge       others_entry in 403 403 403 403 403
GET  entry_desk.picture     others_entry in 403 403 403 403 403
POST entry_desk.settle      others_entry in 403 403 403 403 403
POST entry_vault.open_it    others_entry in 403 403 403 403 403
GET  entry_vault.log        others_entry in 403 403 403 403 403
GET  entry_vault.findings   others_entry in 403 403 403 403 403
GET  entry_vault.findings   no_entry   404 404 404 404 404 404

GET  jury.index             -          in  200 200 200 200 200
POST jury.answer            my_jury    in  404 404 404 404 422
GET  jury.show              my_jury    in  404 404 404 404 200
GET  jury.show              contest    in  404 404 404 404 404
GET  jury_practice.show     my_jury    in  404 404 404 404 200
GET  jury_paper.mine        my_jury    in  404 404 404 404 200
POST jury.lock              my_jury    in  404 404 404 404 409
GET  jury.edit              my_jury    in  404 404 404 404 200
GET  jury.edit              my_conflict in 404 404 404 404 404
POST jury.update            my_jury    in  404 404 404 404 303
POST jury.score             my_jury    in  404 404 404 404 422
POST jury.score             my_conflict in 404 404 404 404 404
POST jury.leave             my_jury    in  404 404 404 404 422
GET  jury_files.show        my_jury    in  404 404 404 404 200
GET  jury_files.show        my_conflict in 404 404 404 404 404
GET  jury_votes.index       my_jury    in  404 404 404 404 200
POST jury_votes.vote        my_motion  in  404 404 404 404 422
POST jury_votes.revive      my_jury    in  404 404 404 404 422
POST jury_votes.rank        my_jury    in  404 404 404 404 422
GET  jury_board.show        my_jury    in  403 403 403 200 403
GET  jury_board.show        contest_draft 404 404 404 404 404 404
POST jury_board.open_round  contest    in  403 403 403 422 403
POST jury_board.lock        my_jury    in  403 403 403 409 403
POST jury_board.remind      my_jury    in  403 403 403 303 403
POST jury_board.declare     my_jury    in  403 403 403 422 403
POST jury_board.compare     my_jury    in  403 403 403 403 403
POST jury_board.decide      my_conflict in 403 403 403 403 403
POST jury_board.reopen      my_jury    in  403 403 403 422 403
POST jury_board.stand_in    my_jury    in  403 403 403 422 403
POST jury_board.see         my_jury    in  403 403 403 403 403
GET  paper_desk.index       my_paper   in  403 403 403 200 403
GET  paper_desk.index       contest_draft 404 404 404 404 404 404
GET  paper_desk.show        my_paper   in  403 403 403 200 403
GET  paper_desk.edit        my_paper   in  403 403 403 200 403
POST paper_desk.update      my_paper   in  403 403 403 422 403
POST paper_desk.update      no_paper   404 404 404 404 404 404
POST paper_desk.lock        my_paper   in  403 403 403 409 403
GET  jury_sittings.index    my_jury    in  403 403 403 200 403
POST jury_sittings.create   my_jury    in  403 403 403 422 403
POST jury_sittings.put      my_jury    in  403 403 403 422 403
POST jury_sittings.close    my_motion  in  403 403 403 409 403
POST jury_sittings.close    my_jury    404 404 404 404 404 404
GET  jury_seals.show        my_jury    200 200 200 200 200 200
GET  jury_seals.show        no_round   404 404 404 404 404 404

GET  ranking.show           judged     in  403 403 403 200 403
GET  ranking.table          judged     in  403 403 403 200 403
GET  ranking.workbook       judged     in  403 403 403 200 403
GET  result_desk.show       judged     in  403 403 403 200 403
POST result_desk.award      judged     in  403 403 403 404 403
GET  result_desk.edit       judged     in  403 403 403 200 403
POST result_desk.say        judged     in  403 403 403 422 403
POST result_desk.draw_up    judged     in  403 403 403 409 403
POST result_desk.turn_key   judged     in  403 403 403 409 403
POST result_desk.list_winners judged   in  403 403 403 409 403
GET  minutes.show           judged     404 404 404 404 200 404
GET  minutes.show           judged_out 200 200 200 200 200 200
GET  minutes.paper          judged     404 404 404 404 200 404
POST minutes.confirm        judged     in  404 404 404 404 404
GET  minutes.frozen         judged     404 404 404 404 404 404
GET  results.show           judged     200 200 200 200 200 200
GET  results.table          judged     404 404 404 404 404 404
GET  results.table          judged_out 200 200 200 200 200 200
GET  results.workbook       judged     404 404 404 404 404 404
GET  results.workbook       judged_out 200 200 200 200 200 200
GET  exhibition.index       judged     404 404 404 404 404 404
GET  exhibition.index       judged_out 200 200 200 200 200 200
POST exhibition.vote        judged_out 422 422 422 422 422 422
GET  exhibition.show        judged_of  200 200 200 200 200 200
GET  exhibition.picture     judged_of  404 404 404 404 404 404
GET  vote_mail.new          judged_out in  404 404 404 404 404
GET  vote_mail.new          voting     in  200 200 200 200 200
POST vote_mail.create       judged_out in  404 404 404 404 404
POST vote_mail.create       voting     in  303 303 303 303 303
GET  vote_desk.new          judged     in  403 403 403 200 403
POST vote_desk.create       judged     in  403 403 403 422 403
POST vote_desk.hand         judged     in  403 403 403 422 403
GET  certificates.show      judged_out 200 200 200 200 200 200
GET  certificates.paper     judged_out 200 200 200 200 200 200

method endpoint            thing      visitor member artisan moderator organiser juror advisor

GET  businesses.index       -          200 200 200 200 200 200 200
GET  businesses.check       -          200 200 200 200 200 200 200
GET  businesses.told        -          200 200 200 200 200 200 200
GET  businesses.show        my_shop    in  404 200 404 200 404 200
GET  businesses.show        unknown    in  404 404 404 404 404 404
GET  businesses.show        others_shop in 404 404 404 200 404 200
GET  customers.index        my_book    in  404 200 404 404 404 404
GET  customers.index        unknown    in  404 404 404 404 404 404
GET  customers.index        others_shop in 404 404 404 404 404 404
POST customers.act          my_book    in  404 303 404 404 404 404
GET  customers.listed       my_book    in  404 200 404 404 404 404
GET  customers.find         my_book    in  404 200 404 404 404 404
GET  customers.new          my_book    in  404 200 404 404 404 404
POST customers.create       my_book    in  404 422 404 404 404 404
GET  customer.show          my_book    in  404 200 404 404 404 404
GET  customer.show          others_customer in 404 404 404 404 404 404
POST customer.speak         my_book    in  404 422 404 404 404 404
POST customer.speak         others_customer in 404 404 404 404 404 404
POST customer.note          my_book    in  404 422 404 404 404 404
POST customer.note          others_customer in 404 404 404 404 404 404
GET  customer.edit          my_book    in  404 200 404 404 404 404
GET  customer.edit          others_customer in 404 404 404 404 404 404
POST customer.update        my_book    in  404 422 404 404 404 404
POST customer.update        others_customer in 404 404 404 404 404 404
GET  customer.replies       my_book    in  404 200 404 404 404 404
GET  customer.replies       others_customer in 404 404 404 404 404 404
GET  customer_end.joining   my_book    in  404 200 404 404 404 404
GET  customer_end.joining   others_customer in 404 404 404 404 404 404
POST customer_end.join      my_book    in  404 422 404 404 404 404
POST customer_end.join      others_customer in 404 404 404 404 404 404
GET  customer_end.confirm   my_book    in  404 200 404 404 404 404
GET  customer_end.confirm   others_customer in 404 404 404 404 404 404
POST customer_end.delete    my_book    in  404 303 404 404 404 404
POST customer_end.delete    others_customer in 404 404 404 404 404 404
GET  customer_orders.index  my_book    in  404 200 404 404 404 404
GET  customer_orders.new    my_book    in  404 200 404 404 404 404
POST customer_orders.create my_book    in  404 422 404 404 404 404
GET  customer_orders.show   my_order   in  404 200 404 404 404 404
GET  customer_orders.show   others_order in 404 404 404 404 404 404
POST customer_orders.update my_order   in  404 422 404 404 404 404
POST customer_orders.update others_order in 404 404 404 404 404 404
POST customer_orders.step   my_order   in  404 303 404 404 404 404
POST customer_orders.step   others_order in 404 404 404 404 404 404
GET  customer_replies.index my_book    in  404 200 404 404 404 404
POST customer_replies.create my_book   in  404 422 404 404 404 404
GET  customer_replies.edit  my_reply   in  404 200 404 404 404 404
GET  customer_replies.edit  others_reply in 404 404 404 404 404 404
POST customer_replies.update my_reply  in  404 422 404 404 404 404
POST customer_replies.update others_reply in 404 404 404 404 404 404
GET  customer_reminders.index my_book  in  404 200 404 404 404 404
POST customer_reminders.create my_book in  404 422 404 404 404 404
POST customer_reminders.usual my_book  in  404 303 404 404 404 404
POST customer_reminders.stop my_rule   in  404 303 404 404 404 404
POST customer_reminders.stop others_rule in 404 404 404 404 404 404
GET  customer_book.show     my_book    in  404 200 404 404 404 404
POST customer_book.take_in  my_book    in  404 422 404 404 404 404
GET  customer_book.table    my_book    in  404 200 404 404 404 404
GET  customer_book.table    others_shop in 404 404 404 404 404 404
GET  customer_book.report   my_book    in  404 200 404 404 404 404
GET  shop_applications.new  -          in  200 200 200 200 200 200
POST shop_applications.create -        in  422 422 422 422 422 422
GET  shop_applications.edit my_application in 404 200 404 404 404 404
GET  shop_applications.edit sent_application in 404 404 404 404 404 404
POST shop_applications.update my_application in 404 422 404 404 404 404
POST shop_applications.save my_application in 404 409 404 404 404 404
GET  shop_applications.show my_application 404 404 303 404 404 404 404
GET  shop_applications.show sent_application 200 200 200 200 200 200 200
POST shop_applications.answer my_application 404 404 422 404 404 404 404
POST shop_applications.answer sent_application 422 422 422 422 422 422 422
POST shop_applications.withdraw my_application in 404 303 404 404 404 404
POST shop_applications.withdraw sent_application in 404 404 404 404 404 404
GET  shop_people.index      my_shop    in  404 200 404 404 404 404
POST shop_people.invite     my_shop    in  404 200 404 404 404 404
POST shop_people.withdraw   my_shop    in  404 303 404 404 404 404
POST shop_people.update     my_shop    in  404 409 404 404 404 404
GET  shop_measures.edit     my_shop    in  404 200 404 404 404 404
POST shop_measures.update   my_shop    in  404 422 404 404 404 404
GET  shop_story.edit        my_shop    in  404 200 404 404 404 404
POST shop_story.update      my_shop    in  404 422 404 404 404 404
POST shop_story.withdraw    my_shop    in  404 303 404 404 404 404
GET  business_desk.index    -          in  403 403 403 200 403 403
GET  business_desk.show     sent_application in 403 403 403 200 403 403
GET  business_desk.show     my_application 404 404 404 404 404 404 404
POST business_desk.decide   sent_application in 403 403 403 422 403 403
GET  shop_desk.index        -          in  403 403 403 200 403 403
GET  shop_desk.show         my_shop    in  403 403 403 200 403 403
GET  shop_desk.show         unknown    404 404 404 404 404 404 404
POST shop_desk.give_advisor my_shop    in  403 403 403 303 403 403
POST shop_desk.turn         my_shop    in  403 403 403 422 403 403
GET  cohort_desk.index      -          in  403 403 403 200 403 403
GET  cohort_desk.new        -          in  403 403 403 200 403 403
POST cohort_desk.create     -          in  403 403 403 422 403 403
GET  cohort_desk.edit       round      in  403 403 403 200 403 403
POST cohort_desk.update     round      in  403 403 403 422 403 403
GET  package_desk.index     -          in  403 403 403 200 403 403
GET  package_desk.edit      a_package  in  403 403 403 200 403 403
POST package_desk.update    a_package  in  403 403 403 422 403 403
GET  package_desk.new       a_package  in  403 403 403 200 403 403
POST package_desk.create    a_package  in  403 403 403 422 403 403
GET  package_desk.edit_step a_package  in  403 403 403 200 403 403
POST package_desk.update_step a_package in 403 403 403 422 403 403
POST package_desk.retire    a_package  in  403 403 403 409 403 403
GET  self_check_desk.index  -          in  403 403 403 200 403 403
GET  self_check_desk.edit   a_question in  403 403 403 200 403 403
POST self_check_desk.update a_question in  403 403 403 422 403 403
GET  measure_desk.show      -          in  403 403 403 200 403 403
GET  measure_desk.table     -          in  403 403 403 200 403 403
GET  story_desk.index       -          in  403 403 403 200 403 403
POST story_desk.update      told_story in  403 403 403 409 403 403
POST story_desk.update      my_shop    404 404 404 404 404 404 404
GET  shop_joining.new       -          in  200 200 200 200 200 200
POST shop_joining.find      -          in  422 422 422 422 422 422
GET  shop_joining.ask       to_a_shop  in  200 200 200 200 200 200
GET  shop_joining.ask       not_invited in 404 404 404 404 404 404
POST shop_joining.join      to_a_shop  in  303 303 303 303 303 303
POST shop_joining.join      not_invited in 404 404 404 404 404 404
GET  shop_sheets.index      my_shop    in  404 200 404 404 404 404
GET  shop_sheets.show       my_sheet   in  404 200 404 404 404 404
POST shop_sheets.update     my_sheet   in  404 303 404 404 404 404
POST shop_sheets.save       my_sheet   in  404 409 404 404 404 404
GET  sheet_files.printed    my_sheet   in  404 200 404 200 404 200
GET  sheet_files.csv        my_sheet   in  404 200 404 200 404 200
GET  sheet_files.csv        others_shop in 404 404 404 200 404 200
GET  sheet_files.xlsx       my_sheet   in  404 200 404 200 404 200
GET  shop_products.index    my_product in  404 200 404 404 404 404
GET  shop_products.new      my_product in  404 200 404 404 404 404
POST shop_products.create   my_product in  404 422 404 404 404 404
GET  shop_products.edit     my_product in  404 200 404 404 404 404
GET  shop_products.edit     others_product in 404 404 404 404 404 404
POST shop_products.update   my_product in  404 422 404 404 404 404
POST shop_products.update   others_product in 404 404 404 404 404 404
POST shop_products.remove   my_product in  404 303 404 404 404 404
POST shop_products.remove   others_product in 404 404 404 404 404 404
POST shop_products.move     my_product in  404 303 404 404 404 404
POST shop_products.move     others_product in 404 404 404 404 404 404
GET  shop_products.take_list my_product in 404 200 404 404 404 404
POST shop_products.take     my_product in  404 422 404 404 404 404
GET  shop_prices.show       my_product in  404 200 404 404 404 404
POST shop_prices.update     my_product in  404 303 404 404 404 404
POST shop_prices.save       my_product in  404 409 404 404 404 404
GET  shop_account.show      my_account in  404 200 404 404 404 404
GET  shop_account.edit      my_account in  404 200 404 404 404 404
POST shop_account.update    my_account in  404 422 404 404 404 404
GET  shop_account.svg       my_account in  404 200 404 404 404 404
GET  shop_account.png       my_account in  404 200 404 404 404 404
GET  shop_account.pdf       my_account in  404 200 404 404 404 404
GET  shop_account.png       my_shop    in  404 404 404 404 404 404
GET  shop_steps.index       my_step    in  404 200 404 200 404 200
GET  shop_steps.index       others_shop in 404 404 404 200 404 200
POST shop_steps.submit      my_step    in  404 303 404 404 404 404
GET  shop_steps.show        my_step    in  404 200 404 200 404 200
POST shop_steps.update      my_step    in  404 303 404 404 404 404
POST shop_steps.save        my_step    in  404 409 404 404 404 404
POST shop_steps.take_back   my_step    in  404 409 404 404 404 404
POST shop_steps.reopen      my_step    in  404 409 404 404 404 404
POST step_files.create      my_step    in  404 422 404 404 404 404
POST step_files.update      my_step    in  404 303 404 404 404 404
POST step_files.remove      my_step    in  404 303 404 404 404 404
GET  step_files.original    my_step    in  404 200 404 200 404 200
GET  step_files.original    no_step    in  404 404 404 404 404 404
GET  step_files.picture     my_step    in  404 200 404 200 404 200
GET  showcase.index          my_shop    in  404 200 404 404 404 404
GET  showcase.index          others_shop in 404 404 404 404 404 404
POST showcase.wish           my_prices  in  404 303 404 404 404 404
POST showcase.wish           no_kind    in  404 404 404 404 404 404
POST showcase.withdraw       my_prices  in  404 303 404 404 404 404
GET  showcase_catalogue.show my_prices  200 200 200 200 200 200 200
GET  showcase_catalogue.show my_shop    404 404 404 404 404 404 404
GET  showcase_badges.about   -          200 200 200 200 200 200 200
GET  showcase_badges.index   my_badge   in  404 200 404 200 404 200
GET  showcase_badges.revocation my_badge in  404 403 404 200 404 200
GET  showcase_badges.revocation my_shop in  404 404 404 404 404 404
POST showcase_badges.revoke  my_badge   in  404 403 404 422 404 422
POST showcase_badges.give_back my_badge in  404 403 404 409 404 409
GET  showcase_papers.profile my_shop    in  404 200 404 404 404 404
GET  showcase_papers.catalogue my_prices in 404 200 404 404 404 404
GET  showcase_papers.catalogue my_shop  in  404 404 404 404 404 404
GET  showcase_papers.poster  my_prices  in  404 200 404 404 404 404
GET  advice.index           -          in  403 403 403 403 403 200
GET  advice.shops           -          in  403 403 403 403 403 200
GET  advice.expiring        -          in  403 403 403 403 403 200
GET  advice.show            handed_in  in  404 404 404 404 404 200
POST advice.answer          handed_in  in  404 404 404 404 404 422
POST advice.look_again      handed_in  in  404 404 404 404 404 404
POST advice.leave_out       my_step    in  404 404 404 404 404 303
GET  visits.index           -          in  403 403 403 403 403 200
GET  visits.new             -          in  403 403 403 403 403 200
POST visits.create          -          in  403 403 403 403 403 422
GET  visits.show            a_visit    in  404 404 404 404 404 403
POST visits.update          a_visit    in  404 404 404 404 404 403
POST visits.save            a_visit    in  404 404 404 404 404 403

method endpoint            thing      visitor member artisan moderator organiser juror

GET  requests.index         -          in  403 403 403 200 403
GET  requests.new           -          in  403 403 403 200 403
POST requests.create        -          in  403 403 403 422 403
GET  requests.show          asked      in  403 403 403 200 403
GET  requests.show          no_table   404 404 404 404 404 404
POST requests.update        asked      in  403 403 403 422 403
GET  audit.index            -          in  403 403 403 200 403
GET  letters.index          -          in  403 403 403 200 403
POST letters.send           letter     in  403 403 403 303 403
POST letters.send           sent       404 404 404 404 404 404
"""


class Door(NamedTuple):
    method: str
    endpoint: str
    thing: str
    expected: dict[str, str]


def doors() -> list[Door]:
    """The rows under their heads: that of the shops has one of the cast more."""
    found: list[Door] = []
    for method, endpoint, thing, *cells in (line.split() for line in DOORS.strip().splitlines() if line):
        if method == "method":
            head = cells
        else:
            found.append(Door(method, endpoint, thing, dict(zip(head, cells, strict=True))))
    return found


def called(door: Door) -> str:
    return f"{door.method} {door.endpoint} {door.thing}".removesuffix(" -")


class Room(NamedTuple):
    """Doors behind which one and the same thing is."""

    thing: str
    doors: list[Door]

    def __str__(self) -> str:
        return " ".join([self.thing, *sorted({door.endpoint.split(".")[0] for door in self.doors})])


def rooms() -> list[Room]:
    """By their things; where there is nothing, by the part of the house."""
    found: dict[str, Room] = {}
    for door in doors():
        key = door.endpoint.split(".")[0] if door.thing == "-" else f"- {door.thing}"
        found.setdefault(key, Room(door.thing, [])).doors.append(door)
    return list(found.values())


every_room = pytest.mark.parametrize("room", rooms(), ids=str)
HTMX = {"HX-Request": "true", "HX-Target": "results", "HX-Current-URL": "http://localhost/desk"}
FOR_WRITERS = "endpoint=x&_anchor=x&_external=1&_scheme=ftp&_method=POST&self=x&values=x&app=x&_root=x&filename=x"
NONSENSE = "&".join(
    f"{name}={value}"
    for name in (
        "page",
        "from",
        "q",
        "group",
        "area",
        "ward",
        "state",
        "kind",
        "sort",
        "near",
        "bbox",
        "month",
        "day",
        "when",
        "view",
        "fate",
        "own",
        "open",
        "zoom",
        "tab",
        "who",
        "on",
        "name",
        "category",
        "code",
        "next",
        "photos",
        "to",
    )
    for value in ("-1", "99999999999999999999", "%00", "%E2%80%AEx", "1e400", "x" * 300, "[]")
)
ELSEWHERE = {"Sec-Fetch-Site": "cross-site", "Origin": "https://elsewhere.example"}


@pytest.fixture
def knock(app: Flask, session: object) -> Knock:
    """Opens a door as one of the cast, with a browser of their own. All find the same thing behind it, as it was."""
    people = {who: cast.sign_in(OwnRequests(app, app.response_class), someone()) for who, someone in CAST.items()}
    things: dict[str, dict[str, Any]] = {}

    def at(
        door: Door, who: str, method: str = "", headers: dict[str, str] | None = None, asked: str = ""
    ) -> TestResponse:
        if door.thing not in things:
            things[door.thing] = THINGS[door.thing](app)
            db.session.flush()
        client = OwnRequests(app, app.response_class)
        if signed_in := people[who].get_cookie(app.config["SESSION_COOKIE_NAME"]):
            client.set_cookie(signed_in.key, signed_in.value)
        with undone():
            spoken = {"Tus-Resumable": "1.0.0"} if door.endpoint.startswith("uploads.") else {}
            path = address(app, door, things[door.thing])
            if asked:
                path += ("&" if "?" in path else "?") + asked
            return client.open(path, method=method or door.method, headers=spoken | (headers or {}))

    return at


@contextmanager
def undone() -> Iterator[None]:
    """What is done inside has not happened afterwards."""
    point = db.engines[None].begin_nested()  # type: ignore[attr-defined]
    yield
    point.rollback()
    db.session.expire_all()


@every_room
def test_a_door_opens_as_the_table_says(knock: Knock, room: Room) -> None:
    found: dict[str, dict[str, str]] = {}
    for door in room.doors:
        answers = {who: knock(door, who) for who in door.expected}
        found[called(door)] = {who: said(answer) for who, answer in answers.items()}
        for answer in answers.values():
            if said(answer) == "in":
                way_back = parse_qs(urlsplit(answer.location).query)
                assert way_back == ({"next": [answer.request.path]} if door.method == "GET" else {}), called(door)
    assert found == {called(door): door.expected for door in room.doors}


@pytest.mark.one_engine
@every_room
def test_asked_in_another_way_a_door_opens_no_further(knock: Knock, room: Room) -> None:
    """By htmx the same answer as for the page; where that leads on, an empty 200 sends the whole page there.

    HEAD, asked by one of those who get each answer, says the same without a body. No act is done for another site.
    """
    found: dict[str, dict[str, str]] = {}
    for door in room.doors:
        parts = {who: knock(door, who, headers=HTMX) for who in door.expected}
        found[called(door)] = {who: said(answer) for who, answer in parts.items()}
        onward = [answer.get_data() for answer in parts.values() if "HX-Redirect" in answer.headers]
        assert set(onward) <= {b""}, called(door)
        if door.method == "GET":
            for expected, who in {expected: who for who, expected in door.expected.items()}.items():
                answer = knock(door, who, method="HEAD")
                assert (said(answer), answer.get_data()) == (expected, b""), called(door)
        elif door.method != "HEAD":
            answer = knock(door, "organiser", headers=ELSEWHERE)
            assert answer.status_code == 403, called(door)
            assert answer.mimetype == "application/problem+json" or b'id="problem"' in answer.get_data(), called(door)
    assert found == {called(door): door.expected for door in room.doors}


@pytest.mark.one_engine
@every_room
def test_what_a_stranger_writes_behind_an_address_breaks_no_door(knock: Knock, room: Room) -> None:
    """Names that mean something to who writes addresses mean nothing here; values of ours may be any nonsense."""
    for door in room.doors:
        if door.method == "GET":
            who = next((who for who, expected in door.expected.items() if expected == "200"), "visitor")
            assert said(knock(door, who, asked=FOR_WRITERS)) == door.expected[who], called(door)
            answer = knock(door, who, asked=NONSENSE)
            assert answer.status_code < 500 or said(answer) == door.expected[who], called(door)


# The table is whole


def test_every_endpoint_stands_in_the_table(app: Flask) -> None:
    real = {
        (method, rule.endpoint)
        for rule in app.url_map.iter_rules()
        for method in rule.methods - {"HEAD", "OPTIONS"} or rule.methods - {"OPTIONS"}
    }
    typed = {(door.method, door.endpoint) for door in doors()}
    assert (sorted(real - typed), sorted(typed - real)) == ([], []), "the table of doors has a row too few or too many"


def test_every_thing_of_the_table_is_needed() -> None:
    assert set(THINGS) == {door.thing for door in doors()}


def test_a_page_without_a_guard_stops_the_start(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    grown = portal.domains

    def with_a_bare_page(app: Flask, *given: object) -> None:
        grown(app, *given)
        app.add_url_rule("/bare", "bare.page", lambda: "everybody may read this")

    monkeypatch.setattr(portal, "domains", with_a_bare_page)
    with pytest.raises(RuntimeError, match=r"without a guard: bare\.page$"):
        portal.create_app(Settings(home=tmp_path, testing=True, secret_key="for-tests-only", limits=False))


def test_flasks_own_static_address_is_off(app: Flask) -> None:
    assert "static" not in app.view_functions


def test_pages_for_everyone_say_so(app: Flask) -> None:
    """What the table opens to visitors without a condition is guarded by `anyone`, and nothing else is."""
    closed = {door.endpoint for door in doors() if door.expected["visitor"] in {"in", "401"}}
    by_anyone = {name for name, view in app.view_functions.items() if view.guard is guard.anyone}
    assert (by_anyone & closed, by_anyone | closed) == (set(), set(app.view_functions))


# Reading answers


def said(answer: TestResponse) -> str:
    """The status as the table writes it: an onward way that htmx follows is the 303 that browsers follow."""
    where = answer.headers.get("HX-Redirect") or (answer.location if answer.status_code == 303 else None)
    if where is None:
        return str(answer.status_code)
    return "in" if urlsplit(where).path == "/people/sign-in" else "303"


def address(app: Flask, door: Door, values: dict[str, Any]) -> str:
    """The address of this door of the thing."""
    needed = {name for rule in app.url_map.iter_rules(door.endpoint) for name in rule.arguments}
    with app.test_request_context():
        return app.url_for(door.endpoint, **{name: values[name] for name in needed}, _external=False)


# Things behind doors


def _nothing(app: Flask) -> dict[str, Any]:
    return {}


def _published(app: Flask) -> dict[str, Any]:
    return _of(make.listing(), app)


def _draft(app: Flask) -> dict[str, Any]:
    return _of(make.draft(), app)


def _hidden(app: Flask) -> dict[str, Any]:
    listing = make.listing()
    rules.hide(listing, by=make.person(), at=make.AT, reason="closed")
    return _of(listing, app)


def _archived(app: Flask) -> dict[str, Any]:
    listing = make.listing()
    rules.archive(listing, by=None, at=make.AT, reason="undone")
    return _of(listing, app)


def _unknown(app: Flask) -> dict[str, Any]:
    return _published(app) | {"slug": "khong-co"}


def _moved(app: Flask) -> dict[str, Any]:
    return {"slug": _former(make.listing())}


def _moved_away(app: Flask) -> dict[str, Any]:
    listing = make.listing()
    rules.hide(listing, by=make.person(), at=make.AT, reason="closed")
    return {"slug": _former(listing)}


def _merged(app: Flask) -> dict[str, Any]:
    gone = make.listing("Lò cũ")
    merging.merge(gone, make.listing("Lò gốm"), by=make.person(), at=make.AT)
    return {"slug": gone.slug}


def _owned(app: Flask) -> dict[str, Any]:
    """A public listing that the artisan of the cast looks after, if they are there."""
    listing = make.listing("Xưởng của ông Ba")
    for person in db.session.scalars(select(Person).where(Person.phone == "+84905123456")):
        ownership.give(listing, person, how="desk", by=None, at=make.AT)
    return _of(listing, app)


def _owned_hidden(app: Flask) -> dict[str, Any]:
    values = _owned(app)
    listing = db.session.scalars(select(Listing).where(Listing.slug == values["slug"])).one()
    rules.hide(listing, by=make.person(), at=make.AT, reason="closed")
    return values


def _sent_in(app: Flask) -> dict[str, Any]:
    return {"number": sendings.proposal().id}


def _sent_event(app: Flask) -> dict[str, Any]:
    return {"number": sendings.event().id}


def _not_sent(app: Flask) -> dict[str, Any]:
    return {"number": proposals.begin("places", once="", key="", by=None, at=make.AT, language="vi").ticket.id}


def _held(app: Flask) -> dict[str, Any]:
    ticket = sendings.proposal()
    holding.hold(ticket, by=_reader(), at=now())
    return {"number": ticket.id}


def _decided(app: Flask) -> dict[str, Any]:
    ticket = sendings.proposal()
    sendings.decide(ticket, Act.REFUSED, _reader(), at=now())
    return {"number": ticket.id}


def _pause(app: Flask) -> dict[str, Any]:
    pause = WardPause(ward="cu-cam-nam", cause=PauseCause.FLOOD, begun_at=make.AT, by_id=_reader().id)
    return {"number": _kept(pause)}


def _others(app: Flask) -> dict[str, Any]:
    """The picture of one listing under the address of another."""
    return _published(app) | {"slug": make.listing("Lò gốm").slug}


def _former(listing: Listing) -> str:
    former = FormerSlug(slug=f"ten-cu-{listing.id}", listing_id=listing.id)
    db.session.add(former)
    db.session.flush()
    return former.slug


def _of(listing: Listing, app: Flask) -> dict[str, Any]:
    """The listing's address and that of a finished picture of it."""
    photo = Photo(upload=_light_picture(app), alt_vi="Lò gốm", credit="Lê Hoa", people_agreed=True)
    listing.photos.append(photo)
    db.session.flush()
    return {"slug": listing.slug, "number": photo.id, "width": 320}


def _light_picture(app: Flask) -> Upload:
    """A photo whose light picture is made."""
    stored = storage_for(app.config["SETTINGS"]).put(b"RIFF....WEBP")
    upload = Upload(digest="a" * 64, size=1, media_type="image/jpeg", name="a.jpg", at=make.AT)
    upload.previews = [
        Preview(width=320, due_at=make.AT, digest=stored.digest, size=stored.size, height=200, done_at=make.AT)
    ]
    return upload


def _table(app: Flask) -> dict[str, Any]:
    stored = storage_for(app.config["SETTINGS"]).put(b"group,area,name_vi\nplaces,hoi-an,Nh\xc3\xa0 T\xc6\xa1\n")
    return {"number": _kept(Upload(digest=stored.digest, size=9, media_type="text/csv", name="a.csv", at=make.AT))}


def _no_table(app: Flask) -> dict[str, Any]:
    return {"number": 2_147_483_647}


def _done(app: Flask) -> dict[str, Any]:
    return {"number": _kept(Import(file_name="a.csv", digest="b" * 64, at=make.AT))}


def _letter(app: Flask) -> dict[str, Any]:
    return {"number": _kept(letters.write(_reader(), kind="test", subject="Chào", body="Thư", at=make.AT))}


def _sent(app: Flask) -> dict[str, Any]:
    letter = letters.write(_reader(), kind="test", subject="Chào", body="Thư", at=make.AT)
    letter.done_at = make.AT
    return {"number": _kept(letter)}


def _purpose(app: Flask) -> dict[str, Any]:
    return {"purpose": "news"}


def _no_purpose(app: Flask) -> dict[str, Any]:
    return {"purpose": "everything"}


def _asked(app: Flask) -> dict[str, Any]:
    return {"number": requests.ask_correction(_reader(), "Tên tôi viết sai.", at=make.AT).id}


def _mailed(app: Flask) -> dict[str, Any]:
    return {"code": new_passwords.ask_link(make.person(), at=now())}


def _run_out(app: Flask) -> dict[str, Any]:
    return {"code": new_passwords.ask_link(make.person(), at=make.AT - timedelta(days=1))}


def _others_sign_in(app: Flask) -> dict[str, Any]:
    someone = make.person()
    people.sign_in(someone, device="test", at=now())
    db.session.flush()
    return {"number": db.session.scalars(sign_ins.standing(someone, at=now())).one().id}


def _someone(app: Flask) -> dict[str, Any]:
    return {"number": make.person().id}


def _a_juror(app: Flask) -> dict[str, Any]:
    juror = make.person(Role.JUROR)
    return {"number": juror.id, "grant": juror.grants[0].id}


def _others_grant(app: Flask) -> dict[str, Any]:
    """The role of one person under the address of another."""
    return _a_juror(app) | _someone(app)


def _card(app: Flask) -> dict[str, Any]:
    [symbols] = cards.codes(1)
    card = cards.make(make.listing(), symbols, by=_reader(), at=now())
    return {"code": symbols, "number": card.id}


def _used_card(app: Flask) -> dict[str, Any]:
    found = _card(app)
    cards.numbered(found["number"]).used_at = now()
    return found


def _no_card(app: Flask) -> dict[str, Any]:
    return {"code": cards.codes(1)[0], "number": 2_147_483_647}


def _dated(app: Flask) -> dict[str, Any]:
    """A public event, and a finished picture of it."""
    return _pictured(make.event(), app)


def _undated(app: Flask) -> dict[str, Any]:
    """An event that is hidden."""
    event = make.event()
    calendar.hide(event, by=_reader(), at=make.AT, reason="wrong")
    return _pictured(event, app)


def _undated_part(app: Flask) -> dict[str, Any]:
    """A session of an event that is hidden."""
    event = make.event()
    part = make.session(event, "Khai mạc")
    calendar.hide(event, by=_reader(), at=make.AT, reason="wrong")
    return {"slug": part.slug}


def _pictured(event: Event, app: Flask) -> dict[str, Any]:
    photo = EventPhoto(upload=_light_picture(app), alt_vi="Lồng đèn", credit="Lê Hoa", people_agreed=True)
    event.photos.append(photo)
    db.session.flush()
    return {"slug": event.slug, "number": photo.id, "width": 320}


def _entered(app: Flask) -> dict[str, Any]:
    """A public event by its number, with a finished picture of it."""
    event = make.event()
    photo = _pictured(event, app)["number"]
    return {"number": event.id, "photo": photo, "width": 320, "change": "cancelled"}


def _entered_draft(app: Flask) -> dict[str, Any]:
    values = {"kind": "talk", "area": "hoi-an", "title_vi": "Nói chuyện", "starts_at": make.EVENING}
    return {"number": _kept(calendar.create(values, by=None, at=make.AT))}


def _entered_part(app: Flask) -> dict[str, Any]:
    return {"number": make.session(make.event(), "Khai mạc").id}


def _nothing_entered(app: Flask) -> dict[str, Any]:
    """A number that no event has, beside a photo of another one."""
    return _entered(app) | {"number": 2_147_483_647}


def _series(app: Flask) -> dict[str, Any]:
    """What comes again each day, from today on: it cannot end without a word."""
    words = {"kind": "talk", "area": "hoi-an", "title_vi": "Nói chuyện", "summary_vi": "Mỗi chiều một câu chuyện."}
    hour = {"first_day": day_of(now()), "until": day_of(now()) + timedelta(days=2), "starts_minute": None,
            "lasts_minutes": None}  # fmt: skip
    made = series_rules.begin(Weekly(weekdays=tuple(range(7))), words, by=None, at=now(), **hour)
    series_rules.publish(made, by=None, at=now())
    return {"number": made.id}


def _no_change(app: Flask) -> dict[str, Any]:
    return _entered(app) | {"change": "published"}


def _ev_source(app: Flask) -> dict[str, Any]:
    """A partner whose calendar is brought as files."""
    by, terms = _reader(), {"kind": "festival", "area": "hoi-an", "price": "free"}
    named = f"Trung tâm Văn hóa {by.id}"
    return {"number": event_sources.create(named, authority=Authority.KEEP, defaults=terms, by=by, at=make.AT).id}


def _ev_file(app: Flask) -> dict[str, Any]:
    """A file of it that waits for a word."""
    source = event_sources.find(_ev_source(app)["number"])
    assert source is not None
    read = Read({"items": [], "faults": []}, "c" * 64)
    return {"number": event_sources.bring(source, read, name="a.ics", by=_reader(), at=make.AT).id}


def _reader() -> Person:
    return make.person(name="Phan Văn Đạt")


def _proposal(app: Flask) -> dict[str, Any]:
    """What somebody else has begun, with a photo whose light picture is made."""
    photo = _of(make.listing("Lò gốm"), app)
    ticket = tickets.begin(TicketKind.PROPOSAL, by=_reader(), at=make.AT, language="vi", group="places").ticket
    ticket.photos.append(TicketPhoto(upload=db.session.get_one(Photo, photo["number"]).upload))
    return {"number": _kept(ticket), "key": "a" * 10, "width": 320}


def _joined(app: Flask, **given: Any) -> dict[str, Any]:
    """An event with the form of the portal, and the seat of somebody who registered."""
    of = joining.event(given=given)
    return {"slug": of.slug, "number": of.id, "seat": joining.join(of).id}


def _joined_own(app: Flask) -> dict[str, Any]:
    """One that a listing of the artisan organises."""
    slug = _owned(app)["slug"]
    return _joined(app, organiser_id=db.session.scalars(select(Listing.id).where(Listing.slug == slug)).one())


def _others_seat(app: Flask) -> dict[str, Any]:
    """The seat at one event under the address of another."""
    return _joined(app) | {"number": joining.event("Lò gốm mở cửa").id}


def _registered(app: Flask) -> dict[str, Any]:
    """What somebody else registered, and its code."""
    wish = joining.rules.Wish(name="Phan Văn Đạt", phone="+84905123999")
    made = joining.rules.register(joining.event(), wish, by=None, at=make.AT, language="vi", key="k")
    return {"number": made.registration.id, "code": made.code}


def _no_code(app: Flask) -> dict[str, Any]:
    return {"code": "22222222"}


def _my_entry(app: Flask) -> dict[str, Any]:
    """An entry of the artisan of the cast, if they are there: for all others there is no such thing."""
    artisans = db.session.scalars(select(Person).where(Person.phone == "+84905123456")).all()
    return _entry_of(artisans[0] if artisans else entering.entrant(), app)


def _my_shop(app: Flask) -> dict[str, Any]:
    """A shop of the artisan of the cast, if they are there: to all others but advisors and organisers there is none."""
    shop = make.shop(owner=_artisan())
    db.session.refresh(shop)
    return {"slug": shop.slug, "number": shop.members[0].id}


def _my_sheet(app: Flask) -> dict[str, Any]:
    return _my_shop(app) | {"kind": "policy"}


def _my_product(app: Flask) -> dict[str, Any]:
    shop = make.shop(owner=_artisan())
    made = shop_products.add(shop, {"code": "LC-04", "name_vi": "Lọ cao"}, at=now())
    return {"slug": shop.slug, "number": made.id}


def _others_product(app: Flask) -> dict[str, Any]:
    """Under the address of the artisan's shop the number of a product of another one."""
    other = make.shop("Gốm Khác")
    return _my_shop(app) | {"number": shop_products.add(other, {"code": "X", "name_vi": "X"}, at=now()).id}


def _my_account(app: Flask) -> dict[str, Any]:
    shop = make.shop(owner=_artisan())
    accounts.write_down(shop, bank="970436", number="0071", holder="GOM SON", by=shop.members[0].person, at=now())
    return {"slug": shop.slug}


def _my_prices(app: Flask) -> dict[str, Any]:
    """A shop of the artisan whose price list is public."""
    shop = make.shop(owner=_artisan())
    showing_off.publish_prices(shop)
    db.session.refresh(shop)
    return {"slug": shop.slug, "becomes": "prices", "size": "a4"}


def _no_kind(app: Flask) -> dict[str, Any]:
    """Costs never become public: there is no such kind."""
    return _my_prices(app) | {"becomes": "costs"}


def _my_badge(app: Flask) -> dict[str, Any]:
    shop = make.shop(owner=_artisan())
    showing_off.give_badge(shop)
    db.session.refresh(shop)
    return {"slug": shop.slug, "number": 1}


def _my_book(app: Flask) -> dict[str, Any]:
    """The artisan's customer book with somebody in it. No role opens it."""
    shop = make.shop(owner=_artisan())
    return {"slug": shop.slug, "number": books.customer(shop).id, "key": "answer", "table": "customers"}


def _my_order(app: Flask) -> dict[str, Any]:
    shop = make.shop(owner=_artisan())
    return {"slug": shop.slug, "number": books.order(books.customer(shop)).id}


def _my_reply(app: Flask) -> dict[str, Any]:
    shop = make.shop(owner=_artisan())
    return {"slug": shop.slug, "number": books.reply(shop).id}


def _my_rule(app: Flask) -> dict[str, Any]:
    shop = make.shop(owner=_artisan())
    return {"slug": shop.slug, "number": books.rule(shop).id}


def _of_another_shop(thing: Callable[[Flask], dict[str, Any]]) -> Callable[[Flask], dict[str, Any]]:
    """The same in somebody else's shop, under the address of the artisan's."""

    def planted(app: Flask) -> dict[str, Any]:
        mine = make.shop("Nhà của tôi", owner=_artisan())
        other = books.book("Gốm Hàng Xóm")[0]
        found = {_my_book: lambda: books.customer(other).id, _my_order: lambda: books.order(books.customer(other)).id,
                 _my_reply: lambda: books.reply(other).id, _my_rule: lambda: books.rule(other).id}  # fmt: skip
        return {"slug": mine.slug, "number": found[thing]()}

    return planted


def _others_shop(app: Flask) -> dict[str, Any]:
    """A shop in which the artisan does not work, though they have one of their own."""
    make.shop("Nhà của tôi", owner=_artisan())
    other = books.book("Gốm Hàng Xóm")[0]
    books.customer(other)
    return {"slug": other.slug, "number": 1, "kind": "policy", "table": "customers"}


def _my_step(app: Flask) -> dict[str, Any]:
    """A step that the artisan of the cast has begun with a photo, if they are there."""
    shop = make.shop(owner=_artisan())
    db.session.refresh(shop)
    stored = storage_for(app.config["SETTINGS"]).put(b"a photo of a certificate")
    file = stepping.photo(stepping.begun(shop, "1.1"), stored.digest)
    return {"slug": shop.slug, "number": 1, "key": "1.1", "file": file.id}


def _no_step(app: Flask) -> dict[str, Any]:
    """A photo of one step, asked for below another."""
    return _my_step(app) | {"key": "1.5"}


def _handed_in(app: Flask) -> dict[str, Any]:
    return {"number": stepping.handed_in(make.shop(), "1.1").id}


def _a_visit(app: Flask) -> dict[str, Any]:
    shop, advisor = make.shop(), make.person(Role.ADVISOR)
    return {"number": visits.plan(shop, on=make.AT.date(), place="", by=advisor, at=make.AT).id}


def _artisan() -> Person | None:
    return db.session.scalars(select(Person).where(Person.phone == "+84905123456")).one_or_none()


def _my_application(app: Flask) -> dict[str, Any]:
    """A draft of the artisan of the cast, if they are there."""
    draft = applying.draft(by=_artisan())
    return {"code": draft.code, "number": draft.id}


def _sent_application(app: Flask) -> dict[str, Any]:
    """Sent by somebody else: whoever has its code sees where it stands; the number is for the desk."""
    applying.cohort()
    sent = applying.sent()
    return {"code": sent.code, "number": sent.id}


def _round(app: Flask) -> dict[str, Any]:
    return {"number": applying.cohort().id}


def _a_package(app: Flask) -> dict[str, Any]:
    """The first package and a step of it without which others cannot be started."""
    applying.cohort()
    return {"number": 1, "key": "1.7"}


def _a_question(app: Flask) -> dict[str, Any]:
    """A question of the self-check."""
    applying.cohort()
    return {"key": "makes"}


def _told_story(app: Flask) -> dict[str, Any]:
    """A story that its shop agreed to; the shop's listing is hidden, so it cannot be shown."""
    shop = make.shop()
    stories.write(shop, "Ba năm", "", agreed=True, by=shop.members[0].person, at=make.AT)
    rules.hide(shop.listing, by=make.person(), at=make.AT, reason="closed")
    return {"slug": shop.slug}


def _to_a_shop(app: Flask) -> dict[str, Any]:
    """An open invitation into a shop."""
    shop = make.shop()
    return {"typed": shops.invite(shop, by=shop.members[0].person, at=now())}


def _my_upload(app: Flask) -> dict[str, Any]:
    """A file on its way to the artisan's entry."""
    transfer = Transfer(
        name=secrets.token_urlsafe(24), receiver="entry", subject=_my_entry(app)["code"], slot="panels", size=5,
        begun_at=now(), expires_at=now() + timedelta(days=1),
    )  # fmt: skip
    db.session.add(transfer)
    return {"name": transfer.name}


def _others_entry(app: Flask) -> dict[str, Any]:
    return _entry_of(entering.entrant(), app)


def _no_entry(app: Flask) -> dict[str, Any]:
    return {"slug": "khong-co", "code": "ZZ0000", "number": 1}


def _entry_of(person: Person, app: Flask) -> dict[str, Any]:
    """Received, with a picture of its first panel and something that the scanner found."""
    entry = entering.received(entering.open_for_long(), person)
    stored = storage_for(app.config["SETTINGS"]).put(b"a light picture of a panel")
    file = entering.pictured(entry, stored.digest)
    return {"slug": entry.competition.slug, "code": entry.code, "number": file.id}


def _invited(app: Flask) -> dict[str, Any]:
    return {"typed": team.invite(entering.draft(entering.open_for_long()), at=now())}


def _not_invited(app: Flask) -> dict[str, Any]:
    return {"typed": "2345-6789"}


def _late_link(app: Flask) -> dict[str, Any]:
    until = now() + timedelta(days=1)
    code = late.give(entering.open_for_long(), reason="Mất điện", until=until, by=make.person(), at=now())
    return {"typed": code}


def _kept(row: Any) -> int:
    db.session.add(row)
    db.session.flush()
    return int(row.id)


def _contest(app: Flask) -> dict[str, Any]:
    """A published competition, a question about its brief, and a part of its rules."""
    competition = planting.competition()
    question = questions.ask(competition, "Tòa nhà có tầng hầm không?", language="vi", at=planting.ASKED)
    assert question is not None
    return {"slug": competition.slug, "competition": competition.slug, "part": "texts", "number": question.id}


def _contest_juror(app: Flask) -> dict[str, Any]:
    competition = planting.competition()
    return {"slug": competition.slug, "number": competition.jury[0].id}


def _contest_file(app: Flask) -> dict[str, Any]:
    competition = planting.competition()
    stored = storage_for(app.config["SETTINGS"]).put(b"%PDF-1.4")
    given = {"label_vi": "Mặt bằng"}
    file = site_pack.add(
        competition, (stored, "application/pdf"), given, name="a.pdf", replaces=None, by=None, at=make.AT
    )
    return {"slug": competition.slug, "number": file.id}


def _contest_draft(app: Flask) -> dict[str, Any]:
    """A competition that is being set up; the number is that of a place in its jury."""
    competition = planting.draft()
    return {"slug": competition.slug, "part": "texts", "number": competition.jury[0].id}


def _my_jury(app: Flask) -> dict[str, Any]:
    """A round of a jury that the juror of the cast chairs, if they are there; the number is the round's."""
    jurors = [one for one in db.session.scalars(select(Person)) if one.has(Role.JUROR)]
    of = judging.judged(entries=2, chair=jurors[0] if jurors else None)
    judging.panel(of.entries[0], storage_for(app.config["SETTINGS"]))
    judging.opened(of)
    code = of.entries[0].code
    return {"competition": of.slug, "slug": of.slug, "code": code, "name": f"{code}-1-420.webp", "number": 1}


def _my_motion(app: Flask) -> dict[str, Any]:
    """A motion that is put to the vote there."""
    values = _my_jury(app)
    of = db.session.scalars(select(Competition).where(Competition.slug == values["slug"])).one()
    motion = Motion(competition_id=of.id, kind=MotionKind.EXCLUDE, entry=of.entries[1], reason="?", opened_at=make.AT)
    return values | {"number": _kept(motion)}


def _my_conflict(app: Flask) -> dict[str, Any]:
    """The entry of which the juror of the cast must know nothing; the number is the conflict's."""
    values = _my_jury(app)
    of = db.session.scalars(select(Competition).where(Competition.slug == values["slug"])).one()
    made = conflicts.declare(of.jury[0], of.entries[0], ConflictKind.FAMILY, by=None, at=make.AT)
    db.session.flush()
    return values | {"number": made.id}


def _my_paper(app: Flask) -> dict[str, Any]:
    """The ballot of another juror there, to be typed in from paper."""
    return _my_jury(app) | {"juror": "J2"}


def _no_paper(app: Flask) -> dict[str, Any]:
    """The reserve has no ballots."""
    return _my_paper(app) | {"juror": "J6"}


def _no_round(app: Flask) -> dict[str, Any]:
    return {"slug": planting.competition().slug, "number": 1}


def _judged(app: Flask) -> dict[str, Any]:
    """A competition whose first round is open, with minutes and a certificate, before the result is out."""
    of = judged.round_one()
    reckoned(of)
    of.locked_at = of.unsealed_at = make.AT
    entry = of.ballots[0].entry
    told = minutes.contents(of.competition, at=make.AT)
    db.session.add(Minutes(competition_id=of.competition_id, version=1, contents=told, sha256="0" * 64, at=make.AT))
    made = code.make(secrets.choice)
    db.session.add(Certificate(entry_id=entry.id, code=made, at=make.AT))
    db.session.flush()
    return {"slug": of.competition.slug, "number": entry.id, "code": made}


def _judged_out(app: Flask) -> dict[str, Any]:
    found = _judged(app)
    competition = db.session.scalars(select(Competition).where(Competition.slug == found["slug"])).one()
    competition.stage = Stage.RESULTS_PUBLISHED
    db.session.flush()
    return found


def _voting(app: Flask) -> dict[str, Any]:
    """The public votes at this very moment."""
    return {"slug": judged.round_one(has_public_vote=True, phases=planting.PHASES | planting.VOTING).competition.slug}


def _judged_of(app: Flask) -> dict[str, Any]:
    found = _judged_out(app)
    entry = db.session.get_one(Entry, found["number"])
    return found | {"code": entry.code, "name": f"{entry.code}-1-1200.webp"}


THINGS = {
    "my_book": _my_book, "my_order": _my_order, "my_reply": _my_reply, "my_rule": _my_rule,
    "others_customer": _of_another_shop(_my_book), "others_order": _of_another_shop(_my_order),
    "others_shop": _others_shop, "others_reply": _of_another_shop(_my_reply), "others_rule": _of_another_shop(_my_rule),
    "my_step": _my_step, "no_step": _no_step, "handed_in": _handed_in, "a_visit": _a_visit,
    "my_sheet": _my_sheet, "my_product": _my_product, "others_product": _others_product, "my_account": _my_account,
    "my_upload": _my_upload, "my_shop": _my_shop, "my_prices": _my_prices, "no_kind": _no_kind, "my_badge": _my_badge,
    "my_application": _my_application,
    "sent_application": _sent_application, "to_a_shop": _to_a_shop, "round": _round, "a_package": _a_package,
    "a_question": _a_question,
    "told_story": _told_story,
    "judged": _judged, "judged_out": _judged_out, "judged_of": _judged_of, "voting": _voting,
    "my_jury": _my_jury, "my_motion": _my_motion, "my_conflict": _my_conflict, "no_round": _no_round,
    "my_paper": _my_paper, "no_paper": _no_paper,
    "contest": _contest, "contest_draft": _contest_draft, "contest_juror": _contest_juror,
    "contest_file": _contest_file,
    "my_entry": _my_entry, "others_entry": _others_entry, "no_entry": _no_entry, "invited": _invited,
    "not_invited": _not_invited, "late_link": _late_link,
    "joined": _joined, "joined_own": _joined_own, "others_seat": _others_seat, "registered": _registered,
    "no_code": _no_code,
    "event": _entered, "draft_event": _entered_draft, "event_part": _entered_part, "no_event": _nothing_entered,
    "no_change": _no_change, "sent_event": _sent_event, "series": _series,
    "dated": _dated, "undated": _undated, "undated_part": _undated_part, "ev_source": _ev_source, "ev_file": _ev_file,
    "card": _card, "used_card": _used_card, "no_card": _no_card,
    "merged": _merged, "owned": _owned, "owned_hidden": _owned_hidden, "sent_in": _sent_in, "not_sent": _not_sent,
    "held": _held, "decided": _decided, "pause": _pause,
    "-": _nothing, "published": _published, "draft": _draft, "hidden": _hidden, "archived": _archived,
    "unknown": _unknown, "moved": _moved, "moved_away": _moved_away, "others": _others, "table": _table,
    "mailed": _mailed, "run_out": _run_out, "others_sign_in": _others_sign_in, "someone": _someone, "nobody": _no_table,
    "purpose": _purpose, "no_purpose": _no_purpose, "asked": _asked,
    "a_juror": _a_juror, "others_grant": _others_grant,
    "proposal": _proposal, "no_table": _no_table, "done": _done, "letter": _letter, "sent": _sent,
}  # fmt: skip
