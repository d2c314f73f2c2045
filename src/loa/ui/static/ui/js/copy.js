// `data-copy="text"` on a button: copies it and says so in the words of `data-copied`.
import { announce } from "./page.js";

async function copyText(text) {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  // Pages without HTTPS, as in an office network, have no clipboard of their own.
  const area = document.createElement("textarea");
  area.value = text;
  document.body.append(area);
  area.select();
  document.execCommand("copy");
  area.remove();
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest?.("[data-copy]");
  if (!button) return;
  await copyText(button.dataset.copy);
  announce(button.dataset.copied);
  if (button.dataset.shown) return;
  button.dataset.shown = button.innerHTML;
  button.textContent = button.dataset.copied;
  setTimeout(() => {
    button.innerHTML = button.dataset.shown;
    delete button.dataset.shown;
  }, 2000);
});
