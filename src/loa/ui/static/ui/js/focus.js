// Where the focus goes: to what is wrong after a form comes back, and back to its place after a part was swapped.
import { whenLoaded } from "./page.js";

let place = null;

document.addEventListener("htmx:beforeSwap", (event) => {
  const active = document.activeElement;
  if (!active || !event.detail.target?.contains(active)) return;
  place = { id: active.id, href: active.getAttribute("href"), label: active.getAttribute("aria-label") ?? active.textContent, target: event.detail.target.id };
});

document.addEventListener("htmx:afterSettle", () => {
  if (!place) return;
  const { id, href, label, target } = place;
  place = null;
  if (document.activeElement !== document.body) return;
  const region = document.getElementById(target);
  const twin = (id && document.getElementById(id))
    || [...(region?.querySelectorAll("a, button") ?? [])].find((one) => one.getAttribute("href") === href || (one.getAttribute("aria-label") ?? one.textContent) === label);
  const next = twin || region;
  if (next === region) region?.setAttribute("tabindex", "-1");
  next?.focus({ preventScroll: Boolean(twin) });
});

whenLoaded((part) => part.querySelector("[data-focus-on-load]")?.focus());

// A link to a fieldset puts the focus on its first option.
document.addEventListener("click", (event) => {
  const link = event.target.closest?.(".error-summary a");
  if (!link) return;
  const field = document.getElementById(link.hash.slice(1));
  const input = field?.matches("fieldset") ? field.querySelector("input, select, textarea") : field;
  if (!input) return;
  event.preventDefault();
  input.focus();
  field.scrollIntoView({ block: "center" });
});
