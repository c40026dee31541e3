// <span data-counts="id" data-limit="500" data-words="characters left">: how much room is left.
import { all } from "./finding.js";

const NEAR = 0.8;

export function bindCounters(part) {
  all(part, "[data-counts]").forEach((counter) => {
    const control = document.getElementById(counter.dataset.counts);
    const limit = Number(counter.dataset.limit);
    if (!control || !limit) return;
    const count = () => {
      const used = [...control.value].length;
      const near = used > limit * NEAR;
      counter.textContent = near ? `${limit - used} ${counter.dataset.words}` : "";
      counter.classList.toggle("over", used > limit);
    };
    control.addEventListener("input", count);
    count();
  });
}
