// What controllers share: being told of new parts of the page, and speaking to screen readers.

/** Calls `act` with the page now and with each part that htmx brings in later. */
export function whenLoaded(act) {
  act(document);
  document.addEventListener("htmx:afterSwap", (event) => act(event.target.isConnected ? event.target.parentElement ?? document : document));
}

/** Says a text to those who listen to the page. */
export function announce(text) {
  const announcer = document.querySelector("[data-announcer]");
  if (!announcer) return;
  announcer.textContent = "";
  requestAnimationFrame(() => { announcer.textContent = text; });
}

export function isTyping(element) {
  return element instanceof HTMLElement
    && (element.isContentEditable || element.matches("textarea, select, input:not([type=checkbox], [type=radio], [type=button], [type=submit])"));
}
