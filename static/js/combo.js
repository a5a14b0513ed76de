// Find-as-you-type over a long <select data-combobox>, without regard to marks ("hoa chat" finds "Hóa chất"), also by other
// names an option tells in data-search ("TCCB|ĐL"): whom such a name fits exactly stands first.
// The select stays in the form and keeps the value; without this file it is an ordinary select.
(function () {
  "use strict";
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/đ/gi, "d").toLowerCase().trim();
  const make = (tag, values) => Object.assign(document.createElement(tag), values);

  // 0: another name is just that; 1: the words are in one of the names; 2: they are the initials; 3: nothing of it.
  function fit(option, words) {
    const names = plain(option.dataset.search || "").split("|");
    if (words && names.includes(words)) return 0;
    const text = `${plain(option.textContent)}|${names.join("|")}`;
    if (words.split(/\s+/).every((word) => text.includes(word))) return 1;
    const initials = plain(option.textContent).split(/[\s,]+/).map((word) => word[0]).join("");
    return words.length > 1 && initials.includes(words) ? 2 : 3;
  }

  function startCombo(select) {
    const id = select.id;
    const list = make("ul", { className: "combo-list", id: `${id}-list`, hidden: true });
    const input = make("input", { type: "text", className: "form-select", autocomplete: "off", required: select.required });
    let shown = [];
    let at = -1;

    list.setAttribute("role", "listbox");
    for (const [name, value] of [["role", "combobox"], ["aria-expanded", "false"], ["aria-autocomplete", "list"], ["aria-controls", list.id]]) {
      input.setAttribute(name, value);
    }
    for (const name of ["aria-describedby", "aria-invalid"]) {
      if (select.hasAttribute(name)) input.setAttribute(name, select.getAttribute(name));
    }
    select.id = `${id}-value`;
    select.required = false;
    select.tabIndex = -1;
    select.setAttribute("aria-hidden", "true");
    input.id = id;
    // What the empty choice says ("All"), if it says anything in words.
    const empty = [...select.options].find((option) => !option.value && /\p{L}/u.test(option.textContent));
    if (empty) input.placeholder = empty.textContent.trim();
    const box = make("div", { className: "combo" });
    select.before(box);
    box.append(input, list, select);
    if (select.autofocus) input.focus();
    select.classList.add("visually-hidden");

    const label = () => (select.value ? select.selectedOptions[0].textContent.trim() : "");
    function mark(index) {
      at = index;
      [...list.children].forEach((row, number) => row.setAttribute("aria-selected", String(number === at)));
      const row = list.children[at];
      if (row) {
        row.scrollIntoView({ block: "nearest" });
        input.setAttribute("aria-activedescendant", row.id);
      } else {
        input.removeAttribute("aria-activedescendant");
      }
    }
    function close() {
      list.hidden = true;
      input.setAttribute("aria-expanded", "false");
      mark(-1);
    }
    function open(words) {
      const wanted = plain(words);
      const fits = new Map([...select.options].filter((option) => option.value).map((option) => [option, fit(option, wanted)]));
      shown = [...fits.keys()].filter((option) => fits.get(option) < 3).sort((one, other) => fits.get(one) - fits.get(other));
      list.replaceChildren(...shown.map((option, number) => {
        const row = make("li", { id: `${id}-option-${number}`, textContent: option.textContent.trim() });
        row.setAttribute("role", "option");
        return row;
      }));
      if (!shown.length) {
        const row = make("li", { className: "combo-none", textContent: document.body.dataset.nothingText });
        row.setAttribute("role", "option");
        row.setAttribute("aria-disabled", "true");
        list.append(row);
      }
      list.hidden = false;
      input.setAttribute("aria-expanded", "true");
      mark(words && shown.length ? 0 : -1);
    }
    function choose(option) {
      select.value = option ? option.value : "";
      input.value = label();
      close();
      select.dispatchEvent(new Event("change", { bubbles: true }));
    }

    input.value = label();
    input.addEventListener("input", (event) => { event.stopPropagation(); open(input.value); });
    input.addEventListener("change", (event) => event.stopPropagation());
    input.addEventListener("click", () => { if (list.hidden) open(""); });
    input.addEventListener("blur", () => {
      if (!list.hidden) close();
      if (!input.value.trim() && select.value) choose(null);
      input.value = label();
    });
    input.addEventListener("keydown", (event) => {
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        if (list.hidden) open("");
        const step = event.key === "ArrowDown" ? 1 : -1;
        if (shown.length) mark((at + step + shown.length) % shown.length);
      } else if ((event.key === "Enter" || event.key === "Tab") && !list.hidden) {
        // With Tab the field is left, and with Ctrl+Enter the form is sent, as always: with what was found.
        if (event.key === "Enter" && !event.ctrlKey) event.preventDefault();
        if (shown[at]) choose(shown[at]);
      } else if (event.key === "Escape" && !list.hidden) {
        event.stopPropagation();
        input.value = label();
        close();
      }
    });
    // Before the field loses focus, so that the click still finds the row.
    list.addEventListener("mousedown", (event) => {
      event.preventDefault();
      const row = event.target.closest("li");
      if (row && shown.length) choose(shown[[...list.children].indexOf(row)]);
    });
    select.addEventListener("change", () => { input.value = label(); });
  }

  function start(within) {
    for (const select of within.querySelectorAll("select[data-combobox]:not(.visually-hidden)")) startCombo(select);
  }
  document.addEventListener("htmx:load", (event) => { if (event.detail.elt !== document.body) start(event.detail.elt); });
  start(document);
})();
