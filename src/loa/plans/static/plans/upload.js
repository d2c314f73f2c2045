// A file can be dropped anywhere on the page of an upload. The field works without.

const forms = () => document.querySelector("form[data-drop]");

function tell(file) {
  const place = document.querySelector("[data-drop-name]");
  if (place && file) place.textContent = file.name;
}

document.addEventListener("dragover", (event) => {
  if (!forms() || !event.dataTransfer?.types.includes("Files")) return;
  event.preventDefault();
  document.body.classList.add("is-dropping");
});

document.addEventListener("dragleave", (event) => {
  if (!event.relatedTarget) document.body.classList.remove("is-dropping");
});

document.addEventListener("drop", (event) => {
  const input = forms()?.querySelector("input[type=file]");
  document.body.classList.remove("is-dropping");
  if (!input || !event.dataTransfer?.files.length) return;
  event.preventDefault();
  const chosen = new DataTransfer();
  chosen.items.add(event.dataTransfer.files[0]);
  input.files = chosen.files;
  tell(input.files[0]);
  input.focus();
});
