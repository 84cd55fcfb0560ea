// <check-in data-event="…" data-waits="…" data-lost="…{time}…{count}…" data-signed-out="…"> around the list at the door: one
// tap is seen at once, kept on this phone and sent in its turn; while the line is gone it waits, and is sent once when it
// is back. Only numbers are kept (`ticks:<event>`), and signing out forgets them. The search looks through the page.
const AGAIN = 15000;
const fold = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase().replace(/đ/g, "d").trim();
const alone = (work) => navigator.locks ? navigator.locks.request("ticks", work) : work();

class CheckIn extends HTMLElement {
  connectedCallback() {
    this.key = `ticks:${this.dataset.event}`;
    this.note = this.querySelector("#saved");
    this.addEventListener("submit", (event) => this.tapped(event), true);
    this.querySelector("[type=search]").addEventListener("input", ({ target }) => this.find(fold(target.value)));
    addEventListener("online", () => this.send());
    addEventListener("offline", () => this.lost());
    document.addEventListener("submit", ({ target }) => /\/people\/sign-out$/.test(target.action) && this.forget());
    for (const tick of this.ticks()) this.show(tick.seat, tick.act, this.dataset.waits, "warn");
    this.send();
  }

  ticks() {
    return JSON.parse(localStorage.getItem(this.key) ?? "[]");
  }

  keep(ticks) {
    if (ticks.length) localStorage.setItem(this.key, JSON.stringify(ticks));
    else localStorage.removeItem(this.key);
    if (this.since) this.lost();
  }

  forget() {
    Object.keys(localStorage).filter((key) => key.startsWith("ticks:")).forEach((key) => localStorage.removeItem(key));
  }

  tapped(event) {
    const { seat, act } = event.target.elements;
    if (!seat || !act) return;
    event.preventDefault();
    event.stopPropagation();
    const tick = { seat: seat.value, act: act.value, once: crypto.randomUUID?.() ?? `${Date.now()}${Math.random()}`, at: Date.now() };
    this.keep([...this.ticks(), tick]);
    this.show(tick.seat, tick.act, this.dataset.waits, "warn");
    this.send();
  }

  send() {
    return alone(async () => {
      clearTimeout(this.again);
      for (let tick; (tick = this.ticks()[0]);) {
        const answer = await this.sendOne(tick);
        if (!answer) return this.wait();
        this.since = "";
        this.keep(this.ticks().filter(({ once }) => once !== tick.once));
        if (!this.ticks().some(({ seat }) => seat === tick.seat)) this.show(tick.seat, tick.act, answer.present, "ok");
        this.count(answer.counts);
      }
      this.since = "";
      this.say("");
    });
  }

  // What the portal said; {} for a tick that it does not know, so that the others get through; nothing without a line.
  async sendOne({ seat, act, once, at }) {
    const body = new URLSearchParams({ seat, act, once, ago: Math.max(0, Math.round((Date.now() - at) / 1000)) });
    try {
      const answer = await fetch(location.pathname, { method: "POST", body, redirect: "manual", headers: { Accept: "application/json" } });
      if (answer.type === "opaqueredirect") return void (this.out = true);
      this.out = false;
      return answer.ok ? await answer.json() : answer.status > 499 || answer.status === 429 ? undefined : {};
    } catch {
      return undefined;
    }
  }

  wait() {
    this.lost();
    this.again = setTimeout(() => this.send(), AGAIN);
  }

  lost() {
    this.since ||= new Intl.DateTimeFormat("vi", { hour: "numeric", minute: "2-digit" }).format();
    const sentence = this.out ? this.dataset.signedOut : this.dataset.lost;
    this.say(sentence.replace("{time}", this.since).replace("{count}", this.ticks().length));
  }

  say(sentence) {
    this.note.hidden = !sentence;
    this.note.textContent = sentence;
  }

  show(seat, act, said, kind) {
    const form = this.querySelector(`#seat_${seat} form`);
    if (!form) return;
    const [tag, button, there] = [form.querySelector(".tag"), form.querySelector("button"), act === "present"];
    form.elements.act.value = there ? "gone" : "present";
    tag.hidden = !said;
    tag.textContent = said ?? "";
    tag.className = `tag ${kind}`;
    button.className = there ? "btn bare" : "btn";
    const word = there ? this.dataset.undo : this.dataset.present;
    button.firstElementChild.textContent = word;
    button.setAttribute("aria-label", `${word}: ${form.closest("li").querySelector("b").textContent}`);
  }

  count(numbers = []) {
    numbers.forEach((number, at) => this.querySelectorAll("#counts dd")[at].textContent = number);
  }

  find(typed) {
    for (const row of this.querySelectorAll("#guests > li")) row.hidden = !row.dataset.name.includes(typed);
  }
}

customElements.define("check-in", CheckIn);
