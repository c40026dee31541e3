// <div data-takes-focus>: what was refused takes the focus, so that it is read first.
import { all } from "./finding.js";

export function bindFocus(part) {
  all(part, "[data-takes-focus]").at(0)?.focus();
}
