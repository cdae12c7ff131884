// Links inside the page: rings and cards of the costliest flips, and words that the glossary explains.
"use strict";
(() => {
  const { page, choose, element } = report;

  // A flip's card or ring may belong to a variant or account that is not chosen.

  function reveal(hash) {
    const [, kind, variant, rank] = hash.match(/^#(flip|ring)-(\d+)-(\d+)$/) ?? [];
    if (!kind) return;
    choose("variant", variant);
    if (kind === "ring") {
      const flip = page.flips.find((one) => one.variant === Number(variant) && one.rank === Number(rank));
      if (flip) choose("scope", flip.scope);
    }
    // A ring has its place when the chart is drawn anew.
    requestAnimationFrame(() => {
      const target = document.getElementById(hash.slice(1));
      // Nor may a reader who has gone on be called back.
      if (!target || hash !== location.hash) return;
      for (const details of target.querySelectorAll("details")) details.open = true;
      target.scrollIntoView({ block: "center" });
      target.focus({ preventScroll: true });
    });
  }

  document.addEventListener("click", ({ target }) => {
    const link = target.closest?.("a[href^='#flip-'], a[href^='#ring-']");
    // After the browser has gone there: it cannot scroll to what is not shown yet.
    if (link) setTimeout(() => reveal(link.hash));
  });
  addEventListener("hashchange", () => reveal(location.hash));
  if (location.hash) addEventListener("load", () => reveal(location.hash));

  // A word's meaning, beside it: under the mouse, with the keyboard's focus, at a tap. Escape takes it away.

  const meaning = element("div", { className: "meaning", id: "meaning", hidden: true });
  meaning.setAttribute("role", "tooltip");
  document.body.append(meaning);
  let [shown, waiting] = [null, 0];

  function explain(term) {
    clearTimeout(waiting);
    const entry = document.getElementById(term.hash.slice(1));
    if (!entry) return;
    hide();
    shown = term;
    const [word, text] = [entry.querySelector("dfn").textContent, entry.querySelector("dd").textContent];
    meaning.replaceChildren(element("b", { textContent: word }), ` ${text}`);
    meaning.hidden = false;
    term.setAttribute("aria-describedby", "meaning");
    const line = term.getClientRects()[0];
    const [width, height] = [meaning.offsetWidth, meaning.offsetHeight];
    const left = Math.min(Math.max(8, line.left), document.documentElement.clientWidth - width - 8);
    const above = line.top - height - 6;
    const top = above > 4 ? above : line.bottom + 6;
    Object.assign(meaning.style, { left: `${left + scrollX}px`, top: `${top + scrollY}px` });
  }

  function hide() {
    clearTimeout(waiting);
    shown?.removeAttribute("aria-describedby");
    meaning.hidden = true;
    shown = null;
  }

  // The mouse may move from the word onto its meaning.
  const hideSoon = () => {
    clearTimeout(waiting);
    waiting = setTimeout(hide, 200);
  };
  meaning.addEventListener("pointerenter", () => clearTimeout(waiting));
  meaning.addEventListener("pointerleave", hideSoon);
  for (const term of document.querySelectorAll("a.term")) {
    term.addEventListener("pointerenter", ({ pointerType }) => {
      if (pointerType === "mouse") explain(term);
    });
    term.addEventListener("pointerleave", ({ pointerType }) => {
      if (pointerType === "mouse") hideSoon();
    });
    term.addEventListener("focus", () => {
      if (term.matches(":focus-visible")) explain(term);
    });
    term.addEventListener("blur", hide);
    // A finger has no hovering: its first tap explains, its second follows the link.
    term.addEventListener("click", (event) => {
      if (event.pointerType !== "touch" || shown === term) return;
      event.preventDefault();
      explain(term);
    });
  }
  document.addEventListener("keydown", ({ key }) => {
    if (key === "Escape") hide();
  });
  document.addEventListener("pointerdown", ({ target }) => {
    if (shown && !target.closest?.("a.term, .meaning")) hide();
  });
})();
