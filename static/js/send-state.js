// <send-state role="status" data-offline="…" data-lost="…" data-kept="…">: says when the line is gone, when something
// could not be sent or was refused, and that the text is still there. Forms under way are marked with aria-busy.
class SendState extends HTMLElement {
  connectedCallback() {
    addEventListener("offline", () => this.say(this.dataset.offline));
    addEventListener("online", () => this.say(""));
    addEventListener("pageshow", () => this.rest());
    document.addEventListener("submit", (event) => this.sending(event));
    document.addEventListener("htmx:beforeRequest", () => this.say(""));
    document.addEventListener("htmx:sendError", () => this.say(this.dataset.lost));
    document.addEventListener("htmx:timeout", () => this.say(this.dataset.lost));
    document.addEventListener("htmx:responseError", ({ detail }) => this.refused(detail.xhr.responseText));
  }

  sending(event) {
    if (event.defaultPrevented || event.target.method !== "post") return;
    if (navigator.onLine) return event.target.setAttribute("aria-busy", "true");
    event.preventDefault();  // the browser's own page about a lost line would take the form away
    this.say(this.dataset.lost);
  }

  // The portal's answer is a whole page about the problem; its heading says what happened.
  refused(page) {
    const heading = new DOMParser().parseFromString(page, "text/html").querySelector("h1");
    this.say(heading ? `${heading.textContent.trim()} ${this.dataset.kept}` : this.dataset.lost);
  }

  // A page that comes back from the browser's memory is no longer sending anything.
  rest() {
    document.querySelectorAll("form[aria-busy]").forEach((form) => form.removeAttribute("aria-busy"));
  }

  say(sentence) {
    this.textContent = sentence;
  }
}

customElements.define("send-state", SendState);
