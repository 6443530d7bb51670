// After a part of the page was replaced, the focus goes to what [data-focus] marks in it; an answer
// that did not come says so, in words that the page brought with it.
export function saying() {
  document.addEventListener("htmx:afterSwap", (event) => {
    event.target.querySelector?.("[data-focus]")?.focus();
  });
  for (const kind of ["htmx:sendError", "htmx:responseError"]) {
    document.addEventListener(kind, () => {
      const words = document.body.dataset.lost;
      const toasts = document.getElementById("toasts");
      if (!words || !toasts) return;
      const toast = document.createElement("p");
      toast.className = "toast";
      toast.textContent = words;
      toasts.replaceChildren(toast);
    });
  }
}
