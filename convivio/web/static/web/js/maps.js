// <div data-map="points.json">: points by kind, on a plain ground or on the tiles of the installation.
import { all } from "./finding.js";
import { drawLandmarks } from "./landmarks.js";

const SHAPES_UP_TO = 400;
const loading = new Map();

export function bindMaps(part) {
  all(part, "[data-map]").forEach((box) => {
    const seen = new IntersectionObserver((entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      seen.disconnect();
      draw(box).catch(() => box.classList.add("map-failed"));
    });
    seen.observe(box);
  });
}

function load(tag, attributes) {
  const address = attributes.src ?? attributes.href;
  if (!loading.has(address)) {
    loading.set(
      address,
      new Promise((done, failed) => {
        const element = Object.assign(document.createElement(tag), attributes);
        element.addEventListener("load", done);
        element.addEventListener("error", failed);
        document.head.append(element);
      }),
    );
  }
  return loading.get(address);
}

async function draw(box) {
  const [answer, drawings] = await Promise.all([
    fetch(box.dataset.map, { headers: { Accept: "application/json" } }),
    fetch(box.dataset.drawings),
    load("link", { rel: "stylesheet", href: box.dataset.leafletStyle }),
    load("script", { src: box.dataset.leaflet }),
  ]);
  const { points = [] } = await answer.json();
  const shapes = new DOMParser().parseFromString(await drawings.text(), "image/svg+xml");
  const leaflet = window.L;
  box.replaceChildren();
  box.classList.add("map-drawn");
  const map = leaflet.map(box, {
    zoomControl: false,
    scrollWheelZoom: false,
    minZoom: 3,
    maxZoom: 15,
    worldCopyJump: true,
    attributionControl: Boolean(box.dataset.tiles),
    preferCanvas: points.length > SHAPES_UP_TO,
  });
  leaflet.control.zoom({ zoomInTitle: box.dataset.closer, zoomOutTitle: box.dataset.farther }).addTo(map);
  if (points.length) {
    map.fitBounds(leaflet.latLngBounds(points.map((point) => [point.lat, point.lon])).pad(0.08), { maxZoom: 11 });
  } else {
    map.setView([44.5, 11.3], 7);
  }
  if (box.dataset.tiles) {
    leaflet.tileLayer(box.dataset.tiles, { attribution: box.dataset.credit }).addTo(map);
  } else {
    drawLandmarks(leaflet, map);
  }
  points.forEach((point) => place(leaflet, map, box, shapes, point, points.length));
}

// Points take no tab stop: hundreds of them would bar the way to the list, which says the same.
function place(leaflet, map, box, shapes, point, many) {
  const at = [point.lat, point.lon];
  const words = popup(box, point);
  if (many > SHAPES_UP_TO || point.count > 1) {
    leaflet
      .circleMarker(at, { radius: 4 + Math.min(Math.sqrt(point.count ?? 1) / 2, 18), weight: 1, color: hueOf(box, point.kind), fillOpacity: 0.45 })
      .bindPopup(words)
      .addTo(map);
    return;
  }
  const symbol = shapes.getElementById(`k-${point.kind}`) ?? shapes.getElementById("k-other");
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("class", "kind");
  [...symbol.children].forEach((shape) => svg.append(document.importNode(shape, true)));
  const icon = leaflet.divIcon({ className: `map-point k-${point.kind}`, html: svg, iconSize: [24, 24] });
  leaflet.marker(at, { icon, title: point.label, alt: point.label, riseOnHover: true, keyboard: false }).bindPopup(words).addTo(map);
}

const hues = new Map();

// A canvas knows no custom properties: ask a probe what the hue of a kind is now.
function hueOf(box, kind) {
  if (!hues.has(kind)) {
    const probe = document.createElement("span");
    probe.className = `kind k-${kind}`;
    box.append(probe);
    hues.set(kind, getComputedStyle(probe).color);
    probe.remove();
  }
  return hues.get(kind);
}

function popup(box, point) {
  const words = document.createElement("div");
  const name = document.createElement(point.url ? "a" : "b");
  name.textContent = point.label;
  if (point.url) name.href = point.url;
  words.append(name);
  if (point.count > 1) {
    const more = document.createElement("small");
    more.textContent = `${point.count} ${box.dataset.more}`;
    words.append(document.createElement("br"), more);
  }
  return words;
}
