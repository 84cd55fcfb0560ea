// One file on its way by tus 1.0.0: its sum is computed and announced, then its bytes go up in pieces, each with a sum of
// its own. Whatever breaks, the portal is asked how much it has, and the rest goes on from there. Tells `change`.
import { kept } from "./kept.js";

// A browser sends a piece once more by itself when a line that it had used before breaks under it, for nothing: what had
// come is kept by the portal. So a piece is a sixteenth of what the line has carried since it last broke, and no break
// costs more than that.
const [LEAST, MOST] = [128 * 1024, 5 * 1024 * 1024];
const SHARE = 16;
const LONGEST_REST = 20;  // seconds between two tries
const MEMORY = 12;  // seconds over which the speed is taken
const spoken = () => ({ "Tus-Resumable": "1.0.0", "Accept-Language": document.documentElement.lang });

export class Sending extends EventTarget {
  // `to` says where: uploads, receiver, subject, slot, announce, worker.
  constructor(file, to, { digest = "", url = "" } = {}) {
    super();
    Object.assign(this, { file, to, digest, url, name: file.name, size: file.size, offset: 0, stage: "queued", says: "" });
    this.marks = [];
    this.paused = false;
    this.carried = 0;
  }

  get key() {
    return [this.to.receiver, this.to.subject, this.to.slot, this.digest].join(" ");
  }

  async run() {
    try {
      if (!this.digest) this.digest = await this.sum();
      await this.keep();
      await this.announce();
      if (!this.url) await this.create();
      await this.send();
      this.turn("arrived");
    } catch (stopped) {
      if (!(stopped instanceof Stop)) throw stopped;
      await this.takeBack();
      if (stopped.message) this.refuse(stopped.message);
      else this.turn("cancelled");
    }
    await kept.forget(this.key);
  }

  pause() {
    this.paused = true;
    this.request?.abort();
    this.turn("paused");
  }

  resume() {
    this.paused = false;
    this.wake?.();
  }

  // What is on its way to the portal just then is waited for, so that nothing of it stays there (`takeBack`).
  async cancel() {
    this.cancelled = true;
    this.resume();
    this.request?.abort();
    await kept.forget(this.key);
  }

  // Ends what was begun; of what was only announced, the announcement.
  async takeBack() {
    const act = this.cancelled && this.url ? () => fetch(this.url, { method: "DELETE", headers: spoken() })
      : this.stamped && !this.url ? () => this.say(`${this.to.announce}/removal`) : () => undefined;
    await act()?.catch(() => undefined);
  }

  refuse(sentence) {
    this.says = sentence;
    this.turn("refused");
  }

  turn(stage) {
    this.stage = stage;
    this.dispatchEvent(new Event("change"));
  }

  // How many bytes have gone: for the bar, the speed and the time that is left.
  mark(bytes) {
    const now = performance.now() / 1000;
    this.gone = bytes;
    this.marks = [...this.marks.filter(([at]) => now - at < MEMORY), [now, bytes]];
    this.dispatchEvent(new Event("change"));
  }

  get speed() {
    const [[began, first], [ended, last]] = [this.marks[0] ?? [0, 0], this.marks.at(-1) ?? [0, 0]];
    return ended - began > 1 ? (last - first) / (ended - began) : 0;
  }

  sum() {
    this.turn("summing");
    return new Promise((done, fail) => {
      const worker = new Worker(this.to.worker);
      worker.onmessage = ({ data }) => {
        if (data.done) this.mark(data.done);
        if (this.cancelled || data.lost) fail(new Stop(data.lost ? this.to.unreadable : ""));
        if (data.digest) done(data.digest);
        if (this.cancelled || data.lost || data.digest) worker.terminate();
      };
      worker.onerror = () => fail(new Stop(this.to.unreadable));
      worker.postMessage(this.file);
    }).finally(() => (this.marks = []));
  }

  keep() {
    const { key, file, to, digest, url } = this;
    return kept.put({ key, file, to, digest, url });
  }

  // The postmark: from here on the file is in time, even when its bytes come later.
  async announce() {
    if (!this.to.announce) return;
    this.stamped = true;
    const answer = await this.insist(() => this.say(this.to.announce));
    if (answer.ok) return;
    this.stamped = false;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const form = page.querySelector(`form[action="${this.to.announce}"]`);
    throw new Stop(form?.querySelector(".err, .note.red li, .note.red p")?.textContent.trim() || this.to.refused);
  }

  say(address) {
    const body = new URLSearchParams({ slot: this.to.slot, sums: `${this.digest} ${this.size}` });
    return fetch(address, { method: "POST", body, redirect: "manual", headers: { Accept: "application/json" } });
  }

