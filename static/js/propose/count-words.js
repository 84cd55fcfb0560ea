// <count-words data-of="…" data-says="{count} words">: how many words the field of that id holds, as kit/word_count.py
// counts them: what stands between spaces and holds a letter or a digit.
class CountWords extends HTMLElement {
  connectedCallback() {
    this.field = document.getElementById(this.dataset.of);
    this.field?.addEventListener("input", () => this.say());
    this.say();
  }

  say() {
    const words = this.field.value.split(/[\s—…]+|--+/).filter((word) => /[\p{L}\p{N}]/u.test(word));
    this.textContent = this.dataset.says.replace("{count}", words.length);
  }
}

customElements.define("count-words", CountWords);
