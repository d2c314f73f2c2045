// `data-confirm="Question?"` on a button or a form: asks before it is sent; `data-confirm-action` names the deed.

const dialog = document.getElementById("confirm-dialog");
let allowed = null;

function ask(question, action, proceed) {
  if (!dialog?.showModal) {
    if (window.confirm(question)) proceed();
    return;
  }
  dialog.querySelector("[data-confirm-text]").textContent = question;
  const yes = dialog.querySelector("[data-confirm-yes]");
  yes.dataset.usual ??= yes.textContent;
  yes.textContent = action || yes.dataset.usual;
  dialog.returnValue = "no";
  // One listener at a time: that a dialog was closed is told later, perhaps only after the next question was asked.
  dialog.onclose = () => { if (dialog.returnValue === "yes") proceed(); };
  dialog.showModal();
}

document.addEventListener("submit", (event) => {
  const { target: form, submitter } = event;
  const source = submitter?.dataset.confirm ? submitter : form;
  if (!source.dataset.confirm || allowed === form) {
    allowed = null;
    return;
  }
  event.preventDefault();
  event.stopImmediatePropagation();
  ask(source.dataset.confirm, source.dataset.confirmAction || submitter?.textContent, () => {
    allowed = form;
    form.requestSubmit(submitter ?? undefined);
  });
}, true);

// htmx asks through the same dialog for `hx-confirm`.
document.addEventListener("htmx:confirm", (event) => {
  if (!event.detail.question) return;
  event.preventDefault();
  ask(event.detail.question, "", () => event.detail.issueRequest(true));
});
