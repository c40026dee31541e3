// J and K go through <… data-item>; P picks the one that has the focus.
import { isWriting } from "./finding.js";
import { singleKeysWork } from "./keys.js";

export function bindListKeys() {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isWriting(event.target)) return;
    if (!singleKeysWork() || document.querySelector("dialog[open]")) return;
    const items = [...document.querySelectorAll("[data-item]")];
    if (!items.length) return;
    const here = items.findIndex((item) => item.contains(document.activeElement));
    if (event.key === "j" || event.key === "k") {
      const next = items[event.key === "j" ? Math.min(here + 1, items.length - 1) : Math.max(here - 1, 0)];
      (next.querySelector("h2 a, h3 a, .name a, a") ?? next).focus();
      next.scrollIntoView({ block: "nearest" });
    } else if (event.key === "p" && here >= 0) {
      items[here].querySelector("[data-pick]")?.click();
    }
  });
}
