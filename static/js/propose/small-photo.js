// <small-photo data-most="1600" data-small="…" data-send="…" data-target="photos" data-sending="…" data-lost="…"> around
// a file field: draws the photo anew, smaller and without what the camera wrote into it, before it travels. With
// `data-send` it goes at once, with the words beside it, and the part of the page it belongs to is answered. What cannot
// be made smaller or sent stays in the field and goes along with the whole form.
class SmallPhoto extends HTMLElement {
  connectedCallback() {
    this.field = this.querySelector("[type=file]");
    this.field.addEventListener("change", () => this.field.files[0] && this.take(this.field.files[0]));
  }

  async take(file) {
    const small = await this.shrunk(file).catch(() => file);
    const sizes = small === file ? "" : this.dataset.small.replace("%(before)s", size(file)).replace("%(after)s", size(small));
    this.hold(small);
    this.say(sizes);
    if (this.dataset.send) await this.send(small, sizes).catch(() => this.hold(small, this.dataset.lost));
  }

  async shrunk(file) {
    const picture = await createImageBitmap(file);
    const scale = Math.min(1, this.dataset.most / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    const pen = canvas.getContext("2d");
    pen.fillStyle = "#fff";  // JPEG knows no transparency
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.8));
    if (!blob || blob.size >= file.size) return file;
    return new File([blob], file.name.replace(/\.\w+$/, "") + ".jpg", { type: blob.type });
  }

  async send(photo, sizes) {
    const { send, target, sending } = this.dataset;
    this.say(sending);
    const body = this.words();
    body.set(this.field.name, photo);
    this.field.value = "";  // or a form sent meanwhile would bring it twice
    const answer = await fetch(send, { method: "POST", body, headers: { "HX-Request": "true", "HX-Target": target } });
    if (answer.status !== 200 && answer.status !== 422) throw new Error(answer.status);
    htmx.swap(`#${target}`, await answer.text(), { swapStyle: "outerHTML" });
    const said = document.querySelector(`#${target} small-photo output`);
    if (said && answer.ok) said.textContent = sizes;
  }

  // The draft it belongs to, and what is typed about it.
  words() {
    const all = new FormData(this.field.form);
    const ours = new Set(["once", "group", "begun", ...[...this.querySelectorAll("[name]")].map(({ name }) => name)]);
    [...all.keys()].filter((name) => !ours.has(name)).forEach((name) => all.delete(name));
    return all;
  }

  hold(photo, sentence = "") {
    const files = new DataTransfer();
    files.items.add(photo);
    this.field.files = files.files;
    this.say(sentence);
  }

  say(sentence) {
    this.querySelector("output").textContent = sentence;
  }
}

function size({ size }) {
  const [count, unit] = size < 1e6 ? [size / 1e3, "kilobyte"] : [size / 1e6, "megabyte"];
  return new Intl.NumberFormat(document.documentElement.lang, { style: "unit", unit, maximumSignificantDigits: 2 }).format(count);
}

customElements.define("small-photo", SmallPhoto);
