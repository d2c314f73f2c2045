// Under a field that takes one agency on each line: search by a few letters, choose, and the name is on a line of its own.
(() => {
  const PAUSE = 250;
  const template = document.getElementById("agency-picker");
  const names = document.getElementById("agency-names");

  const offered = (text) => [...names.options].some((option) => option.value === text);

  function take(area, box) {
    const name = box.value.trim();
    const lines = area.value.split("\n").map((line) => line.trim()).filter(Boolean);
    if (name && !lines.includes(name)) area.value = [...lines, name].join("\n") + "\n";
    box.value = "";
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }

  async function suggest(text) {
    const answer = await fetch(`${template.dataset.url}?q=${encodeURIComponent(text)}`);
    if (answer.ok) names.innerHTML = await answer.text();
  }

  for (const area of document.querySelectorAll("textarea[data-agencies]")) {
    area.after(template.content.cloneNode(true));
    const picker = area.nextElementSibling;
    const box = picker.querySelector("input");
    let waiting;

    picker.querySelector("button").addEventListener("click", () => { take(area, box); box.focus(); });
    box.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      take(area, box);
    });
    box.addEventListener("input", (event) => {
      event.stopPropagation();
      clearTimeout(waiting);
      if (offered(box.value)) take(area, box);
      else if (box.value.trim().length > 1) waiting = setTimeout(() => suggest(box.value.trim()), PAUSE);
    });
  }
})();
