// The drawn ground under the places: land, fields, roads, water, towns, limits of wards, and names. No tiles.
/* global L */

const LETTER = 8.5;  // pixels: the mean width of a letter of a name, and half the height of its line
const TALL = 10;
const MARK = 20;  // pixels from the middle of a mark to its edge
const EARTH = 40075017;  // metres around the equator

const LINES_OF = {
  Point: (at) => [[at]],
  LineString: (at) => [at],
  MultiLineString: (at) => at,
  Polygon: (at) => [at[0]],
  MultiPolygon: (at) => at.map(([outer]) => outer),
};

export function drawOutline(map, { features }, areas, lang) {
  const shapes = features.map(({ geometry: { type, coordinates }, properties }) => (
    { ...properties, runs: LINES_OF[type](coordinates).map((run) => run.map(([lon, lat]) => [lat, lon])) }
  ));
  const runs = (kind) => shapes.filter((shape) => shape.kind === kind).flatMap((shape) => shape.runs);
  const options = { renderer: L.svg({ padding: 1 }), interactive: false, smoothFactor: .5 };
  const area = (kind, drawn) => L.polygon(drawn.map((run) => [run]), { ...options, className: kind, stroke: false, fillOpacity: 1 }).addTo(map);
  const line = (kind, drawn) => L.polyline(drawn, { ...options, className: kind }).addTo(map);

  // What lies beyond the areas is not drawn, and must not look like sea.
  area("sea", areas.map(([west, south, east, north]) => [[south, west], [north, west], [north, east], [south, east]]));
  area("land", runs("land"));
  area("leaf", runs("leaf").map(soft));
  line("road", runs("road").map(soft));
  drawRivers(map, shapes, (shape) => line("water", shape.runs.map(soft)));
  area("town", runs("town").map(soft));
  line("ward", limits(runs("land"), runs("ward")));
  drawNames(map, shapes.filter((shape) => shape.kind === "label"), lang);
}

// Corners cut off twice (Chaikin 1974): what was drawn by hand keeps no sharp ones. Ends stay where they are.
function soft(run) {
  const once = (points) => points.slice(1).flatMap((to, n) => [mix(points[n], to, .25), mix(points[n], to, .75)]);
  const cut = once(once(run));
  return [run[0], ...cut, run.at(-1)];
}

const mix = ([lat, lon], to, part) => [lat + (to[0] - lat) * part, lon + (to[1] - lon) * part];

// A river is as wide as it is on the ground, and never thinner than a line.
function drawRivers(map, shapes, draw) {
  const rivers = shapes.filter((shape) => shape.kind === "river").map((shape) => [draw(shape), shape]);
  const widen = () => {
    for (const [line, { width, runs: [[[lat]]] }] of rivers) {
      const metres = EARTH * Math.cos(lat * Math.PI / 180) / 2 ** (map.getZoom() + 8);
      line.setStyle({ weight: Math.max(3, width / metres) });
    }
  };
  map.on("zoomend", widen);
  map.whenReady(widen);
}

// The limits between wards: each side once, and none that is the coast.
function limits(coast, wards) {
  const sides = (run) => run.slice(1).map((to, n) => [run[n], to]);
  const key = (side) => side.map(String).sort().join(" ");
  const drawn = new Set(coast.flatMap(sides).map(key));
  const isNew = (side) => !drawn.has(key(side)) && drawn.add(key(side));
  const found = [];
  for (const side of wards.flatMap(sides).filter(isNew)) {
    const last = found.at(-1);
    if (String(last?.at(-1)) === String(side[0])) last.push(side[1]);
    else found.push(side);
  }
  return found;
}

// The names that have room in this view, in the order of the outline: none over another, and none behind a mark that it
// can stand below or above. The map says `marked` when its marks have been drawn.
function drawNames(map, labels, lang) {
  const pane = map.createPane("names");
  pane.setAttribute("aria-hidden", "true");
  const layer = L.layerGroup().addTo(map);
  const write = ({ marks = [] }) => {
    const taken = marks.map((at) => ({ ...map.latLngToContainerPoint(at), wide: MARK, tall: MARK }));
    layer.clearLayers();
    for (const { name, water, zoom = 0, runs: [[at]] } of labels) {
      if (zoom > map.getZoom() || !map.getBounds().contains(at)) continue;
      const text = name[lang] ?? name.vi ?? name;
      const spot = freeSpot(map.latLngToContainerPoint(at), text.length * LETTER / 2, taken);
      if (!spot) continue;
      taken.push(spot);
      const icon = L.divIcon({ className: water ? "name wt" : "name", iconSize: null });
      const mark = L.marker(map.containerPointToLatLng(spot), { icon, pane: "names", interactive: false, keyboard: false });
      mark.addTo(layer).getElement().textContent = text;
    }
  };
  map.on("marked", write);
  map.whenReady(() => write({}));
}

function freeSpot({ x, y }, wide, taken) {
  const isFree = (spot) => taken.every((one) => (
    Math.abs(one.x - x) > one.wide + wide || Math.abs(one.y - spot.y) > one.tall + TALL
  ));
  const below = MARK + TALL;
  return [0, below, -below].map((dy) => ({ x, y: y + dy, wide, tall: TALL })).find(isFree);
}
