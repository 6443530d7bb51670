// Ctrl-K finds. Single keys act unless they are switched off (WCAG 2.1.4) or somebody is typing:
// g and a letter goes, j and k move along [data-row], Enter opens, e edits, c writes, ? lists.
import { open } from "./dialogs.js";

const PAUSE = 1200; // ms between g and its letter

export function keys() {
  let waiting = 0;
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      event.preventDefault();
      open("palette");
      return;
    }
    if (document.body.dataset.keys !== "on" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, textarea, select, [contenteditable], dialog[open]")) return;
    if (waiting && Date.now() - waiting < PAUSE) {
      waiting = 0;
      const place = document.querySelector(`[data-go="${CSS.escape(event.key)}"]`);
      if (place) {
        event.preventDefault();
        location.assign(place.href);
      }
      return;
    }
    const act = { g: go, j: () => move(1), k: () => move(-1), e: edit, c: write, "?": list }[event.key];
    if (act && act() !== false) event.preventDefault();
  });

  function go() {
    waiting = Date.now();
  }
}

function move(step) {
  const rows = [...document.querySelectorAll("[data-row]")].filter((row) => row.offsetParent);
  if (!rows.length) return false;
  const at = rows.findIndex((row) => row.contains(document.activeElement));
  const next = rows[at < 0 ? (step > 0 ? 0 : rows.length - 1) : Math.min(Math.max(at + step, 0), rows.length - 1)];
  const link = next.matches("a") ? next : next.querySelector("a");
  link?.focus();
  next.scrollIntoView({ block: "nearest" });
}

function edit() {
  const button = document.querySelector("[data-edit]");
  if (!button) return false;
  button.click();
}

function write() {
  const address = document.querySelector("[data-new]")?.href ?? document.body.dataset.write;
  if (!address) return false;
  location.assign(address);
}

function list() {
  open("keys");
}
