// What this browser keeps, when it may: a private window or a full disk must never break a page.
export function kept(name, otherwise = null) {
  try {
    return JSON.parse(localStorage.getItem(`convivio.${name}`)) ?? otherwise;
  } catch {
    return otherwise;
  }
}

export function keep(name, value) {
  try {
    localStorage.setItem(`convivio.${name}`, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
}

export function forget(name) {
  try {
    localStorage.removeItem(`convivio.${name}`);
  } catch {
    // Nothing was kept.
  }
}

// Whose browser this is now; what one person kept is not shown to the next.
export const who = () => document.body.dataset.who ?? "anyone";
