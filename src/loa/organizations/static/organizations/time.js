// The time slider: shows the day under the thumb, and goes there when it is let go.
(() => {
  const DAY = 24 * 60 * 60 * 1000;
  const two = (number) => String(number).padStart(2, "0");

  for (const box of document.querySelectorAll("[data-time-slider]")) {
    const range = box.querySelector("input[type=range]");
    const shown = box.querySelector("output");
    const first = Date.parse(`${range.dataset.first}T00:00:00Z`);

    const day = () => new Date(first + Number(range.value) * DAY);
    const words = (date) => `${two(date.getUTCDate())}/${two(date.getUTCMonth() + 1)}/${date.getUTCFullYear()}`;

    range.addEventListener("input", () => { shown.value = words(day()); range.setAttribute("aria-valuetext", shown.value); });
    range.addEventListener("change", () => {
      const address = new URL(window.location.href);
      address.searchParams.set("on", day().toISOString().slice(0, 10));
      address.searchParams.delete("page");
      window.location.assign(address);
    });
  }
})();
