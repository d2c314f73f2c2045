// A link to a <dialog> opens it as one; Escape and a click beside it close it. Open menus close likewise.

document.addEventListener("click", (event) => {
  const opener = event.target.closest?.("a[href^='#']");
  const closer = event.target.closest?.("dialog [data-close]");
  if (closer) {
    event.preventDefault();
    closer.closest("dialog").close();
  } else if (opener) {
    const target = document.getElementById(decodeURIComponent(opener.hash.slice(1)));
    if (target?.localName === "dialog") {
      event.preventDefault();
      target.showModal();
    }
  } else if (event.target.localName === "dialog") {
    const box = event.target.getBoundingClientRect();
    const inside = event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
    if (!inside) event.target.close();
  }
  for (const menu of document.querySelectorAll("details:is(.menu, .fold)[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll("details:is(.menu, .fold)[open]")) {
    const held = menu.contains(document.activeElement);
    menu.open = false;
    if (held) menu.querySelector("summary").focus();
  }
});
