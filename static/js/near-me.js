// <near-me data-asking="…" data-refused="…" data-unknown="…"> in a search form: on a tap it asks where this phone is,
// writes it into the form's field `near` and sends the form. A refusal is a sentence, and the list stays as it was.
class NearMe extends HTMLElement {
  connectedCallback() {
    this.querySelector("button").addEventListener("click", () => this.ask());
  }

  ask() {
    const { asking, refused, unknown } = this.dataset;
    if (!navigator.geolocation) return this.say(unknown);
    this.say(asking);
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => this.search(coords),
      ({ code }) => this.say(code === 1 ? refused : unknown),
      { timeout: 10000, maximumAge: 60000 },
    );
  }

  search({ latitude, longitude }) {
    const form = this.closest("form");
    const { near, sort } = form.elements;
    near.disabled = false;
    // Three decimals are about 100 m: enough to put a list in order, too little to tell a house.
    near.value = `${latitude.toFixed(3)},${longitude.toFixed(3)}`;
    if (sort) sort.value = "nearest";
    this.say("");
    form.requestSubmit();
  }

  say(sentence) {
    this.querySelector("output").textContent = sentence;
  }
}

customElements.define("near-me", NearMe);
