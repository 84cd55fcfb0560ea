// <saved-form data-save="…" data-saving="…" data-offline="…" data-lost="…"> around a form: keeps what is typed on this
// device as it is typed, sends each field when it is left and every 20 seconds (js/unsent.js), and says in #saved how
// things stand. Where the sign-in has ended it says `data-expired` and shows the link [data-renew].
const PAUSE = 20000;

class SavedForm extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.key = `unsent:${this.value("once")}`;
    this.restore();
    this.addEventListener("input", ({ target }) => this.keep(target, target.name));
    this.addEventListener("change", ({ target }) => this.keep(target, "") && this.send());
    this.rounds = setInterval(() => this.typing() && this.send(), PAUSE);
    addEventListener("offline", () => this.say(this.dataset.offline));
    document.addEventListener("sent", ({ detail }) => detail.once === this.value("once") && this.answered(detail));
  }

  disconnectedCallback() {
    clearInterval(this.rounds);
  }

  value(name) {
    return this.form.elements[name].value;
  }

  // What is being typed right now is sent as far as it goes; the field is sent once more when it is left.
  typing() {
    const set = JSON.parse(localStorage.getItem(this.key));
    if (!set?.typing) return false;
    localStorage.setItem(this.key, JSON.stringify({ ...set, typing: "" }));
    return true;
  }

  keep(field, typing) {
    if (!field.name || /file|hidden|submit|button/.test(field.type) || "unsaved" in field.dataset) return false;
    const [once, group, begun] = ["once", "group", "begun"].map((name) => this.value(name));
    const { fields = {} } = JSON.parse(localStorage.getItem(this.key)) ?? {};
    fields[field.name] = field.type === "checkbox" && !field.checked ? null : field.value;
    localStorage.setItem(this.key, JSON.stringify({ action: this.dataset.save, once, group, begun, typing, fields }));
    return true;
  }

  send() {
    this.say(navigator.onLine ? this.dataset.saving : this.dataset.offline);
    document.dispatchEvent(new Event("unsent"));
  }

  // What waited here when the page was closed is put back, and then sent.
  restore() {
    const { fields } = JSON.parse(localStorage.getItem(this.key)) ?? { fields: {} };
    for (const [name, value] of Object.entries(fields)) {
      const field = this.form.elements[name];
      if (field?.type === "checkbox") field.checked = value !== null;
      else if (field) field.value = value;
    }
  }

  answered({ name, status, saved, code, wrong, begun }) {
    if (status === 401) return this.renew();
    if (begun) this.seen(begun);
    if (!status || status === 429 || status > 499) return this.say(navigator.onLine ? this.dataset.lost : this.dataset.offline);
    this.say(saved ?? this.dataset.lost);
    this.correct(this.form.elements[name], wrong);
    if (status === 200) document.dispatchEvent(new Event("kept"));  // what is reckoned of the fields may look again
    if (!code) return;
    document.querySelector("#draft_code").textContent = code;
    document.querySelector("[data-code]").hidden = false;
  }

  // Where two people may write at once: the version that stands now, for what is sent next.
  seen(begun) {
    this.form.elements.begun.value = begun;
    const set = JSON.parse(localStorage.getItem(this.key));
    if (set) localStorage.setItem(this.key, JSON.stringify({ ...set, begun }));
  }

  renew() {
    this.say(this.dataset.expired ?? this.dataset.lost);
    document.querySelector("[data-renew]")?.removeAttribute("hidden");
  }

  // The sentence about a field stands below it, as the server would have written it.
  correct(field, wrong = "") {
    if (!field?.id) return;  // several controls of one name say nothing wrong
    const known = document.getElementById(`${field.id}_error`);
    const others = (field.getAttribute("aria-describedby") ?? "").split(" ").filter((id) => id && id !== `${field.id}_error`);
    if (!wrong) known?.remove();
    else if (known) known.textContent = wrong;
    else field.closest(".field").append(Object.assign(document.createElement("p"), { className: "err", id: `${field.id}_error`, textContent: wrong }));
    const said = [...others, ...(wrong ? [`${field.id}_error`] : [])].join(" ");
    field.toggleAttribute("aria-describedby", Boolean(said));
    field.toggleAttribute("aria-invalid", Boolean(wrong));
    if (said) field.setAttribute("aria-describedby", said);
    if (wrong) field.setAttribute("aria-invalid", "true");
  }

  say(sentence) {
    document.querySelector("#saved").textContent = sentence;
  }
}

customElements.define("saved-form", SavedForm);
