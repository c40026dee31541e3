// Where a map without tiles is: a quiet net of degrees, and the names of some cities with their places.
const NET_DEGREES = 5;

// Name, latitude, longitude, and the zoom from which it is written.
const CITIES = [
  ["Bologna", 44.494, 11.343, 5], ["Parma", 44.801, 10.328, 7], ["Modena", 44.647, 10.925, 8],
  ["Reggio Emilia", 44.698, 10.631, 8], ["Ferrara", 44.838, 11.62, 8], ["Ravenna", 44.418, 12.203, 7],
  ["Forlì", 44.222, 12.041, 8], ["Cesena", 44.139, 12.243, 9], ["Rimini", 44.06, 12.565, 7],
  ["Piacenza", 45.053, 9.693, 7], ["Imola", 44.353, 11.714, 9], ["Faenza", 44.286, 11.883, 9],
  ["Roma", 41.903, 12.496, 4], ["Milano", 45.464, 9.19, 4], ["Torino", 45.07, 7.687, 6],
  ["Venezia", 45.44, 12.316, 6], ["Firenze", 43.77, 11.256, 6], ["Genova", 44.406, 8.946, 6],
  ["Napoli", 40.852, 14.268, 5], ["Bari", 41.117, 16.872, 6], ["Palermo", 38.116, 13.361, 5],
  ["Cagliari", 39.224, 9.122, 6], ["Trieste", 45.65, 13.777, 6], ["Ancona", 43.616, 13.519, 7],
  ["Paris", 48.857, 2.352, 3], ["Madrid", 40.417, -3.704, 3], ["Barcelona", 41.385, 2.173, 5],
  ["Lisboa", 38.722, -9.139, 3], ["Berlin", 52.52, 13.405, 3], ["München", 48.135, 11.582, 5],
  ["Hamburg", 53.551, 9.994, 5], ["Wien", 48.208, 16.373, 4], ["Bruxelles", 50.85, 4.352, 4],
  ["Amsterdam", 52.368, 4.904, 4], ["København", 55.676, 12.568, 4], ["Stockholm", 59.329, 18.069, 3],
  ["Oslo", 59.914, 10.752, 4], ["Helsinki", 60.17, 24.938, 3], ["Tallinn", 59.437, 24.754, 5],
  ["Rīga", 56.95, 24.105, 5], ["Vilnius", 54.687, 25.28, 5], ["Warszawa", 52.23, 21.012, 3],
  ["Praha", 50.075, 14.438, 4], ["Bratislava", 48.149, 17.107, 6], ["Budapest", 47.498, 19.04, 4],
  ["Ljubljana", 46.057, 14.506, 5], ["Zagreb", 45.815, 15.982, 5], ["București", 44.427, 26.103, 4],
  ["Sofia", 42.698, 23.322, 4], ["Athína", 37.984, 23.728, 3], ["Lefkosía", 35.186, 33.382, 4],
  ["Valletta", 35.899, 14.515, 5], ["Dublin", 53.35, -6.26, 3], ["London", 51.507, -0.128, 3],
  ["Zürich", 47.377, 8.542, 5], ["Genève", 46.204, 6.143, 6], ["Lyon", 45.764, 4.836, 5],
  ["Marseille", 43.297, 5.381, 6], ["İstanbul", 41.008, 28.978, 4], ["Kyïv", 50.45, 30.523, 4],
  ["Reykjavík", 64.147, -21.942, 4], ["Luxembourg", 49.612, 6.13, 6],
];

export function drawLandmarks(leaflet, map) {
  const net = { color: "currentColor", weight: 1, opacity: 0.16, interactive: false, className: "map-net" };
  for (let lon = -180; lon <= 180; lon += NET_DEGREES) leaflet.polyline([[-80, lon], [84, lon]], net).addTo(map);
  for (let lat = -80; lat <= 80; lat += NET_DEGREES) leaflet.polyline([[lat, -180], [lat, 180]], net).addTo(map);
  const names = CITIES.map(([name, lat, lon, from]) => {
    const html = document.createElement("span");
    html.textContent = name;
    const icon = leaflet.divIcon({ className: "map-city", html, iconSize: null });
    return { from, marker: leaflet.marker([lat, lon], { icon, interactive: false, keyboard: false }) };
  });
  const write = () => {
    names.forEach(({ from, marker }) => {
      if (map.getZoom() >= from) marker.addTo(map);
      else marker.remove();
    });
  };
  map.on("zoomend", write);
  write();
}
