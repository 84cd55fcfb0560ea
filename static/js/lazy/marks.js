// The marks on the map: a listing in the symbol of its group, or many in one place as a disc with their number.
/* global L */
import { together } from "./spots.js";

export const FINEST = 17;
export const THUMB = 44;  // pixels

export class Marks {
  constructor(map, { here, dismiss }) {
    Object.assign(this, { map, words: { here, dismiss }, drawn: new Map() });
    map.on("popupclose", ({ popup }) => document.activeElement === document.body && this.focusOn(popup.options.key));
  }

  // Marks that stay are left as they are: one of them may have the focus.
  show(spots, question) {
    this.question = question;
    const heaps = together(spots, (at) => this.map.latLngToLayerPoint(at), THUMB);
    const wanted = new Set(heaps.map(({ key }) => key));
    for (const key of this.drawn.keys()) if (!wanted.has(key)) this.wipe(key);
    for (const heap of heaps.sort((a, b) => b.at[0] - a.at[0])) {
      if (!this.drawn.has(heap.key)) this.drawn.set(heap.key, this.draw(heap));
    }
    this.tell();
  }

  // For whoever must keep clear of them.
  tell() {
    this.map.fire("marked", { marks: [...this.drawn.values()].map((mark) => mark.getLatLng()) });
  }

  focusOn(key) {
    (this.drawn.get(key)?.getElement() ?? this.map.getContainer()).focus({ preventScroll: true });
  }

  wipe(key) {
    const mark = this.drawn.get(key);
    const hadFocus = mark.getElement() === document.activeElement;
    this.drawn.delete(key);
    mark.remove();
    if (hadFocus) this.focusOn();
  }

  draw(heap) {
    const [className, html, name] = heap.count === 1
      ? ["spot", symbol(heap.group), heap.name]
      : ["spot heap", shown(heap.count), this.here(heap)];
    const mark = L.marker(heap.at, { icon: L.divIcon({ className, html, iconSize: [THUMB, THUMB] }) }).addTo(this.map);
    mark.on("click", () => this.choose(heap));
    mark.getElement().setAttribute("aria-label", name);
    mark.getElement().addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      this.choose(heap);
    });
    return mark;
  }

  // Many come apart by going nearer; those that never would are named in a list.
  choose(heap) {
    const { map } = this;
    const members = heap.spots ?? [heap];
    const comeApart = members[0].box || together(members, (at) => map.project(at, FINEST), THUMB).length > 1;
    if (heap.count === 1 || map.getZoom() === FINEST || !comeApart) return this.list(heap, members);
    const extent = L.latLngBounds(members.flatMap(({ at, box }) => box ? [bounds(split(box))] : [at]));
    map.fitBounds(extent, { maxZoom: FINEST, padding: [THUMB, THUMB] });
  }

  list({ at, key }, members) {
    const list = document.createElement("ul");
    for (const one of members) {
      const href = one.slug ? this.question.page(one.slug) : this.question.list(one.box);
      const link = Object.assign(document.createElement("a"), { href, textContent: one.name ?? this.here(one) });
      list.appendChild(document.createElement("li")).append(link);
    }
    const popup = L.popup(at, { content: list, key, maxHeight: 220, offset: [0, -THUMB / 3] }).openOn(this.map);
    popup.getElement().querySelector(".leaflet-popup-close-button").setAttribute("aria-label", this.words.dismiss);
    list.querySelector("a").focus({ preventScroll: true });
  }

  here({ count }) {
    return this.words.here.replace("{n}", shown(count));
  }
}

export const split = (text) => text.split(",").map(Number);
export const bounds = ([west, south, east, north]) => L.latLngBounds([south, west], [north, east]);
export const shown = (count) => count.toLocaleString(document.documentElement.lang);

function symbol(group) {
  const SVG = "http://www.w3.org/2000/svg";
  const drawing = document.createElementNS(SVG, "svg");
  drawing.dataset.l = group;
  drawing.appendChild(document.createElementNS(SVG, "use")).setAttribute("href", `#${group}`);
  return drawing;
}
