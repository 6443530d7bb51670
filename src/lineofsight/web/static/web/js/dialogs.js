// A button with data-opens="id" opens the dialog with that id; a click beside it closes it.
export function open(id) {
  const dialog = document.getElementById(id);
  if (!dialog || dialog.open) return;
  dialog.showModal();
  dialog.querySelector("[autofocus], input, select, textarea")?.focus();
}

export function dialogs() {
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-opens]");
    if (opener) {
      open(opener.dataset.opens);
      return;
    }
    if (event.target.closest("[data-closes]")) {
      event.target.closest("dialog")?.close();
    } else if (event.target instanceof HTMLDialogElement) {
      event.target.close();
    }
  });
  // In the palette the arrow keys walk through what was found.
  const palette = document.getElementById("palette");
  palette?.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    const stops = [palette.querySelector("input"), ...palette.querySelectorAll(".found a")];
    const at = stops.indexOf(document.activeElement);
    const step = event.key === "ArrowDown" ? 1 : -1;
    stops[Math.min(Math.max(at + step, 0), stops.length - 1)]?.focus();
    event.preventDefault();
  });
  palette?.querySelector("form")?.addEventListener("submit", (event) => {
    const first = palette.querySelector("#palette-found a");
    if (first) {
      event.preventDefault();
      location.assign(first.href);
    }
  });
}
