// htmx keeps Django's guard against forged requests. Its own settings stand in the page's <meta name="htmx-config">.

document.addEventListener("htmx:configRequest", (event) => {
  const token = document.querySelector("meta[name=csrf-token]")?.content;
  if (event.detail.verb !== "get") {
    if (token) event.detail.headers["X-CSRFToken"] = token;
    return;
  }
  // Filters left empty would only lengthen the address.
  for (const [name, value] of [...event.detail.formData]) {
    if (value === "") event.detail.formData.delete(name);
  }
});

// Where a session ended or a right is missing the whole page tells it, not a part of it. What only helps with a form
// (`data-aside`) is not worth leaving the form for: what was entered there would be lost.
document.addEventListener("htmx:beforeSwap", (event) => {
  const { status, responseURL } = event.detail.xhr;
  if (status === 422) {
    event.detail.shouldSwap = true;
    event.detail.isError = false;
  } else if ((status === 401 || status === 403) && !event.detail.requestConfig.elt.hasAttribute("data-aside")) {
    window.location.assign(responseURL || window.location.href);
  }
});
