// <score-card data-address data-code data-key data-next data-all …> around the ballot: a tap or a key is kept in this
// browser (`scores:<competition>`) and sent at once, each act with a word of its own, so that what is sent again counts
// once. While the line is gone acts wait. The next ballots are fetched ahead: "next" is there at once, also without a line.
const AGAIN = 8000, TYPING = 800, AHEAD = 3, FRESH = 240000;
const pages = new Map(), marks = new Map();
const alone = (work) => navigator.locks ? navigator.locks.request("scores", work) : work();
const word = () => crypto.randomUUID?.() ?? `${Date.now()}${Math.random()}`;
const bare = ({ altKey, ctrlKey, metaKey }) => !(altKey || ctrlKey || metaKey);
let failing = false;

class ScoreCard extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.open = !this.querySelector("fieldset:disabled");
    this.rows = [...this.querySelectorAll("fieldset[id^=field_]")];
    this.saved = document.querySelector("#saved");
    if (document.querySelector("panel-viewer")) import(this.dataset.viewer);
    this.timers = {};
    this.away = new AbortController();
    const { signal } = this.away;
    this.addEventListener("change", (event) => this.tapped(event.target), { signal });
    this.addEventListener("input", (event) => this.typed(event.target), { signal });
    document.addEventListener("submit", (event) => this.pressed(event), { signal, capture: true });
    document.addEventListener("keydown", (event) => this.key(event), { signal });
    addEventListener("online", () => this.send(), { signal });
    this.querySelector("#keys").hidden = !matchMedia("(hover: hover)").matches;
    this.restore();
    this.mark();
    if (this.open) this.go(Math.max(0, this.rows.findIndex((row) => !this.value(row))), false);
    this.send();
  }

  disconnectedCallback() {
    this.away.abort();
  }

  // What was given

  value(row) {
    const points = row.querySelector("[type=radio]:checked")?.value ?? "";
    return points && row.querySelector("[type=checkbox]")?.checked && points < 10 ? `${points}.5` : points;
  }

  tapped(field) {
    const row = field.closest("fieldset[id^=field_]");
    if (!row) return;
    const half = row.querySelector("[type=checkbox]"), chosen = row.querySelector("[type=radio]:checked");
    if (field.type === "radio" && (field.value === "10" || field.value === "na")) half.checked = false;
    if (field === half && !chosen) row.querySelector("[type=radio]").checked = true;
    if (field === half && chosen && !(chosen.value < 10)) half.checked = false;
    this.at = this.rows.indexOf(row);
    this.keep(row.id.slice(6), this.value(row));
  }

  clear(row) {
    row.querySelectorAll("input").forEach((field) => field.checked = false);
    this.keep(row.id.slice(6), "");
  }

  typed(field) {
    if (field.localName !== "textarea") return;
    clearTimeout(this.timers[field.name]);
    this.timers[field.name] = setTimeout(() => this.keep(field.name, field.value), TYPING);
  }

  // Kept and sent

  store() {
    return `scores:${this.dataset.key}`;
  }

  acts() {
    try {
      return JSON.parse(localStorage.getItem(this.store()) ?? "[]");
    } catch {
      return (this.held ??= []);
    }
  }

  write(acts) {
    try {
      if (acts.length) localStorage.setItem(this.store(), JSON.stringify(acts));
      else localStorage.removeItem(this.store());
    } catch {
      this.held = acts;
    }
  }

  keep(f, v) {
    const a = this.dataset.address;
    this.write([...this.acts().filter((act) => act.a !== a || act.f !== f), { a, f, v, o: word() }]);
    this.querySelector(`#field_${f} .err`)?.remove();
    this.send();
  }

  send() {
    return alone(async () => {
      clearTimeout(this.again);
      for (let act; (act = this.acts()[0]);) {
        if (!failing && act.a === this.dataset.address) this.say(this.dataset.saving, "");
        const answer = await this.sendOne(act);
        if (!answer) return this.wait();
        failing = false;
        this.write(this.acts().filter(({ o }) => o !== act.o));
        if (act.a === this.dataset.address) this.told(act, answer);
      }
      this.ahead();
    });
  }

  async sendOne({ a, f, v, o }) {
    try {
      const body = new URLSearchParams({ f, v, o });
      const answer = await fetch(a, { method: "POST", body, redirect: "manual", headers: { Accept: "application/json" }, signal: AbortSignal.timeout?.(15000) });
      this.out = answer.type === "opaqueredirect";
      if (this.out || answer.status > 499 || answer.status === 429) return undefined;
      const said = answer.headers.get("Content-Type")?.includes("json") ? await answer.json() : {};
      return { ok: answer.ok, ...said };
    } catch {
      return undefined;
    }
  }

  told({ f }, { ok, says, at, n, worth, s }) {
    if (ok) {
      marks.set(this.dataset.code, s);
      this.mark();
      return this.say(at, "ok", worth ? `${n}, ${worth}` : n);
    }
    const place = this.querySelector(`#field_${f} .score`) ?? this.querySelector(`#${f}`);
    if (!place || !says) return this.say(says ?? "", "red");
    place.parentElement.querySelector(".err")?.remove();
    place.after(Object.assign(document.createElement("p"), { className: "err", textContent: says }));
    this.say(says, "red");
  }

  wait() {
    failing = true;
    const sentence = this.out ? this.dataset.out : this.dataset.waits;
    this.say(sentence.replace("{count}", this.acts().length), "warn");
    this.again = setTimeout(() => this.isConnected && this.send(), AGAIN);
  }

  say(sentence, kind, more = "") {
    const [tag, beside] = this.saved.children;
    tag.textContent = sentence;
    tag.className = `tag ${kind}`;
    if (more || kind === "warn") beside.textContent = more;
  }

  // What waits to be sent stands on the page as it was given.
  restore() {
    for (const { a, f, v } of this.acts()) {
      if (a !== this.dataset.address) continue;
      const row = this.querySelector(`#field_${f}`), text = this.querySelector(`textarea[name="${f}"]`);
      if (text) text.value = v;
      if (!row) continue;
      const [points, half] = v.split(".");
      row.querySelectorAll("[type=radio]").forEach((field) => field.checked = field.value === points && v !== "");
      row.querySelector("[type=checkbox]").checked = half === "5";
    }
  }

  mark() {
    for (const cell of document.querySelectorAll(".cells a")) {
      const done = marks.get(cell.title.slice(0, 6));
      if (!done) continue;
      cell.className = done === "complete" ? "ok" : done === "started" ? "warn" : "";
      cell.textContent = `${parseInt(cell.textContent)}${done === "complete" ? " ✓" : done === "started" ? " ◐" : ""}`;
    }
  }

  // By keyboard

  key(event) {
    if (!bare(event) || !this.open) return;
    const { target, key } = event;
    if (target.matches("textarea")) return key === "Escape" ? this.go(this.at) : undefined;
    if (target.closest("select, panel-viewer, details[open] form, input:not([type=radio], [type=checkbox])")) return;
    const row = this.rows[this.at], acts = {
      ArrowDown: () => this.go(this.at + 1), ArrowUp: () => this.go(this.at - 1), Backspace: () => this.clear(row),
      n: () => this.turn("next"), p: () => this.turn("before"), r: () => this.querySelector("#remark").focus(),
      t: () => this.give("10"), x: () => this.give("na"), ",": () => this.half(), ".": () => this.half(),
      "+": () => document.querySelector("panel-viewer")?.zoom(1.6), "-": () => document.querySelector("panel-viewer")?.zoom(1 / 1.6),
    };
    const act = /^[0-9]$/.test(key) ? () => this.give(key) : acts[key.length === 1 ? key.toLowerCase() : key];
    if (!act) return;
    event.preventDefault();
    act();
  }

  // Points for the criterion at hand, and on to the next one.
  give(points) {
    const row = this.rows[this.at], field = row.querySelector(`[type=radio][value="${points}"]`);
    if (!field) return;
    row.querySelector("[type=checkbox]").checked = false;
    field.checked = true;
    this.tapped(field);
    this.last = row;
    this.go(this.at + 1);
  }

  // A half more on what was given last.
  half() {
    const row = this.last ?? this.rows[this.at], box = row.querySelector("[type=checkbox]"), at = this.at;
    box.checked = !box.checked;
    this.tapped(box);
    this.at = at;
  }

  go(place, moves = true) {
    this.at = Math.min(Math.max(place, 0), this.rows.length - 1);
    this.rows.forEach((row, number) => row.classList.toggle("on", moves && number === this.at));
    if (!moves) return;
    const row = this.rows[this.at];
    (row.querySelector("[type=radio]:checked") ?? row.querySelector("[type=radio]")).focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
  }

  // To the next entry

  pressed(event) {
    const { target, submitter } = event;
    if (/\/people\/sign-out$/.test(target.action)) return this.forget();
    if (target !== this.form) return;
    event.preventDefault();
    event.stopPropagation();
    if (submitter?.name === "clear") return this.clear(this.querySelector(`#field_${submitter.value}`));
    this.turn(submitter?.value ?? "here");
  }

  forget() {
    Object.keys(localStorage).filter((key) => key.startsWith("scores:")).forEach((key) => localStorage.removeItem(key));
  }

  async turn(to) {
    this.querySelectorAll("textarea").forEach((text) => {
      if (text.value !== text.defaultValue) this.keep(text.name, text.value);
      text.defaultValue = text.value;
    });
    const { next, before, all } = this.dataset;
    if (to === "here") return;
    const where = to === "before" ? before : next;
    if (to === "before" && !before) return;
    if (!where) return void alone(() => location.assign(all));
    const html = await this.page(where, to === "next");
    if (!html) return this.say(this.dataset.far, "warn");
    const fresh = new DOMParser().parseFromString(html, "text/html");
    if (!fresh.querySelector("score-card")) return location.assign(where);
    history.pushState({}, "", where);
    document.title = fresh.title;
    document.querySelector("main").replaceChildren(...fresh.querySelector("main").childNodes);
    scrollTo(0, 0);
    document.querySelector("score-card").go(0);
  }

  async page(where, cached) {
    const known = pages.get(where);
    if (cached && known && Date.now() - known.at < FRESH) return known.html;
    return (await load(where)) ?? known?.html;
  }

  // The next ballots, before they are asked for: so many, and each once.
  async ahead() {
    let where = this.dataset.next;
    for (let number = 0; where && number < AHEAD; number++) {
      const html = pages.get(where)?.html ?? await load(where);
      where = html?.match(/data-next="([^"]+)"/)?.[1];
    }
  }
}

async function load(where) {
  try {
    const answer = await fetch(where, { redirect: "manual", signal: AbortSignal.timeout?.(10000) });
    if (!answer.ok) return undefined;
    const html = await answer.text();
    pages.set(where, { html, at: Date.now() });
    return html;
  } catch {
    return undefined;
  }
}

addEventListener("popstate", () => location.reload());
customElements.define("score-card", ScoreCard);
