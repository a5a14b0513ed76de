// Forms: the browser's calendar beside a dd/mm/yyyy field, unsaved changes, long lists. Extras, as in app.js.
(function () {
  "use strict";
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const changed = new WeakSet();

  // --- Dates ---
  const pad = (text) => text.padStart(2, "0");
  function toIso(text) {
    const parts = text.trim().match(/^(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4})$/);
    return parts ? `${parts[3]}-${pad(parts[2])}-${pad(parts[1])}` : "";
  }
  function toVietnamese(iso) {
    const [year, month, day] = iso.split("-");
    return iso ? `${day}/${month}/${year}` : "";
  }
  function tell(field, name) {
    field.dispatchEvent(new Event(name, { bubbles: true }));
  }
  function startDate(button) {
    const box = button.closest(".date-field");
    const text = box.querySelector("input[data-date]");
    const native = document.createElement("input");
    Object.assign(native, { type: "date", className: "date-native", tabIndex: -1 });
    native.setAttribute("aria-hidden", "true");
    if (!native.showPicker || text.disabled || text.readOnly) return;
    box.append(native);
    button.hidden = false;
    button.addEventListener("click", () => {
      native.value = toIso(text.value);
      native.showPicker();
    });
    native.addEventListener("change", (event) => {
      event.stopPropagation();
      text.value = toVietnamese(native.value);
      tell(text, "input");
      tell(text, "change");
      text.focus();
    });
    text.addEventListener("blur", () => {
      const iso = toIso(text.value);
      if (iso) text.value = toVietnamese(iso);
    });
  }

  // --- Long lists of boxes ---
  const plainText = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/đ/gi, "d").toLowerCase();
  function startChoices(list) {
    const rows = all(".choice", list);
    const boxes = all("input[type=checkbox]", list);
    if (boxes.length <= 8) return;
    const texts = document.body.dataset;
    const tools = document.createElement("div");
    tools.className = "choices-tools";
    const search = Object.assign(document.createElement("input"), { type: "search", className: "form-control", placeholder: texts.findText });
    search.setAttribute("aria-label", texts.findText);
    const button = (text, value) => {
      const made = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-secondary btn-sm", textContent: text });
      made.addEventListener("click", () => {
        for (const box of boxes) if (!box.closest(".choice").hidden) box.checked = value;
        tell(boxes[0], "change");
      });
      return made;
    };
    const count = Object.assign(document.createElement("span"), { className: "choices-count" });
    count.setAttribute("role", "status");
    const show = () => { count.textContent = `${boxes.filter((box) => box.checked).length}/${boxes.length}`; };
    tools.append(search, button(texts.allText, true), button(texts.noneText, false), count);
    list.before(tools);
    list.addEventListener("change", show);
    search.addEventListener("input", (event) => {
      event.stopPropagation();
      const words = plainText(search.value).split(/\s+/);
      for (const row of rows) row.hidden = !words.every((word) => plainText(row.textContent).includes(word));
    });
    search.addEventListener("keydown", (event) => { if (event.key === "Enter" && !event.ctrlKey) event.preventDefault(); });
    show();
  }

  // --- Files dropped on their box ---
  function startFile(box) {
    const input = box.querySelector("input[type=file]");
    for (const name of ["dragenter", "dragover"]) box.addEventListener(name, (event) => { event.preventDefault(); box.classList.add("is-over"); });
    for (const name of ["dragleave", "drop"]) box.addEventListener(name, () => box.classList.remove("is-over"));
    box.addEventListener("drop", (event) => {
      event.preventDefault();
      if (!event.dataTransfer.files.length) return;
      input.files = event.dataTransfer.files;
      tell(input, "change");
    });
  }

  // --- Texts that grow with what is written ---
  function grow(field) {
    if (field.scrollHeight > field.clientHeight) field.style.height = `${field.scrollHeight + 4}px`;
  }
  document.addEventListener("input", (event) => { if (event.target.matches("textarea")) grow(event.target); });

  // --- Unsaved changes ---
  document.addEventListener("input", (event) => {
    const form = event.target.closest("form[data-guard]");
    if (form) changed.add(form);
  });
  // A draft that is on the server, or safe in this browser while the session is over, needs no warning.
  document.addEventListener("kept", (event) => changed.delete(event.target));
  document.addEventListener("submit", (event) => {
    changed.delete(event.target);
    // A second click must not send a form twice; the button comes back when the page is restored from history.
    if (event.target.method === "post" && !event.target.hasAttribute("hx-post")) {
      setTimeout(() => all("button[type=submit], button:not([type])", event.target).forEach((b) => { b.disabled = true; }));
    }
  });
  addEventListener("pageshow", (event) => {
    if (event.persisted) all("form[method=post] button:disabled").forEach((button) => { button.disabled = false; });
  });
  addEventListener("beforeunload", (event) => {
    if (all("form[data-guard]").some((form) => changed.has(form))) event.preventDefault();
  });

  function start(within) {
    all("[data-date-button]", within).forEach(startDate);
    all("textarea", within).forEach(grow);
    all("[data-choices]", within).forEach(startChoices);
    all("[data-file]", within).forEach(startFile);
  }
  document.addEventListener("htmx:load", (event) => { if (event.detail.elt !== document.body) start(event.detail.elt); });
  start(document);
})();
