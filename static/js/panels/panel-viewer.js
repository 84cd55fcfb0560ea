// <panel-viewer data-address data-in data-out data-all>: a light picture at first. Enlarged (buttons, keys, two fingers, a
// double tap) it turns into a canvas that draws the tiles in sight, as sharp as the screen can show.
const TILE = 512, MOST = 160, STEP = 1.6;
const button = (label, sign, act) => {
  const made = Object.assign(document.createElement("button"), { type: "button", className: "btn bare", textContent: sign, title: label });
  made.setAttribute("aria-label", label);
  made.addEventListener("click", act);
  return made;
};

class PanelViewer extends HTMLElement {
  connectedCallback() {
    this.figure = this.querySelector("figure");
    this.img = this.querySelector("img");
    this.links = [...this.querySelectorAll(".thumbs a")];
    this.tiles = new Map();
    this.fingers = new Map();
    this.choose(this.links[0]);
    this.links.forEach((link) => link.addEventListener("click", (event) => this.turned(event, link)));
    this.img.parentElement.addEventListener("click", (event) => {
      event.preventDefault();
      this.zoom(STEP, event);
    });
    const row = Object.assign(document.createElement("div"), { className: "row" });
    row.append(button(this.dataset.in, "+", () => this.zoom(STEP)), button(this.dataset.out, "−", () => this.zoom(1 / STEP)), button(this.dataset.all, "⤢", () => this.whole()));
    this.figure.after(row);
  }

  disconnectedCallback() {
    this.seen?.disconnect();
  }

  choose({ dataset }) {
    this.sheet = dataset.sheet;
    this.alt = dataset.alt;
    this.levels = dataset.levels.split(" ").map((size) => size.split("x").map(Number));
    [this.width, this.height] = this.levels.at(-1);
    this.tiles.clear();
  }

  turned(event, link) {
    event.preventDefault();
    this.whole();
    this.choose(link);
    this.links.forEach((one) => one === link ? one.setAttribute("aria-current", "true") : one.removeAttribute("aria-current"));
    Object.assign(this.img, { width: link.dataset.width, height: link.dataset.height, src: link.href, alt: link.dataset.alt });
    this.img.parentElement.href = link.href;
  }

  // The canvas takes the picture's place, as large as that was.
  begin() {
    const { clientWidth, clientHeight } = this.figure;
    this.canvas = Object.assign(document.createElement("canvas"), { tabIndex: 0 });
    this.canvas.setAttribute("role", "img");
    this.canvas.setAttribute("aria-label", this.img.alt);
    this.img.parentElement.hidden = true;
    this.figure.append(this.canvas);
    this.canvas.style.blockSize = `${Math.max(clientHeight, 280)}px`;
    this.least = Math.min(clientWidth / this.width, Math.max(clientHeight, 280) / this.height);
    this.scale = this.least;
    this.x = this.width / 2;
    this.y = this.height / 2;
    this.seen = new ResizeObserver(() => this.draw());
    this.seen.observe(this.canvas);
    for (const [name, act] of Object.entries({ pointerdown: this.down, pointermove: this.move, pointerup: this.up, pointercancel: this.up })) this.canvas.addEventListener(name, act.bind(this));
    this.canvas.addEventListener("dblclick", (event) => this.zoom(STEP * STEP, event));
    this.canvas.addEventListener("wheel", (event) => this.wheel(event), { passive: false });
    this.canvas.addEventListener("keydown", (event) => this.key(event));
  }

  whole() {
    this.seen?.disconnect();
    this.canvas?.remove();
    this.canvas = undefined;
    this.img.parentElement.hidden = false;
  }

  // Larger or smaller around a point of the screen, or around the middle.
  zoom(by, at) {
    if (!this.canvas) {
      if (by < 1) return;
      this.begin();
    }
    const box = this.canvas.getBoundingClientRect();
    const dx = at ? at.clientX - box.left - box.width / 2 : 0, dy = at ? at.clientY - box.top - box.height / 2 : 0;
    const scale = Math.min(Math.max(this.scale * by, this.least), 2);
    this.x += dx / this.scale - dx / scale;
    this.y += dy / this.scale - dy / scale;
    this.scale = scale;
    if (scale === this.least && by < 1) return this.whole();
    this.draw();
  }

