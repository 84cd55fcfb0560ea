// <place-map data-question="…"> stands around the drawn sketches. On a tap of a button with `data-frame` it puts the
// <movable-map> of <template id="movable"> in their place, and only then fetches what that needs. Without script, or when
// it cannot be fetched, the sketches are what there is.
class PlaceMap extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", ({ target }) => {
      const button = target.closest("button");
      if (button?.dataset.frame) this.begin(button.dataset.frame);
      if (button?.name === "close") this.close();
    });
    const open = document.querySelector("movable-map");
    if (open) this.adopt(open);
    else if (sessionStorage.getItem("map") && isBack()) this.open();
  }

  // htmx has just brought a new list: the open map moves over from the old one, and asks the new question.
  adopt(map) {
    const focused = map.contains(document.activeElement) && document.activeElement;
    this.append(map);
    if (focused) focused.focus({ preventScroll: true });
  }

  begin(frame) {
    sessionStorage.removeItem("map");
    this.open(frame).firstElementChild.focus();
  }

  open(frame = this.querySelector("[data-frame]").dataset.frame) {
    const { content, dataset } = document.querySelector("#movable");
    const map = content.firstElementChild.cloneNode(true);
    map.dataset.frame = frame;
    this.append(map);  // its room is there at once, so nothing jumps when it has come
    load(dataset).catch(() => {
      attempts += 1;
      map.querySelector("output").textContent = dataset.lost;
    });
    return map;
  }

  close() {
    const map = this.querySelector("movable-map");
    const button = this.querySelector(`[data-frame="${map.dataset.frame}"]`) ?? this.querySelector("[data-frame]");
    sessionStorage.removeItem("map");
    map.remove();
    button.closest("details").open = true;
    button.focus();
  }
}

let attempts = 0;

async function load({ style, leaflet, script }) {
  // A browser remembers that a module could not be fetched; under another address it tries again.
  const fresh = (address) => attempts ? `${address}#${attempts}` : address;
  const [{ MovableMap }] = await Promise.all([import(fresh(script)), import(fresh(leaflet)), sheet(style)]);
  if (!customElements.get("movable-map")) customElements.define("movable-map", MovableMap);
}

const sheet = (href) => new Promise((onload, fail) => {
  const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href, onload });
  link.onerror = () => {
    link.remove();
    fail();
  };
  document.head.append(link);
});

// The reader left an open map and comes back: by the browser's own buttons, or from list to list.
const isBack = () =>
  performance.getEntriesByType("navigation")[0]?.type !== "navigate"
  || (document.referrer && new URL(document.referrer).pathname === location.pathname);

customElements.define("place-map", PlaceMap);
