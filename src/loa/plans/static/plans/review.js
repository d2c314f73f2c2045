// The review by keyboard, and its two sides following each other. Everything here is also a link or a button.
import { isTyping, whenLoaded } from "../ui/js/page.js";

const wide = window.matchMedia("(min-width: 56.01rem)");
let left = null;

const cards = () => [...document.querySelectorAll("[data-review-card]")];
const current = () => document.querySelector("[data-review-card][aria-current]");
const sheet = () => document.querySelector("[data-review-sheet]");

/** The frames of one obligation in the document; `anchor` is `w-5`. */
function frames(anchor) {
  return anchor ? [...(sheet()?.querySelectorAll(`.duty[data-duty="${anchor.slice(2)}"]`) ?? [])] : [];
}

/** Brings an element into sight inside its side of the page, without moving the page itself. */
function reveal(element, { middle = false } = {}) {
  const pane = element.closest(".split-side");
  if (!pane || !wide.matches) {
    element.scrollIntoView({ block: "nearest" });
    return;
  }
  const box = element.getBoundingClientRect();
  const frame = pane.getBoundingClientRect();
  const above = box.top - frame.top - 16;
  const below = box.bottom - frame.bottom + 16;
  if (middle) pane.scrollTop += box.top - frame.top - frame.height / 3;
  else if (above < 0 || box.height > frame.height) pane.scrollTop += above;
  else if (below > 0) pane.scrollTop += Math.min(below, above);
}

function showWords(anchor, { scroll = true } = {}) {
  sheet()?.querySelectorAll(".is-current").forEach((frame) => frame.classList.remove("is-current"));
  const found = frames(anchor);
  found.forEach((frame) => frame.classList.add("is-current"));
  if (scroll && wide.matches && found[0]) reveal(found[0], { middle: true });
}

/** Makes a card the one that keys act on. */
function choose(card, { scroll = true, words = true } = {}) {
  if (!card) return;
  for (const one of cards()) {
    const chosen = one === card;
    one.toggleAttribute("aria-current", chosen);
    if (chosen) one.setAttribute("aria-current", "true");
    for (const button of one.querySelectorAll("[data-review-key]")) {
      if (chosen) {
        button.dataset.key = button.dataset.reviewKey;
        button.setAttribute("aria-keyshortcuts", button.dataset.reviewKey);
      } else {
        delete button.dataset.key;
        button.removeAttribute("aria-keyshortcuts");
      }
    }
  }
  if (scroll) {
    reveal(card);
    card.focus({ preventScroll: true });
  }
  showWords(card.dataset.words, { scroll: words });
}

function move(by) {
  const all = cards();
  const at = all.indexOf(current());
  choose(all[Math.min(Math.max(at + by, 0), all.length - 1)]);
}

/** The next card nobody has decided on, from the current one on, else from the top. */
function nextPending() {
  const all = cards();
  const at = all.indexOf(current());
  return [...all.slice(at + 1), ...all.slice(0, at + 1)].find((card) => card.hasAttribute("data-pending"));
}

document.addEventListener("click", (event) => {
  const mover = event.target.closest?.("[data-review-move]");
  if (mover) move(Number(mover.dataset.reviewMove));

  if (event.target.closest?.("[data-review-next]")) {
    event.preventDefault();
    choose(nextPending());
  }

  const adder = event.target.closest?.("[data-review-add]");
  if (adder) {
    const selection = window.getSelection();
    const words = sheet()?.contains(selection?.anchorNode) ? selection.toString().trim() : "";
    const url = new URL(adder.href);
    if (words) url.searchParams.set("text", words.slice(0, 5000));
    adder.href = url.href;
  }

  const frame = event.target.closest?.("[data-review-sheet] .duty");
  if (frame && !String(window.getSelection())) {
    const card = document.getElementById(`o-${frame.dataset.duty}`)?.closest("[data-review-card]");
    if (card) {
      event.preventDefault();
      choose(card, { words: false });
      if (!wide.matches) card.scrollIntoView({ block: "start" });
    }
    return;
  }

  const card = event.target.closest?.("[data-review-card]");
  if (card && !card.hasAttribute("aria-current")) choose(card, { scroll: false, words: !event.target.closest("a, button, input, summary") });
  const where = event.target.closest?.(".duty-where");
  if (where) showWords(where.hash.slice(1), { scroll: false });
});

document.addEventListener("toggle", (event) => {
  if (event.target.matches?.(".duty-reject[open]")) event.target.querySelector("input[name=reason]")?.focus();
}, true);

document.addEventListener("keydown", (event) => {
  const folded = event.target.closest?.(".duty-reject[open]");
  if (event.key === "Escape" && folded && isTyping(event.target)) {
    folded.open = false;
    folded.closest("[data-review-card]")?.focus();
  }
});

// After a step the right side comes anew: go on from where the person was.
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.target?.id !== "reading") return;
  const card = current();
  const pane = document.getElementById("split-right");
  left = { id: card?.id, next: nextPending()?.id, scroll: pane?.scrollTop ?? 0 };
});

document.addEventListener("htmx:afterSettle", () => {
  if (!left) return;
  const { id, next, scroll } = left;
  left = null;
  const pane = document.getElementById("split-right");
  if (pane) pane.scrollTop = scroll;
  const same = id && document.getElementById(id);
  choose(same?.hasAttribute("data-pending") ? same : (next && document.getElementById(next)) || nextPending() || same);
});

whenLoaded((part) => {
  for (const element of part.querySelectorAll("[data-hide-with-script]")) element.hidden = true;
});

const form = document.querySelector("form[data-words]");
if (form) {
  showWords(form.dataset.words);
} else {
  const target = window.location.hash && document.getElementById(window.location.hash.slice(1));
  choose(target?.closest?.("[data-review-card]") ?? cards().find((card) => card.hasAttribute("data-pending")) ?? cards()[0], { scroll: Boolean(target) });
}
