// The review page: the text follows the tasks, and everything is done with keys. Where the text scrolls in its own
// column, resting on a card or moving the focus into it brings its place in the text into view. Without this file
// the numbers of the cards link there, and every button is a form.
(function () {
  "use strict";
  const REST = 220;
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const find = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const pane = () => find(".review-text");
  const smooth = () => (calm.matches ? "auto" : "smooth");
  let timer = 0;
  let current = "";

  // --- The text follows ---
  function scrolls(column) {
    return column && column.scrollHeight > column.clientHeight + 1 && getComputedStyle(column).overflowY !== "visible";
  }
  function show(link, behavior) {
    const column = pane();
    const piece = column && find(`[data-link="${CSS.escape(link)}"]`, column);
    if (!piece || !scrolls(column)) return false;
    const box = piece.getBoundingClientRect();
    const frame = column.getBoundingClientRect();
    const keys = find(".piece-legend", column);
    const head = keys ? keys.offsetHeight : 0;
    const visible = box.top >= frame.top + head && box.top < frame.bottom - Math.min(box.height, 120);
    if (!visible) column.scrollTo({ top: column.scrollTop + box.top - frame.top - head - 24, behavior });
    return true;
  }
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
    if (card) current = card.id;
    // A cursor left behind in the text would take the place of the card.
    if (card && marked()) getSelection().removeAllRanges();
    if (card && event.target.matches(":focus-visible")) show(card.dataset.link, smooth());
  });
  document.addEventListener("click", (event) => {
    const number = event.target.closest('.review-side a[href^="#text-"]');
    const card = number && cardOf(number);
    if (card && show(card.dataset.link, smooth())) event.preventDefault();
  });

  // --- What is replaced takes the focus with it; what comes instead gets it back ---
  let left = "";
  function focusOn(card) {
    if (!card) return;
    const field = card.matches(".is-editing") && find("[data-step] input:not([type=hidden], [type=checkbox]), [data-step] input:not([type=hidden]), textarea", card);
    const combo = card.matches(".is-editing") && find("[role=combobox]", card);
    (combo || field || card).focus({ preventScroll: true });
    card.scrollIntoView({ block: "nearest" });
    if (combo || field) (combo || field).select?.();
  }
  document.addEventListener("htmx:beforeRequest", (event) => {
    const target = event.detail.target;
    left = target.matches(".task-card") ? target.id : target.id === "review" ? current || "review" : "";
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    const asked = event.detail.target.id === "review" && find("#review").dataset.atTask;
    const id = asked || left;
    left = "";
    // htmx gives the focus to what bears the same id as before: the card, but not the field in it.
    if (id && (asked || [document.body.id, id].includes(document.activeElement.id))) focusOn(document.getElementById(id));
  });
  // Signed out meanwhile, or the task is gone: the answer lacks what was to be replaced, and the whole page tells why.
  document.addEventListener("htmx:beforeSwap", (event) => {
    const id = event.detail.target.id;
    if (!/^(task-\d+|review)$/.test(id) || event.detail.xhr.responseText.includes(`id="${id}"`)) return;
    event.detail.shouldSwap = false;
    location.reload();
  });

  // The card beside may have been replaced since this one named it and its version.
  document.addEventListener("htmx:configRequest", (event) => {
    const sent = event.detail.parameters;
    const beside = sent.with && String(sent[sent.with] || "").split("-")[0];
    const version = beside && find(`#task-${beside} .task-actions [name=version]`);
    if (version) sent[sent.with] = `${beside}-${version.value}`;
  });

  // --- What is ticked is kept, for whoever comes back later ---
  const kept = () => `review-ticked-${find("#review").dataset.conference}`;
  const boxes = () => all('#review input[type=checkbox][form="accept-selected"]');
  function keepTicks() {
    try {
      localStorage.setItem(kept(), JSON.stringify(boxes().filter((box) => box.checked).map((box) => box.value)));
    } catch {
      // Then the ticks last as long as the page.
    }
  }
  function bringTicks() {
    try {
      const ticked = new Set(JSON.parse(localStorage.getItem(kept()) || "[]"));
      for (const box of boxes()) if (ticked.has(box.value)) box.checked = true;
    } catch {
      // Nothing is kept.
    }
  }
  document.addEventListener("change", (event) => {
    if (event.target.matches('[form="accept-selected"]')) keepTicks();
    // A unit that is chosen is saved.
    const step = event.target.matches("select[data-combobox]") && event.target.closest("[data-step]");
    if (step && event.target.value) step.requestSubmit();
  });
  document.addEventListener("htmx:load", () => { if (find("#review")) bringTicks(); });

  // --- What is marked in the text ---
  // A place in the text: each line says where it begins; the rest is counted.
  function placeOf(node, offset) {
    const line = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest("[data-at]");
    if (!line) return null;
    const before = document.createRange();
    before.setStart(line, 0);
    before.setEnd(node, offset);
    return { line, at: Number(line.dataset.at) + before.toString().length };
  }
  function marked() {
    const selection = getSelection();
    const column = pane();
    if (!column || !selection.rangeCount || !column.contains(selection.anchorNode)) return null;
    const range = selection.getRangeAt(0);
    const start = placeOf(range.startContainer, range.startOffset);
    const end = placeOf(range.endContainer, range.endOffset);
    if (!start || !end) return null;
    const [from, to] = [start, end].map((place) => place.line.closest(".piece").dataset.link || "");
    return { start: start.at, end: end.at, task: from === to ? from : null, empty: range.collapsed };
  }
  function send(url, values) {
    getSelection().removeAllRanges();
    htmx.ajax("POST", url, { target: "#review", select: "#review", swap: "outerHTML", values });
  }
  function makeOfMarked() {
    const mark = marked();
    if (!mark || mark.empty || mark.task !== "") return false;
    send(find("#review").dataset.make, { stretch: `${mark.start}-${mark.end}` });
    return true;
  }
  function splitAtMarked() {
    const mark = marked();
    const card = mark && mark.task && find(`.review-side [data-link="${CSS.escape(mark.task)}"]`);
    const cut = card && find('[data-key="s"]', card);
    if (!cut) return false;
    const version = find("[name=version]", card).value;
    send(cut.href, { place: mark.empty ? [mark.start] : [mark.start, mark.end], version });
    return true;
  }
  document.addEventListener("selectionchange", () => {
    const bar = find("#stretch");
    if (!bar) return;
    const mark = marked();
    const may = { t: mark && !mark.empty && mark.task === "", s: mark && Boolean(mark.task) };
    for (const button of all("[data-stretch]", bar)) button.hidden = !may[button.dataset.stretch];
    bar.hidden = !may.t && !may.s;
  });
  document.addEventListener("mousedown", (event) => {
    if (event.target.closest("[data-stretch]")) event.preventDefault(); // or the mark would be gone
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-stretch]");
    if (button) (button.dataset.stretch === "t" ? makeOfMarked : splitAtMarked)();
  });

  // --- Keys ---
  const cards = () => all("#review-tasks > .task-card");
  const card = () => document.getElementById(current);
  function go(step) {
    const list = cards();
    const place = list.indexOf(card());
    goTo(place < 0 ? list[0] : list[place + step]);
  }
  // After the last one comes the first again.
  function goToUnsure() {
    const list = cards();
    const after = list.indexOf(card()) + 1;
    goTo([...list.slice(after), ...list.slice(0, after)].find((one) => one.matches(".is-unsure")));
  }
  function goTo(next) {
    if (!next) return;
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: "nearest", behavior: smooth() });
    show(next.dataset.link, smooth());
  }
  function press(key) {
    const button = card() && find(`[data-key="${CSS.escape(key)}"]`, card());
    if (button) button.click();
    return Boolean(button);
  }
  function tick() {
    const box = card() && find('[form="accept-selected"]', card());
    if (box) box.click();
  }
  // Where nothing can be undone, the answer says what else there is.
  function undo() {
    const button = find("#undo button");
    if (button) button.click();
    else if (find("#review").dataset.undo) send(find("#review").dataset.undo, {});
  }
  const acts = {
    j: () => go(1),
    k: () => go(-1),
    ".": goToUnsure,
    x: tick,
    s: () => splitAtMarked() || press("s"),
    t: makeOfMarked,
    z: undo,
    "?": () => find('[popovertarget="review-keys"]')?.click(),
  };
  for (const key of ["a", "u", "d", "e", "m", "M", "n", "[", "]"]) acts[key] = () => press(key);
  // What a Vietnamese keyboard makes of these keys.
  const typed = { "ơ": "[", "ư": "]" };
  const withAlt = { ArrowUp: "[", ArrowDown: "]" };

  function keyOf(event) {
    if (event.ctrlKey || event.metaKey) return "";
    if (event.altKey) return withAlt[event.key] || "";
    const onCard = event.target.matches(".review-side > .task-card");
    if (onCard && event.key === "ArrowDown") return "j";
    if (onCard && event.key === "ArrowUp") return "k";
    return typed[event.key] || event.key;
  }
  // "g" and a letter lead to another page, as everywhere.
  let going = 0;
  function leads(event) {
    const leading = Date.now() - going < 1500 && find(`[data-go="${CSS.escape(event.key)}"]`);
    going = event.key === "g" ? Date.now() : 0;
    return leading;
  }
  function cancel(step, event) {
    if (find(".combo-list:not([hidden])", step)) return;
    event.stopPropagation();
    find("[data-cancel]", step).click();
  }
  // Before the keys of all pages, which have a "?" of their own.
  document.addEventListener("keydown", (event) => {
    const step = event.target.closest("[data-step]");
    if (event.key === "Escape" && step) cancel(step, event);
    if (event.defaultPrevented || event.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]")) return;
    if (find("dialog[open]") || event.target.closest(".is-editing") || leads(event)) return;
    const act = acts[keyOf(event)];
    if (!act || !find("#review")) return;
    event.preventDefault();
    event.stopPropagation();
    // Until the answer is there, a key would act on what is about to change.
    if (!find(".htmx-request")) act();
  }, true);

  // The page opens where the first task stands, not at the greeting.
  const first = find(".review-side [data-link]");
  if (first && !location.hash) show(first.dataset.link, "auto");
  if (find("#review")) bringTicks();
})();
