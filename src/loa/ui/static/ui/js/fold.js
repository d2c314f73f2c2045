// On a narrow screen filters that are not in use are folded away, so that the list comes first; without scripts they stay open.
import { whenLoaded } from "./page.js";

const narrow = matchMedia("(max-width: 40rem)");

whenLoaded((part) => {
  if (!narrow.matches) return;
  for (const fold of part.querySelectorAll("[data-fold-when-narrow]:not([data-fold-when-narrow=no])")) {
    fold.removeAttribute("open");
    fold.dataset.foldWhenNarrow = "no";
  }
});
// Turned or widened again, nothing is left folded whose summary is not shown.
narrow.addEventListener("change", () => {
  if (narrow.matches) return;
  for (const fold of document.querySelectorAll("[data-fold-when-narrow]")) fold.setAttribute("open", "");
});
