// `data-guard` on a form: leaving the page with changes that were not sent asks first.

const changed = new Set();

document.addEventListener("input", (event) => {
  const form = event.target.closest?.("form[data-guard]");
  if (form) changed.add(form);
});

document.addEventListener("submit", (event) => changed.delete(event.target));
document.addEventListener("reset", (event) => changed.delete(event.target));

window.addEventListener("beforeunload", (event) => {
  if ([...changed].some((form) => form.isConnected)) event.preventDefault();
});
