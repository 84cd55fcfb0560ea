// <file-drop data-receiver data-subject data-slot data-uploads data-announce data-worker data-most data-small data-target data-…>
// around a plain form with a file field: files that are chosen or dropped there go up in pieces, with a line in its list
// for each, which says how far it is and may pause or end it. What is under way is the page's and not the element's, so a swapped part goes on.
import { kept } from "./kept.js";
import { lighter } from "./lighter.js";
import { Sending } from "./sending.js";

const underWay = new Set();

class FileDrop extends HTMLElement {
  connectedCallback() {
    if (this.field) return;  // htmx carries it to its place
    this.field = this.querySelector("[type=file]");
    this.field.multiple = true;
    this.field.addEventListener("change", (event) => {
      event.stopPropagation();  // a file is no field of a draft
      this.take(this.field);
    });
    this.querySelectorAll("[data-plain]").forEach((one) => (one.hidden = true));
    for (const name of ["dragover", "drop"]) this.addEventListener(name, (event) => event.preventDefault());
    this.addEventListener("drop", ({ dataTransfer }) => this.take(dataTransfer));
    underWay.forEach((one) => this.isMine(one) && this.show(one));
    this.goOn();
  }

  isMine({ to }) {
    return ["receiver", "subject", "slot"].every((name) => to[name] === this.dataset[name]);
  }

  take(source) {
    const files = [...source.files];
    if (source === this.field) this.field.value = "";  // or the form would bring them as well
    for (const file of files) this.lighten(file).then((light) => this.begin(new Sending(light, { ...this.dataset })));
  }

  // Photos grow lighter where the form says so: `data-small` is the longest side in pixels.
  lighten(file) {
    return this.dataset.small ? lighter(file, Number(this.dataset.small)) : Promise.resolve(file);
  }

  // What a reload or a closed page left here goes on by itself, in one window only.
  async goOn() {
    for (const { file, to, digest, url } of await kept.all()) {
      if (!this.isMine({ to }) || [...underWay].some((one) => one.digest === digest)) continue;
      const sending = new Sending(file, { ...this.dataset }, { digest, url });
      underWay.add(sending);
      const alone = await new Promise((say) => {
        if (!navigator.locks) return say(true);
        navigator.locks.request(sending.key, { ifAvailable: true }, (lock) => {
          say(Boolean(lock));
          return lock && new Promise((done) => sending.addEventListener("ended", done));
        });
      });
      underWay.delete(sending);
      if (alone) this.begin(sending);
    }
  }

  begin(sending) {
    underWay.add(sending);
    this.show(sending);
    const wrong = this.wrong(sending);
    if (wrong) return sending.refuse(wrong);
    sending.run().finally(() => {
      if (sending.stage !== "refused") underWay.delete(sending);
      sending.dispatchEvent(new Event("ended"));
      refresh(this.dataset);
    });
  }

  // What can be said before anything is sent.
  wrong({ file, size }) {
    const { accept } = this.field;
    if (!size) return this.dataset.empty;
    if (size > this.dataset.most) return this.dataset.large;
    return file.type && accept && !accept.split(",").some((one) => one.trim() === file.type) ? this.dataset.kind : "";
  }

  show(sending) {
    const line = this.querySelector("template").content.firstElementChild.cloneNode(true);
    const [pause, cancel] = ["pause", "cancel"].map((name) => line.querySelector(`[name=${name}]`));
    line.querySelector("b").textContent = sending.name;
    pause.addEventListener("click", () => sending.paused ? sending.resume() : sending.pause());
    cancel.addEventListener("click", () => {
      underWay.delete(sending);
      sending.cancel();
      line.remove();
      this.field.focus();
    });
    const draw = () => this.draw(line, sending);
    let due = 0;
    sending.addEventListener("change", () => due ||= setTimeout(() => {
      due = 0;
      draw();
    }, 200));
    draw();
    this.querySelector("ul").append(line);
  }

  draw(line, { stage, says, name, gone = 0, size, speed, paused }) {
    if (stage === "cancelled" || stage === "arrived") return line.remove();
    const words = this.dataset;
    const percent = Math.floor(gone / size * 100) || 0;
    const bar = line.querySelector("progress");
    const pause = line.querySelector("[name=pause]");
    if (stage === "refused") [bar, pause].forEach((one) => one?.remove());
    else {
      bar.value = percent;
      bar.ariaLabel = filled(words.bar, { percent, name });
      label(pause, paused ? words.resume : words.pause, name);
    }
    label(line.querySelector("[name=cancel]"), stage === "refused" ? words.dismiss : words.cancel, name);
    const left = speed ? duration((size - gone) / speed) : "";
    const facts = { percent, done: amount(gone), all: amount(size), left, speed: amount(speed) };
    const said = says || filled(words[stage === "sending" && left ? "speeding" : stage] ?? "", facts);
    line.querySelector("small").textContent = said;
    line.querySelector("small").className = stage === "refused" ? "err" : "hint";
    if (line.dataset.stage !== stage) this.querySelector("output").textContent = `${name}: ${said}`;
    line.dataset.stage = stage;
  }
}

function label(button, text, name) {
  button.textContent = text;
  button.ariaLabel = `${text}: ${name}`;
}

// The part of the page in which files that have arrived stand. What is being typed there is left first, and so kept.
function refresh({ target, page }) {
  const part = document.getElementById(target);
  const typing = part?.contains(document.activeElement) && document.activeElement.matches("textarea, [type=text]");
  if (typing) document.activeElement.addEventListener("blur", () => setTimeout(() => refresh({ target, page }), 500), { once: true });
  else if (part) htmx.ajax("GET", page, { target: `#${target}`, swap: "outerHTML" });
}

const filled = (sentence, facts) => sentence.replace(/\{(\w+)\}/g, (_all, name) => facts[name]);
const inUnit = (value, unit, digits = 0) =>
  new Intl.NumberFormat(document.documentElement.lang, { style: "unit", unit, unitDisplay: unit === "megabyte" ? "short" : "long", maximumFractionDigits: digits }).format(value);
const amount = (bytes) => inUnit(bytes / 1e6, "megabyte", 1);
const duration = (seconds) => seconds < 90 ? inUnit(Math.max(1, Math.round(seconds)), "second") : inUnit(Math.round(seconds / 60), "minute");

queueMicrotask(() => customElements.define("file-drop", FileDrop));
