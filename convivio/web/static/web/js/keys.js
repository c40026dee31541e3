// Single keys: "?" shows them all, G and a letter goes to a place. They can be switched off.
import { isWriting } from "./finding.js";
import { keep, kept } from "./keeping.js";

const PATIENCE_MS = 900;

export const singleKeysWork = () => kept("single-keys", true);

export function bindKeys() {
  const dialog = document.querySelector("[data-keys]");
  if (!dialog) return;
  const tick = dialog.querySelector("[data-single-keys]");
  tick.checked = singleKeysWork();
  tick.addEventListener("change", () => keep("single-keys", tick.checked));
  let going = 0;
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isWriting(event.target) || !singleKeysWork()) return;
    if (event.key === "?") {
      if (!document.querySelector("dialog[open]")) dialog.showModal();
    } else if (event.key === "g") {
      going = Date.now();
    } else if (Date.now() - going < PATIENCE_MS) {
      going = 0;
      const place = dialog.querySelector(`[data-goes="${CSS.escape(event.key)}"]`);
      if (place) location.assign(place.dataset.to);
    }
  });
}
