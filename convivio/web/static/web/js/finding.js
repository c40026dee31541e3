// Find parts of the page, the given part included.
export function all(part, selector) {
  const inside = [...part.querySelectorAll(selector)];
  return part.matches?.(selector) ? [part, ...inside] : inside;
}

// True while a person writes: single keys are then letters.
export function isWriting(target) {
  return Boolean(target?.closest?.("input, textarea, select, [contenteditable]"));
}
