// <button data-copy="text or address" data-copied="Copied">: copies, and says so.
import { all } from "./finding.js";

const TOLD_MS = 2000;

export function bindCopies(part) {
  all(part, "[data-copy]").forEach((button) => {
    button.addEventListener("click", async () => {
      const said = button.querySelector("[data-says]") ?? button;
      const words = said.textContent;
      try {
        await navigator.clipboard.writeText(button.dataset.copy || location.href);
      } catch {
        return;
      }
      said.textContent = button.dataset.copied;
      setTimeout(() => (said.textContent = words), TOLD_MS);
    });
  });
}