  async create() {
    const { receiver, subject, slot } = this.to;
    const about = { [receiver]: subject, slot, filename: this.name, filetype: this.file.type, sha256: this.digest };
    const said = Object.entries(about).filter(([, value]) => value).map(([name, value]) => `${name} ${base64(value)}`);
    const headers = { ...spoken(), "Upload-Length": this.size, "Upload-Metadata": said.join(",") };
    const answer = await this.insist(() => fetch(this.to.uploads, { method: "POST", headers }));
    if (!answer.ok) throw new Stop(await detail(answer, this.to.refused));
    this.url = answer.headers.get("Location");
    await this.keep();
  }

  async send() {
    while (!this.ended) {
      await this.ask();
      if (this.offset === this.size) this.ended = true;
      else await this.push();
    }
  }

  // How much the portal has. An address that is gone is begun anew.
  async ask() {
    const answer = await this.insist(() => fetch(this.url, { method: "HEAD", headers: spoken() }));
    if (answer.status === 404 || answer.status === 410) return this.create().then(() => this.ask());
    if (!answer.ok) throw new Stop(this.to.refused);
    this.offset = Number(answer.headers.get("Upload-Offset"));
    this.mark(this.offset);
  }

  // Piece after piece, until the last one has gone or something breaks.
  async push() {
    while (this.offset < this.size) {
      await this.ready();
      this.turn("sending");
      const { status, said, offset } = await this.piece();
      if (status !== 204) return this.broke(status, said);
      this.carried += offset - this.offset;
      this.offset = offset;
      this.failures = 0;
    }
    this.ended = true;
  }

  async piece() {
    const most = Math.min(MOST, Math.max(LEAST, this.carried / SHARE));
    const piece = this.file.slice(this.offset, this.offset + Math.floor(most));
    const headers = { ...spoken(), "Upload-Offset": this.offset, "Content-Type": "application/offset+octet-stream" };
    const sum = await checksum(piece).catch(() => "lost");
    if (sum === "lost") throw new Stop(this.to.unreadable);
    if (sum) headers["Upload-Checksum"] = `sha256 ${sum}`;
    return oneAtATime(() => new Promise((done) => {
      if (this.paused || this.cancelled) return done({ status: 0 });
      const request = this.request = new XMLHttpRequest();
      request.open("PATCH", this.url);
      Object.entries(headers).forEach(([name, value]) => request.setRequestHeader(name, value));
      request.upload.onprogress = ({ loaded }) => this.mark(this.offset + loaded);
      request.onloadend = () => {
        const { status, responseText: said } = request;
        done({ status, said, offset: Number(request.getResponseHeader("Upload-Offset")) });
      };
      request.send(piece);
    }));
  }

  async broke(status, said) {
    if (this.cancelled || this.paused) return;
    if (status === 413 || status === 422) throw new Stop(JSON.parse(said).detail);
    this.carried = 0;
    if (status !== 409) await this.rest(status);
  }

  // Asks until there is an answer that says something about the file.
  async insist(act) {
    for (;;) {
      await this.ready();
      const answer = await act().catch(() => undefined);
      const status = answer?.type === "opaqueredirect" ? 401 : answer?.status ?? 0;
      if (status && status < 500 && ![401, 423, 429].includes(status)) return answer;
      await this.rest(status);
    }
  }

  async ready() {
    if (this.paused) await new Promise((wake) => (this.wake = wake));
    if (this.cancelled) throw new Stop("");
  }

  // Waits a little longer each time; less when the line comes back or the reader says so.
  async rest(status) {
    this.failures = (this.failures ?? 0) + 1;
    this.marks = [];
    if (!this.paused) this.turn(status === 401 ? "expired" : "waiting");
    const seconds = Math.min(LONGEST_REST, 2 ** (this.failures - 1) / 2);
    await new Promise((wake) => {
      this.wake = wake;
      addEventListener("online", wake, { once: true });
      setTimeout(wake, seconds * 1000);
    });
  }
}

class Stop extends Error {}

// Of several files the pieces go up in turn: a line that is poor carries one thing at a time.
let line = Promise.resolve();
function oneAtATime(act) {
  const mine = line.then(act);
  line = mine.catch(() => undefined);
  return mine;
}

// Outside https a browser computes no sums; the whole file is compared all the same.
async function checksum(piece) {
  const bytes = await piece.arrayBuffer();
  return crypto.subtle ? encoded(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes))) : "";
}

async function detail(answer, otherwise) {
  return (await answer.json().catch(() => ({}))).detail || otherwise;
}

const encoded = (bytes) => btoa(String.fromCharCode(...bytes));
const base64 = (text) => encoded(new TextEncoder().encode(text));
