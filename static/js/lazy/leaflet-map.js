// <movable-map>: the same answer as the list beside it, on a map that can be moved. It lives inside <place-map>, whose
// `data-question` it asks; with every new list it moves to the new <place-map> and asks again. Moving the map changes
// neither list nor address: its button "search in this view" does.
/* global L */
import { FINEST, Marks, THUMB, bounds, shown, split } from "./marks.js";
import { drawOutline } from "./outline.js";
import { Question } from "./spots.js";

const CLOSE = 15;  // no nearer than this unless asked to
const PAUSE = 200;  // milliseconds of rest before a new view is asked for

export class MovableMap extends HTMLElement {
  connectedCallback() {
    this.begin().catch((error) => this.failed(error));
  }

  // Moving from one list to the next also comes by here: only a map that was closed is taken apart.
  disconnectedCallback() {
    queueMicrotask(() => {
      if (this.isConnected) return;
      this.asking?.abort();
      this.map?.remove();
    });
  }

  async begin() {
    const question = this.question = new Question(this.parentElement.dataset.question);
    await question.begin(this.newSignal());
    const isNew = !this.map;
    if (isNew) this.draw();
    this.map.closePopup();
    this.asked?.remove();
    this.asked = question.box && L.rectangle(bounds(question.box), { className: "asked", interactive: false }).addTo(this.map);
    const count = await this.show();
    if (count === 0 && question.all?.length !== 0 && !isNew) this.fit();  // what was found lies elsewhere
  }

  draw() {
    const areas = this.dataset.areas.split(" ").map(split);
    const isStill = matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (isStill) L.PosAnimation.include({ run: jump });
    this.map = L.map(this.firstElementChild, {
      minZoom: 10, maxZoom: FINEST, zoomSnap: .5, maxBounds: L.latLngBounds(areas.map(bounds)).pad(.3),
      zoomControl: false, attributionControl: false, scrollWheelZoom: false,
      // No zoom animation: a map that is closed while one runs would end it on a map that is gone.
      zoomAnimation: false, markerZoomAnimation: false, inertia: !isStill, fadeAnimation: false,
    });
    this.marks = new Marks(this.map, this.dataset);
    const { in: zoomInTitle, out: zoomOutTitle } = this.dataset;
    L.control.zoom({ zoomInTitle, zoomOutTitle }).addTo(this.map);
    const left = sessionStorage.getItem("map");
    if (left) this.map.fitBounds(bounds(split(left)));
    else this.fit();
    this.listen();
    this.drawGround(areas).catch((error) => this.failed(error));
  }

  async drawGround(areas) {
    const answer = await fetch(this.dataset.outline);
    drawOutline(this.map, await answer.json(), areas, document.documentElement.lang);
    this.marks.tell();
  }

  // To what was found in the area whose sketch was tapped, to what was found anywhere, or to the area.
  fit() {
    const frame = bounds(split(this.dataset.frame));
    const all = this.question.all ?? [];
    const near = all.filter(({ at }) => frame.contains(at));
    const found = (near.length ? near : all).map(({ at }) => at);
    if (found.length) this.map.fitBounds(found, { maxZoom: CLOSE, padding: [THUMB, THUMB] });
    else this.map.fitBounds(frame);
  }

  listen() {
    const { map } = this;
    let rest;
    map.on("moveend", () => {
      clearTimeout(rest);
      rest = setTimeout(() => this.isConnected && this.show().catch((error) => this.failed(error)), PAUSE);
    });
    // The wheel moves the page, until the map has been entered.
    map.on("focus", () => map.scrollWheelZoom.enable());
    map.on("blur", () => map.scrollWheelZoom.disable());
    if (map.getContainer() === document.activeElement) map.fire("focus");  // it had the focus before it was a map
    this.addEventListener("keydown", (event) => this.typed(event));
    this.addEventListener("click", ({ target: { name, value } }) => {
      if (name === "search") this.search();
      if (name === "area") map.fitBounds(bounds(split(value)));
    });
  }

  // Draws what lies in this view; the number of listings there.
  async show() {
    const { map, question } = this;
    const view = map.getBounds();
    sessionStorage.setItem("map", view.pad(-.01).toBBoxString());
    const { spots, tooMany } = await question.within(view, Math.floor(map.getZoom()), this.newSignal());
    const count = spots.reduce((sum, spot) => sum + spot.count, 0);
    this.marks.show(spots, question);
    this.say(tooMany ? this.dataset.many : this.dataset.seen.replace("{n}", shown(count)));
    return count;
  }

  // Writes the view into the form of the list and sends it: list, count, sketch, map and address change together.
  search() {
    const form = document.querySelector("form.tools");
    const box = split(this.map.getBounds().toBBoxString()).map((side) => side.toFixed(5)).join();
    const field = form.elements.bbox ?? form.appendChild(Object.assign(document.createElement("input"), { type: "hidden", name: "bbox" }));
    field.value = box;
    form.requestSubmit();
  }

  typed(event) {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    if (this.querySelector(".leaflet-popup")) this.map.closePopup();
    else this.querySelector("[name=close]").click();
  }

  // One question at a time: a newer one ends the older.
  newSignal() {
    this.asking?.abort();
    this.asking = new AbortController();
    return this.asking.signal;
  }

  failed(error) {
    const { lost } = (this.map ? this : document.querySelector("#movable")).dataset;
    if (error.name !== "AbortError") this.say(lost);
  }

  say(sentence) {
    this.querySelector("output").textContent = sentence;
  }
}

// For those who asked for less motion: there at once.
function jump(element, to) {
  L.DomUtil.setPosition(element, to);
  this.fire("step").fire("end");
}