  pan(dx, dy) {
    this.x = Math.min(Math.max(this.x - dx / this.scale, 0), this.width);
    this.y = Math.min(Math.max(this.y - dy / this.scale, 0), this.height);
    this.draw();
  }

  key(event) {
    const acts = {
      ArrowLeft: () => this.pan(80, 0), ArrowRight: () => this.pan(-80, 0), ArrowUp: () => this.pan(0, 80), ArrowDown: () => this.pan(0, -80),
      "+": () => this.zoom(STEP), "=": () => this.zoom(STEP), "-": () => this.zoom(1 / STEP), 0: () => this.whole(), Escape: () => this.whole(),
    };
    if (!acts[event.key]) return;
    event.preventDefault();
    acts[event.key]();
  }

  wheel(event) {
    if (!event.ctrlKey && !event.metaKey) return;  // the page scrolls as it always does
    event.preventDefault();
    this.zoom(event.deltaY < 0 ? 1.2 : 1 / 1.2, event);
  }

  down(event) {
    this.canvas.setPointerCapture(event.pointerId);
    this.fingers.set(event.pointerId, event);
  }

  move(event) {
    const before = this.fingers.get(event.pointerId);
    if (!before) return;
    const other = [...this.fingers.values()].find(({ pointerId }) => pointerId !== event.pointerId);
    this.fingers.set(event.pointerId, event);
    if (!other) return this.pan(event.clientX - before.clientX, event.clientY - before.clientY);
    const far = (one) => Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY) || 1;
    this.zoom(far(event) / far(before), { clientX: (event.clientX + other.clientX) / 2, clientY: (event.clientY + other.clientY) / 2 });
  }

  up(event) {
    this.fingers.delete(event.pointerId);
  }

  draw() {
    if (!this.canvas) return;
    const { clientWidth, clientHeight } = this.canvas, dots = Math.min(devicePixelRatio, 2);
    this.canvas.width = clientWidth * dots;
    this.canvas.height = clientHeight * dots;
    const paint = this.canvas.getContext("2d"), real = this.scale * dots;
    paint.translate(this.canvas.width / 2 - this.x * real, this.canvas.height / 2 - this.y * real);
    paint.drawImage(this.img, 0, 0, this.width * real, this.height * real);
    const sharp = this.levels.findIndex(([width]) => width >= this.width * real * 0.9);
    const level = sharp < 0 ? this.levels.length - 1 : sharp;
    if (this.levels[level][0] <= this.img.naturalWidth) return;  // the picture itself is as sharp
    const [width, height] = this.levels[level], share = this.width / width, edge = TILE * share;
    const half = [clientWidth / 2 / this.scale, clientHeight / 2 / this.scale];
    const from = [Math.max(0, Math.floor((this.x - half[0]) / edge)), Math.max(0, Math.floor((this.y - half[1]) / edge))];
    const to = [Math.min(Math.ceil(width / TILE) - 1, Math.floor((this.x + half[0]) / edge)), Math.min(Math.ceil(height / TILE) - 1, Math.floor((this.y + half[1]) / edge))];
    for (let row = from[1]; row <= to[1]; row++) {
      for (let column = from[0]; column <= to[0]; column++) {
        const tile = this.tile(level, column, row);
        if (tile.complete && tile.naturalWidth) paint.drawImage(tile, column * edge * real, row * edge * real, tile.naturalWidth * share * real, tile.naturalHeight * share * real);
      }
    }
  }

  tile(...place) {
    const name = `${this.dataset.address}-${this.sheet}-${place.join("-")}.webp`;
    if (!this.tiles.has(name)) {
      if (this.tiles.size > MOST) this.tiles.delete(this.tiles.keys().next().value);
      const made = new Image();
      made.addEventListener("load", () => requestAnimationFrame(() => this.draw()));
      made.src = name;
      this.tiles.set(name, made);
    }
    return this.tiles.get(name);
  }
}

customElements.define("panel-viewer", PanelViewer);
