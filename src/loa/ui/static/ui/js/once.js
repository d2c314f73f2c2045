// A form is sent once: a second click while the answer is on its way would do the deed twice.

const PATIENCE = 8000;
const sent = new Map();

// On the window: only here has every script of the page, whenever it was loaded, said whether it sends the form itself.
window.addEventListener("submit", (event) => {
  const { target: form } = event;
  // What a script sends by itself, it also looks after.
  if (event.defaultPrevented || form.method !== "post") return;
  const before = sent.get(form);
  if (before !== undefined && event.timeStamp - before < PATIENCE) event.preventDefault();
  else sent.set(form, event.timeStamp);
});

// Whoever comes back to the page may send it again.
window.addEventListener("pageshow", () => sent.clear());
