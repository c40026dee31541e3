// <nav data-tabs>: where the row of tabs is wider than the screen, the one of this page is brought into sight.
import { all } from "./finding.js";

export function bindTabs(part) {
  all(part, "[data-tabs]").forEach((row) => {
    const tab = row.querySelector("[aria-current]");
    if (!tab) return;
    const [here, around] = [tab.getBoundingClientRect(), row.getBoundingClientRect()];
    row.scrollLeft += here.left + here.width / 2 - (around.left + around.width / 2);
  });
}
