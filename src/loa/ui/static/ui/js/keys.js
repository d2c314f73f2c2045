// `data-key="j"` on a link, button or field: the key presses it, `data-key-label` explains it in the list of `?`.
import { isTyping } from "./page.js";

const dialog = document.getElementById("keys-dialog");

function bound() {
  return [...document.querySelectorAll("[data-key]")].filter((element) => !element.disabled && element.getClientRects().length > 0);
}

function press(element) {
  if (isTyping(element)) {
    element.focus();
    element.select?.();
  } else {
    element.click();
  }
}

function showList() {
  const list = dialog.querySelector("[data-keys]");
  list.querySelectorAll("[data-added]").forEach((line) => line.remove());
  for (const element of bound()) {
    const term = Object.assign(document.createElement("dt"), { innerHTML: "<kbd></kbd>" });
    term.firstChild.textContent = element.dataset.key;
    const words = Object.assign(document.createElement("dd"), { textContent: element.dataset.keyLabel || element.textContent.trim() });
    for (const line of [term, words]) line.dataset.added = "";
    list.append(term, words);
  }
  dialog.showModal();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented) return;
  if (isTyping(event.target) || document.querySelector("dialog[open]")) return;
  if (event.key === "?" && dialog?.showModal) {
    event.preventDefault();
    showList();
    return;
  }
  const element = bound().find((one) => one.dataset.key === event.key);
  if (element) {
    event.preventDefault();
    press(element);
  }
});
