// `data-autosubmit` on a form of filters: a choice sends it at once, typing after a pause.

const PAUSE = 500;
const waiting = new WeakMap();

function send(form) {
  clearTimeout(waiting.get(form));
  // Half a date is no filter yet: what the browser finds wrong waits for the button.
  if (form.checkValidity()) form.requestSubmit();
}

document.addEventListener("change", (event) => {
  const form = event.target.closest?.("form[data-autosubmit][hx-get]");
  if (form && !event.target.matches("input[type=search], input[type=text]")) send(form);
});

document.addEventListener("input", (event) => {
  const form = event.target.closest?.("form[data-autosubmit][hx-get]");
  if (!form || !event.target.matches("input[type=search], input[type=text]")) return;
  clearTimeout(waiting.get(form));
  waiting.set(form, setTimeout(() => send(form), PAUSE));
});
