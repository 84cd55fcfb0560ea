// <say-aloud role="status">: speaks the element marked `data-say` in whatever htmx has just put on the page,
// such as the new number of results. A live region has to stand on the page before its words come.
class SayAloud extends HTMLElement {
  connectedCallback() {
    document.addEventListener("htmx:afterSettle", ({ target }) => {
      const said = target.closest("[data-say]") ?? target.querySelector("[data-say]");
      if (said) this.textContent = said.textContent.replace(/\s+/g, " ").trim();
    });
  }
}

customElements.define("say-aloud", SayAloud);
