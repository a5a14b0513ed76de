// What is typed is kept until it is sent: in this browser, for this person, whatever happens to page or session;
// where a unit shares a draft ([data-autosave]), every few seconds on the server too. An extra, as in app.js.
(function () {
  "use strict";
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const person = document.body.dataset.person || "";
  const PREFIX = "draft:";
  const SENT = "draft-sent";
  const KEPT_MS = 30 * 24 * 3600 * 1000;
  const PAUSE_MS = 400;
  const SAVE_MS = 2000;
  const SILENCE_MS = 5000;
  const PATIENCE_MS = 15000;  // a server that says nothing is given up, and asked again later
  const NOT_TYPED = ["hidden", "file", "password", "submit", "button", "reset", "image"];

  // --- The browser's store ---
  function store(action) {
    try {
      return action(localStorage);
    } catch {
      return null;
    }
  }
  const read = (key) => store((kept) => JSON.parse(kept.getItem(key)));
  const write = (key, value) => store((kept) => kept.setItem(key, JSON.stringify(value)));
  const drop = (key) => store((kept) => kept.removeItem(key));
  const keys = () => store((kept) => Object.keys(kept).filter((key) => key.startsWith(PREFIX))) || [];
  function dropOld() {
    for (const key of keys()) {
      const kept = read(key);
      if (!kept || !kept.at || Date.now() - kept.at > KEPT_MS) drop(key);
    }
  }
  const dropMine = () => keys().filter((key) => key.startsWith(`${PREFIX}${person}:`)).forEach(drop);

  // --- What a form says ---
  const isBox = (field) => field.type === "checkbox" || field.type === "radio";
  const typed = (form) => [...form.elements].filter((field) => field.name && field.willValidate !== undefined && !NOT_TYPED.includes(field.type) && !field.disabled && field.tagName !== "FIELDSET");
  function valuesOf(form) {
    const values = {};
    for (const field of typed(form)) {
      const list = values[field.name] = values[field.name] || [];
      if (isBox(field)) {
        if (field.checked) list.push(field.value);
      } else if (field.multiple && field.options) {
        list.push(...[...field.selectedOptions].map((option) => option.value));
      } else {
        list.push(field.value.replace(/\r\n/g, "\n"));
      }
    }
    return values;
  }
  function fill(form, values) {
    const used = {};
    for (const field of typed(form)) {
      const list = values[field.name];
      if (!list) continue;
      if (isBox(field)) {
        field.checked = list.includes(field.value);
      } else if (field.multiple && field.options) {
        for (const option of field.options) option.selected = list.includes(option.value);
      } else {
        used[field.name] = (used[field.name] || 0) + 1;
        field.value = list[used[field.name] - 1] ?? field.value;
      }
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }
  const said = (form) => JSON.stringify(valuesOf(form));

  // --- One form ---
  function keyOf(form) {
    const named = form.matches("[data-draft]") ? form : form.querySelector("[data-draft]");
    return `${PREFIX}${person}:${form.getAttribute("action") || location.pathname}:${named ? named.dataset.draft : ""}`;
  }
  const states = new WeakMap();
  function startForm(form) {
    if (states.has(form)) return;
    const state = { key: keyOf(form), base: said(form), timer: 0, saver: 0, isPaused: Boolean(document.querySelector("[data-draft-differs]")) };
    states.set(form, state);
    form.addEventListener("input", () => changed(form, state));
    form.addEventListener("change", () => changed(form, state));
    const kept = read(state.key);
    if (kept) offer(form, state, kept);
  }
  function changed(form, state) {
    clearTimeout(state.timer);
    state.timer = setTimeout(() => keep(form, state), PAUSE_MS);
    if (!form.hasAttribute("data-autosave")) return;
    clearTimeout(state.saver);
    state.saver = setTimeout(() => save(form, state), SAVE_MS);
  }
  function keep(form, state) {
    clearTimeout(state.timer);
    if (said(form) === state.base) drop(state.key);
    else write(state.key, { at: Date.now(), base: state.base, values: valuesOf(form) });
  }
  // Put back at once where the page is as it was; where it has changed since, the person chooses.
  function offer(form, state, kept) {
    if (JSON.stringify(kept.values) === state.base) {
      state.base = kept.base;  // a form that came back with its errors
    } else if (kept.base === state.base) {
      fill(form, kept.values);
      tell(form, state, kept, true);
    } else {
      tell(form, state, kept, false);
    }
  }
  function tell(form, state, kept, isBack) {
    const pattern = document.getElementById("kept-note");
    if (!pattern) return;
    const note = pattern.content.firstElementChild.cloneNode(true);
    for (const part of all("[data-kept-back], [data-kept-differs]", note)) {
      part.hidden = part.hasAttribute("data-kept-back") !== isBack;
    }
    const server = JSON.parse(state.base);
    note.addEventListener("click", (event) => {
      if (event.target.closest("[data-put-back]")) fill(form, kept.values);
      else if (event.target.closest("[data-throw-away]")) {
        if (isBack) fill(form, server);
        drop(state.key);
      } else return;
      note.remove();
    });
    form.prepend(note);
  }

  // --- Drafts a unit shares ---
  const version = (form) => form.elements.namedItem("draft_version");
  const token = () => (document.cookie.match(/(?:^|; )csrftoken=([^;]+)/) || [])[1] || "";
  const place = (form) => form.querySelector("[data-draft-status]");
  function show(form, name) {
    const pattern = form.parentNode.querySelector(`template[data-draft-note="${name}"]`);
    if (pattern) place(form).replaceChildren(pattern.content.cloneNode(true));
    for (const link of all("a[href*='next=']", place(form))) link.search = new URLSearchParams({ next: location.pathname + location.search });
    form.dispatchEvent(new Event("kept", { bubbles: true }));
  }
  async function save(form, state) {
    keep(form, state);
    if (state.isPaused || said(form) === state.base) return;
    if (state.isBusy) {
      state.isAgain = true;
      return;
    }
    state.isBusy = true;
    const sent = said(form);
    const teller = setTimeout(() => show(form, "offline"), SILENCE_MS);
    const body = new FormData(form);
    for (const field of form.elements) if (field.type === "file") body.delete(field.name);
    body.set("do", "autosave");
    try {
      const response = await fetch(form.getAttribute("action") || location.href, { method: "POST", body, headers: { "X-CSRFToken": token() }, redirect: "manual", signal: AbortSignal.timeout(PATIENCE_MS) });
      clearTimeout(teller);
      await answered(form, state, response, sent);
    } catch {
      show(form, "offline");
      clearTimeout(state.saver);
      state.saver = setTimeout(() => save(form, state), PATIENCE_MS);
    }
    clearTimeout(teller);
    state.isBusy = false;
    if (state.isAgain) {
      state.isAgain = false;
      save(form, state);
    }
  }
  // What was new has an address of its own from its first saving on: opened again, it is no second one.
  function move(form, state, address) {
    if (!address || address === location.pathname) return;
    history.replaceState(history.state, "", address);
    drop(state.key);
    state.key = keyOf(form);
  }
  async function answered(form, state, response, sent) {
    if (response.type === "opaqueredirect") return show(form, "signed-out");
    if (response.status !== 200 && response.status !== 409) return show(form, "refused");
    place(form).innerHTML = await response.text();
    const theirs = place(form).querySelector("[data-draft-version]").dataset.draftVersion;
    if (response.status === 409) {
      state.isPaused = true;
      const mine = place(form).querySelector("[data-keep-mine]");
      mine.hidden = false;
      mine.addEventListener("click", () => {
        version(form).value = theirs;
        state.isPaused = false;
        state.base = "{}";
        place(form).replaceChildren();
        save(form, state);
      });
      return undefined;
    }
    version(form).value = theirs;
    move(form, state, place(form).querySelector("[data-draft-version]").dataset.draftAddress);
    state.base = sent;
    keep(form, state);
    return form.dispatchEvent(new Event("kept", { bubbles: true }));
  }

  // --- Sending ---
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.matches("[data-sign-out]")) {
      dropPages();
      return dropMine();
    }
    const state = states.get(form);
    if (!state) return undefined;
    clearTimeout(state.saver);
    keep(form, state);
    // After a new sign-in in another tab the page's own token is an old one.
    const hidden = form.elements.namedItem("csrfmiddlewaretoken");
    if (hidden && token()) hidden.value = token();
    if (!form.hasAttribute("hx-post")) write(SENT, state.key);
    return undefined;
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const state = states.get(event.detail.elt);
    if (state && event.detail.successful) drop(state.key);
  });
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-take-theirs]")) return;
    for (const form of all("form[data-autosave]")) {
      const state = states.get(form);
      if (!state) continue;
      clearTimeout(state.timer);
      drop(state.key);
      states.delete(form);
      form.dispatchEvent(new Event("kept", { bubbles: true }));
    }
  });
  // The page after sending tells what became of it: the form with its errors, the sign-in, a refusal, or what was sent.
  function dropSent() {
    const sent = read(SENT);
    drop(SENT);
    if (!sent || document.querySelector(".door-page, .problem")) return;
    const form = forms(document).find((one) => keyOf(one) === sent);
    if (!form || !form.querySelector(".has-error, [data-focus]")) drop(sent);
  }
  addEventListener("visibilitychange", () => {
    if (document.visibilityState !== "hidden") return;
    for (const form of forms(document)) if (states.has(form) && said(form) !== states.get(form).base) keep(form, states.get(form));
  });

  // Pages kept for an outage (live_worker.js) are of one person, also where that person never signed out.
  const dropPages = () => window.caches && caches.delete("live").catch(() => {});
  function dropPagesOfOthers() {
    if (store((kept) => kept.getItem("pages-of")) === person) return;
    dropPages();
    store((kept) => kept.setItem("pages-of", person));
  }

  // What a live page has not sent yet (live_outbox.js); it waits for that page to be opened again.
  function tellUnsent() {
    const unsent = store((kept) => Object.keys(kept).find((key) => key.startsWith(`live:${person}:`) && key.includes(":out:")));
    if (!unsent || document.querySelector("[data-live]")) return;
    const note = document.getElementById("unsent-note").content.firstElementChild.cloneNode(true);
    const link = note.querySelector("a");
    link.setAttribute("href", link.getAttribute("href").replace("/0/", `/${unsent.split(":")[2]}/`));
    document.getElementById("messages").before(note);
  }

  const forms = (within) => [...(within.matches && within.matches("form[data-guard]") ? [within] : []), ...all("form[data-guard]", within)];
  document.addEventListener("htmx:load", (event) => { if (event.detail.elt !== document.body) forms(event.detail.elt).forEach(startForm); });
  dropSent();
  if (!person) return;
  dropOld();
  dropPagesOfOthers();
  tellUnsent();
  forms(document).forEach(startForm);
})();
