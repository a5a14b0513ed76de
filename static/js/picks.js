// Rows to choose: a range with Shift, all of the page at once, and how many are chosen. Without this file one
// chooses row by row, or all that were found.
(function () {
  "use strict";
  const all = (selector, within) => [...within.querySelectorAll(selector)];
  let last = null;

  function boxes(form) {
    return all('input[name="pick"]', form);
  }
  function show(form) {
    const rows = boxes(form);
    const whole = form.querySelector('input[name="all"]');
    const chosen = rows.filter((box) => box.checked).length;
    const head = form.querySelector("[data-pick-page]");
    if (head) {
      head.hidden = false;
      head.checked = rows.length > 0 && chosen === rows.length;
      head.indeterminate = chosen > 0 && chosen < rows.length;
    }
    const count = form.querySelector("[data-pick-count]");
    if (count) count.textContent = String(whole && whole.checked ? whole.dataset.number : chosen);
  }
  function range(form, box) {
    const rows = boxes(form);
    const [from, to] = [rows.indexOf(last), rows.indexOf(box)].sort((one, other) => one - other);
    if (from < 0) return;
    for (const row of rows.slice(from, to + 1)) row.checked = box.checked;
  }

  document.addEventListener("click", (event) => {
    const box = event.target.closest('[data-picks] input[type="checkbox"]');
    if (!box) return;
    const form = box.closest("[data-picks]");
    if (box.name === "pick") {
      if (event.shiftKey && last && last !== box) range(form, box);
      last = box;
      const whole = form.querySelector('input[name="all"]');
      if (whole) whole.checked = false;
    }
    if (box.matches("[data-pick-page]")) {
      for (const row of boxes(form)) row.checked = box.checked;
    }
    show(form);
  });
  // Shift marks text as well; that is not meant here.
  document.addEventListener("mousedown", (event) => {
    if (event.shiftKey && event.target.closest("[data-picks] .pick")) event.preventDefault();
  });
  function start() {
    for (const form of all("[data-picks]", document)) show(form);
  }
  document.addEventListener("htmx:load", start);
  window.addEventListener("pageshow", start);
})();
