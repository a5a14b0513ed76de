// The review page: the text follows the tasks. Where the text scrolls in its own column, resting on a card or moving
// the focus into it brings its place in the text into view. Without this file the numbers of the cards link there.
(function () {
  "use strict";
  const REST = 220;
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const pane = () => document.querySelector(".review-text");
  let timer = 0;

  function scrolls(column) {
    return column && column.scrollHeight > column.clientHeight + 1 && getComputedStyle(column).overflowY !== "visible";
  }
  function show(link, behavior) {
    const column = pane();
    const piece = column && column.querySelector(`[data-link="${CSS.escape(link)}"]`);
    if (!piece || !scrolls(column)) return false;
    const box = piece.getBoundingClientRect();
    const frame = column.getBoundingClientRect();
    const keys = column.querySelector(".piece-legend");
    const head = keys ? keys.offsetHeight : 0;
    const visible = box.top >= frame.top + head && box.top < frame.bottom - Math.min(box.height, 120);
    if (!visible) column.scrollTo({ top: column.scrollTop + box.top - frame.top - head - 24, behavior });
    return true;
  }
  const smooth = () => (calm.matches ? "auto" : "smooth");
  function cardOf(target) {
    return target.closest(".review-side [data-link]");
  }

  document.addEventListener("mouseover", (event) => {
    clearTimeout(timer);
    const card = cardOf(event.target);
    if (card) timer = setTimeout(() => show(card.dataset.link, smooth()), REST);
  });
  document.addEventListener("focusin", (event) => {
    const card = cardOf(event.target);
    if (card && event.target.matches(":focus-visible")) show(card.dataset.link, smooth());
  });
  document.addEventListener("click", (event) => {
    const number = event.target.closest('.review-side a[href^="#text-"]');
    const card = number && cardOf(number);
    if (card && show(card.dataset.link, smooth())) event.preventDefault();
  });

  // A card that is replaced takes the focus with it; the new one gets it back.
  let left = "";
  document.addEventListener("htmx:beforeRequest", (event) => {
    const card = event.detail.target.closest(".task-card");
    left = card && card.contains(document.activeElement) ? card.id : "";
  });
  document.addEventListener("htmx:afterSettle", () => {
    const card = left && document.getElementById(left);
    left = "";
    if (!card || document.activeElement !== document.body) return;
    const next = card.querySelector(".task-number a, textarea, button");
    if (next) next.focus({ preventScroll: true });
  });
  // Signed out meanwhile, or the task is gone: the answer lacks what was to be replaced, and the whole page tells why.
  document.addEventListener("htmx:beforeSwap", (event) => {
    const id = event.detail.target.id;
    if (!/^(task-\d+|review)$/.test(id) || event.detail.xhr.responseText.includes(`id="${id}"`)) return;
    event.detail.shouldSwap = false;
    location.reload();
  });

  // The page opens where the first task stands, not at the greeting.
  const first = document.querySelector(".review-side [data-link]");
  if (first && !location.hash) show(first.dataset.link, "auto");
})();
