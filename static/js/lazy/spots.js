// What the map shows: the answer to the question of the page it stands on, asked as data.

const COARSEST = 10;

export class Question {
  constructor(address) {
    this.address = new URL(address, location.href);
    const asked = this.address.searchParams.get("bbox");
    this.isUnplaced = asked === "none";
    this.box = asked && !this.isUnplaced ? asked.split(",").map(Number) : null;
  }

  // While the places are few they all come at once, and no later view asks again.
  async begin(signal) {
    const { points, clusters, tooMany } = this.isUnplaced ? { points: [], clusters: [] } : await this.ask({ zoom: COARSEST }, signal);
    this.all = clusters.length || tooMany ? null : points.map(point);
  }

  // The points and clusters within a view. A cluster stands for a cell of the grid and counts it whole.
  async within(bounds, zoom, signal) {
    const isSeen = ({ at }) => bounds.contains(at);
    if (this.all) return { spots: this.all.filter(isSeen) };
    const bbox = cut(cells(bounds, zoom), this.box);
    if (!bbox) return { spots: [] };
    const { points, clusters, tooMany } = await this.ask({ bbox, zoom }, signal);
    return { spots: [...points.map(point), ...clusters.map(cluster)].filter(isSeen), tooMany };
  }

  async ask(view, signal) {
    const address = new URL(this.address);
    for (const [name, value] of Object.entries(view)) address.searchParams.set(name, value);
    if (this.last?.href !== address.href) {
      const answer = await fetch(address, { signal });
      if (!answer.ok) throw new Error(answer.status);
      this.last = { href: address.href, said: await answer.json() };
    }
    return this.last.said;  // a small move stays within the same cells
  }

  page(slug) {
    return `${this.address.pathname.replace(/\.json$/, "")}/${slug}`;
  }

  list(bbox) {
    const address = new URL(this.address);
    address.searchParams.set("bbox", bbox);
    return address.pathname.replace(/\.json$/, "") + address.search;
  }
}

const point = ([lat, lon, group, slug, name]) => ({ at: [lat, lon], key: slug, count: 1, group, slug, name });
const cluster = ([lat, lon, count, box]) => ({ at: [lat, lon], key: `${box} ${count}`, count, box });

// The view, grown to whole cells of the grid in which clusters are counted (64 pixels wide), and none of their neighbours.
function cells(bounds, zoom) {
  const edge = 90 / 2 ** zoom;
  const low = (value) => Math.ceil((Math.floor((value + 180) / edge) * edge - 180) * 1e6) / 1e6;
  const high = (value) => low(value + edge) - 1e-6;
  return [low(bounds.getWest()), low(bounds.getSouth()), high(bounds.getEast()), high(bounds.getNorth())];
}

function cut(view, box) {
  const sides = box ? view.map((side, n) => n < 2 ? Math.max(side, box[n]) : Math.min(side, box[n])) : view;
  const [west, south, east, north] = sides;
  return west <= east && south <= north && sides.map((side) => +side.toFixed(6)).join();
}

// What would lie over each other stands together: places that a thumb could not tell apart.
export function together(spots, pixel, room) {
  const heaps = [];
  for (const spot of spots) {
    const { x, y } = pixel(spot.at);
    const heap = heaps.find((one) => Math.abs(one.x - x) < room && Math.abs(one.y - y) < room);
    if (heap) heap.spots.push(spot);
    else heaps.push({ x, y, spots: [spot] });
  }
  return heaps.map(({ spots }) => spots.length === 1 ? spots[0] : heaped(spots));
}

function heaped(spots) {
  const count = spots.reduce((sum, one) => sum + one.count, 0);
  const mean = (n) => spots.reduce((sum, one) => sum + one.at[n] * one.count, 0) / count;
  return { at: [mean(0), mean(1)], key: spots.map((one) => one.key).join(), count, spots };
}
