// <keep-typed data-back="…"> around a form: what was sent is kept in this tab until the portal has answered it.
// When it was not (a lost line, a busy server), the form gets its text back and <output> says so.
class KeepTyped extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.key = `${location.pathname} ${this.form.id}`;
    this.addEventListener("submit", (event) => event.defaultPrevented || this.keep());
    const sent = read();
    if (sent?.key === this.key && !refused()) this.restore(sent.typed);
  }

  // Passwords, files and hidden fields are never kept.
  fields() {
    const kept = (field) => field.name && !/password|file|hidden|submit|button/.test(field.type);
    return [...this.form.elements].filter(kept);
  }

  keep() {
    const typed = this.fields().map((field) => [field.value, field.checked]);
    const from = location.href.split("#")[0];
    sessionStorage.setItem("sent", JSON.stringify({ key: this.key, from, typed }));
  }

  restore(typed) {
    const fields = this.fields();
    if (fields.length !== typed.length) return;  // the form has changed since: its own values are the right ones
    fields.forEach((field, place) => {
      const [value, checked] = typed[place];
      if (/checkbox|radio/.test(field.type)) field.checked = checked;
      else field.value = value;
    });
    this.querySelector("output").textContent = this.dataset.back;
  }
}

const read = () => JSON.parse(sessionStorage.getItem("sent"));
const refused = () => document.querySelector("#errors");

// The page that follows a form is its answer, unless it is a problem, the same form with its errors,
// or a step back out of the browser's own page about a lost line.
const answered = ({ from }) =>
  document.referrer === from
  && performance.getEntriesByType("navigation")[0]?.type !== "back_forward"
  && !document.querySelector("#problem") && !refused();

const sent = read();
if (sent && answered(sent)) sessionStorage.removeItem("sent");
customElements.define("keep-typed", KeepTyped);
