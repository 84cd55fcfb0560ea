// <copy-text data-done="…" data-failed="…"> holds a read-only field, a button and an <output>: copies, and says so.
// Without script the field is still there to be copied by hand.
class CopyText extends HTMLElement {
  connectedCallback() {
    this.querySelector("button").addEventListener("click", () => this.copy());
  }

  async copy() {
    const field = this.querySelector("input, textarea");
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
      this.say(this.dataset.done);
    } catch {
      // plain http, or an old browser: the selection is still ours to copy
      this.say(document.execCommand("copy") ? this.dataset.done : this.dataset.failed);
    }
  }

  say(sentence) {
    const output = this.querySelector("output");
    output.textContent = "";  // the same sentence again is a new one to a screen reader
    setTimeout(() => output.textContent = sentence, 50);
  }
}

customElements.define("copy-text", CopyText);
