// <pick-place data-lat="…" data-lon="…" data-found="…" data-denied="…" data-outside="…"> around drawn sketches: a tap, the
// arrow keys or the phone's own position put the pin, and write the fields of those ids. An <svg> says its area and its
// windows on the ground: `data-frame="S,W,N,E"` and `data-insets="S,W,N,E,x,y,width;…"`, as city/sketch.py draws them.
const STEP = 50 / 111320;  // degrees of latitude that an arrow key moves the pin: 50 metres

class PickPlace extends HTMLElement {
  connectedCallback() {
    this.hidden = false;
    this.lat = document.getElementById(this.dataset.lat);
    this.lon = document.getElementById(this.dataset.lon);
    this.sheets = [...this.querySelectorAll("svg[data-frame]")].map((svg) => ({ svg, windows: windows(svg) }));
    for (const sheet of this.sheets) {
      sheet.svg.tabIndex = 0;
      sheet.svg.setAttribute("role", "application");  // so that the arrow keys come here
      sheet.svg.addEventListener("click", (event) => this.tap(sheet, event));
      sheet.svg.addEventListener("keydown", (event) => this.move(sheet, event));
    }
    for (const field of [this.lat, this.lon]) field.addEventListener("change", () => this.draw());
    const here = this.querySelector("[data-here]");
    here.hidden = !navigator.geolocation;
    here.addEventListener("click", () => this.ask());
    this.draw();
  }

  tap(sheet, { clientX, clientY }) {
    const { x, y } = new DOMPoint(clientX, clientY).matrixTransform(sheet.svg.getScreenCTM().inverse());
    const on = sheet.windows.findLast((one) => one.x <= x && x <= one.x + one.width && one.y <= y && y <= one.y + one.height);
    if (on) this.put(sheet, on.north - (y - on.y) / on.perLat, on.west + (x - on.x) / on.perLon);
  }

  move(sheet, event) {
    const [north, east] = { ArrowUp: [1, 0], ArrowDown: [-1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key] ?? [0, 0];
    if (!north && !east) return;
    event.preventDefault();
    const { lat, lon } = this.at() && shows(sheet, this.at()) ? this.at() : middle(sheet.windows[0]);
    const next = { lat: lat + north * STEP, lon: lon + east * STEP / Math.cos(lat * Math.PI / 180) };
    if (shows(sheet, next)) this.put(sheet, next.lat, next.lon);
  }

  ask() {
    navigator.geolocation.getCurrentPosition(
      ({ coords: { latitude: lat, longitude: lon } }) => {
        const sheet = this.sheets.find((one) => shows(one, { lat, lon }));
        if (sheet) this.put(sheet, lat, lon);
        else this.say(this.dataset.outside);
      },
      () => this.say(this.dataset.denied),
      { timeout: 10000, maximumAge: 60000, enableHighAccuracy: true },
    );
  }

  put({ svg }, lat, lon) {
    const { location_mode: mode, area } = this.lat.form.elements;
    this.lat.value = lat.toFixed(5);
    this.lon.value = lon.toFixed(5);
    if (mode && mode.value !== "exact") mode.value = "approximate";
    if (area) area.value = svg.dataset.area;
    this.draw();
    this.say(this.dataset.found);
    clearTimeout(this.rest);  // a pin on its way is not told at every step
    this.rest = setTimeout(() => this.tell([this.lat, this.lon, mode, area]), 400);
  }

  tell(fields) {
    for (const field of fields.filter(Boolean)) {
      const control = field instanceof RadioNodeList ? [...field].find((one) => one.checked) : field;
      control?.dispatchEvent(new Event("change", { bubbles: true }));
    }
  }

  at() {
    const [lat, lon] = [this.lat, this.lon].map(({ value }) => parseFloat(value.replace(",", ".")));
    return Number.isFinite(lat) && Number.isFinite(lon) && { lat, lon };
  }

  draw() {
    const at = this.at();
    for (const sheet of this.sheets) {
      const pin = sheet.svg.querySelector(".pin");
      const on = at && shows(sheet, at);
      if (!on) pin.setAttribute("display", "none");
      else pin.removeAttribute("display");
      if (on) pin.setAttribute("transform", `translate(${on.x + (at.lon - on.west) * on.perLon} ${on.y + (on.north - at.lat) * on.perLat})`);
    }
  }

  say(sentence) {
    this.querySelector("output").textContent = sentence;
  }
}

function windows(svg) {
  const frame = `${svg.dataset.frame},0,0,${svg.viewBox.baseVal.width}`;
  return [frame, ...(svg.dataset.insets || "").split(";").filter(Boolean)].map((text) => {
    const [south, west, north, east, x, y, width] = text.split(",").map(Number);
    const perLon = width / (east - west);
    const perLat = perLon / Math.cos((north + south) / 2 * Math.PI / 180);
    return { south, west, north, east, x, y, width, height: (north - south) * perLat, perLon, perLat };
  });
}

// The window of a sketch that a point falls into: an inset goes before the frame it lies on.
const shows = ({ windows }, { lat, lon }) =>
  windows.findLast(({ south, west, north, east }) => south <= lat && lat <= north && west <= lon && lon <= east);
const middle = ({ south, west, north, east }) => ({ lat: (south + north) / 2, lon: (west + east) / 2 });

customElements.define("pick-place", PickPlace);
