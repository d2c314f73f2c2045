(() => {
  "use strict";
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const one = (selector, within = document) => within.querySelector(selector);
  const cards = all(".card");
  const filters = one(".filters");
  const bar = one(".bar");
  const help = one(".help");
  const useKeys = one(".use-keys");
  const cardOf = new Map(cards.map((card) => [card.dataset.n, card]));
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const narrow = matchMedia("(max-width: 63.99rem)");
  let chosen = null;

  // The same folding as in the reader: marks off, đ to d.
  const fold = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase().replace(/đ/g, "d");
  const folded = new Map(cards.map((card) => [card, fold(card.textContent).replace(/\s+/g, " ")]));

  const nameOf = new Map(all(".legend .f").map((name) => [name.dataset.field, name.textContent]));

  const show = (element, block) => {
    if (!element) return;
    const far = Math.abs(element.getBoundingClientRect().top) > 3 * innerHeight;
    element.scrollIntoView({ block, behavior: calm.matches || far ? "instant" : "smooth" });
  };
  const wordsOf = (card) => one(`#w-${card.dataset.n}`);
  const visible = () => cards.filter((card) => !card.hidden);

  const clear = () => {
    all(".chosen").forEach((element) => element.classList.remove("chosen"));
    all("[aria-current]").forEach((element) => element.removeAttribute("aria-current"));
    if (bar) bar.hidden = true;
    chosen = null;
  };

  // Tells beside the words as what the chosen obligation reads them.
  const pointOut = (words, reader) => {
    const names = words.dataset.read.split(" ").filter((read) => read.startsWith(reader)).map((read) => nameOf.get(read.slice(reader.length)));
    if (!names.length) return;
    words.classList.add("chosen");
    words.dataset.label = names.join(", ");
  };

  const choose = (card, { scrollWords = true, scrollCard = false } = {}) => {
    if (!card) return;
    if (card !== chosen) {
      clear();
      chosen = card;
      card.classList.add("chosen");
      one(".go", card).setAttribute("aria-current", "true");
      all(`.duty[data-duty="${card.dataset.n}"]`).forEach((element) => element.classList.add("chosen"));
      all(".f[data-read]").forEach((words) => pointOut(words, `${card.dataset.n}:`));
      one(".bar-now").textContent = `${one(".bar-now").dataset.words} ${card.dataset.n}`;
      one(".bar-now").href = `#${card.id}`;
      bar.hidden = false;
    }
    if (scrollWords && !narrow.matches) show(wordsOf(card), "center");
    if (scrollCard) show(card, "nearest");
  };

  const step = (by) => {
    const shown = visible();
    if (!shown.length) return;
    const at = shown.indexOf(chosen);
    const next = at < 0 ? (by > 0 ? 0 : shown.length - 1) : Math.min(Math.max(at + by, 0), shown.length - 1);
    choose(shown[next], { scrollCard: true });
    one(".go", shown[next]).focus({ preventScroll: true });
  };

  const goToWords = (card) => {
    choose(card);
    const words = wordsOf(card);
    if (!words) return;
    show(words, "center");
    one(".number", words)?.focus({ preventScroll: true });
  };

  const goToCard = (card) => {
    if (card.hidden) { filters.reset(); filter(); }
    choose(card, { scrollWords: false });
    show(card, narrow.matches ? "start" : "center");
    one(".go", card).focus({ preventScroll: true });
  };

  const filter = () => {
    const wanted = fold(filters.elements.find.value).split(/\s+/).filter(Boolean);
    const { lead, kind, doubts } = filters.elements;
    for (const card of cards) {
      const fits = wanted.every((word) => folded.get(card).includes(word))
        && (!lead.value || card.dataset.leads.split("|").includes(lead.value))
        && (!kind.value || card.dataset.kinds.split(" ").includes(kind.value))
        && (!doubts.checked || card.classList.contains("doubtful"));
      card.hidden = !fits;
    }
    if (chosen?.hidden) clear();
    const shown = one(".shown");
    const count = visible().length;
    shown.textContent = count ? shown.dataset.shown.replace("{shown}", count).replace("{all}", cards.length) : shown.dataset.none;
  };

  const openHelp = () => { if (!help.open) help.showModal(); };

  const keys = {
    j: () => step(1), ArrowDown: () => step(1), k: () => step(-1), ArrowUp: () => step(-1),
    "/": () => one("[name=find]").focus(), "?": openHelp,
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || help.open) return;
    const typing = event.target.closest("input, select, textarea");
    if (event.key === "Escape") return leave(typing);
    if (typing || !useKeys.checked || !cards.length || !keys[event.key]) return;
    if (event.key.startsWith("Arrow") && event.target.closest(".grid, summary")) return;
    event.preventDefault();
    keys[event.key]();
  });

  const leave = (typing) => {
    if (typing) return typing.blur();
    const inDocument = document.activeElement?.closest(".document");
    if (chosen && inDocument) return goToCard(chosen);
    clear();
    if (document.activeElement?.classList.contains("go")) document.activeElement.blur();
  };

  document.addEventListener("click", (event) => {
    const number = event.target.closest(".number");
    const go = event.target.closest(".go");
    const words = event.target.closest(".duty");
    const card = event.target.closest(".card");
    if (getSelection()?.toString()) return;
    if (number) { event.preventDefault(); return goToCard(cardOf.get(number.closest(".duty").dataset.duty)); }
    if (go) { event.preventDefault(); return goToWords(card); }
    if (words) return narrow.matches ? choose(cardOf.get(words.dataset.duty)) : choose(cardOf.get(words.dataset.duty), { scrollWords: false, scrollCard: true });
    if (card && !event.target.closest("summary, details")) choose(card);
  });

  document.addEventListener("focusin", (event) => {
    if (event.target.matches(".go:focus-visible")) choose(event.target.closest(".card"));
  });

  addEventListener("hashchange", () => {
    const found = /^#[ow]-(\d+)$/.exec(location.hash);
    if (found) choose(cardOf.get(found[1]));
  });

  if (cards.length) {
    filters.hidden = false;
    one(".help-button").hidden = false;
    filters.addEventListener("input", filter);
    filters.addEventListener("reset", () => setTimeout(filter));
    filters.addEventListener("submit", (event) => event.preventDefault());
    filter();
  }
  one(".bar-now").dataset.words = one(".bar-now").textContent;
  one(".bar-now").addEventListener("click", (event) => { event.preventDefault(); if (chosen) goToCard(chosen); });
  one(".bar-previous").addEventListener("click", () => { step(-1); goToWords(chosen); });
  one(".bar-next").addEventListener("click", () => { step(1); goToWords(chosen); });
  one(".help-button").addEventListener("click", openHelp);
  one(".help-close").addEventListener("click", () => help.close());
})();
