// Logging while people speak: Ctrl+Enter always succeeds at once, here; the outbox brings it to the server when it can.
// Without this file the page is an ordinary form.
(function () {
  "use strict";
  const root = document.querySelector("[data-live]");
  if (!root) return;
  const { person, conference } = root.dataset;
  const form = root.querySelector("[data-live-form]");
  const field = (name) => form.elements.namedItem(name);
  const FIELDS = ["raised_by", "speaker", "text", "theme", "proposed_lead"];
  const KEEP_MS = 400;
  const SEND_MS = 2500;

  // Also where the page is not called secure (plain HTTP inside the house): randomUUID() is missing there.
  window.live.uuid = () => {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 15) | 64;
    bytes[8] = (bytes[8] & 63) | 128;
    return [...bytes].map((byte, at) => ([4, 6, 8, 10].includes(at) ? "-" : "") + byte.toString(16).padStart(2, "0")).join("");
  };
  const uuid = window.live.uuid;
  function store(action, area = () => localStorage) {
    try {
      return action(area());
    } catch {
      return undefined;
    }
  }
  const readDraft = (key) => store((kept) => JSON.parse(kept.getItem(key)));

  // --- The server's clock; of two clerks each has her own ---
  // As last heard: a page opened while the server is away still tells the hour at which it was made.
  let offset = Number(store((kept) => kept.getItem("live-offset")) ?? Number(root.dataset.now) - Date.now());
  let latest = 0;
  const moment = () => (latest = Math.max(latest + 1, Math.round(Date.now() + offset)));

  // --- The connection, told in one line ---
  const isAway = () => connection !== "ok" || window.live.isSilent();
  let connection = "ok";
  let isTyped = false;  // not in the browser's store yet
  function heard(state, now) {
    if (now) {
      if (Math.abs(Number(now) - Date.now() - offset) > 1000) offset = Number(now) - Date.now();
      store((kept) => kept.setItem("live-offset", offset));
    }
    const wasAway = connection !== "ok";
    connection = state;
    if (state === "ok" && wasAway) {
      outbox.run();
      sendDraft();
    }
    showState();
  }
  function showState() {
    const line = root.querySelector("[data-live-state]");
    const entries = outbox.all();
    const waiting = entries.filter((entry) => !entry.refused).length;
    let name = connection === "ok" && window.live.isSilent() ? "offline" : connection;
    root.querySelector("[data-live-kept]").hidden = name !== "offline";
    if (name === "ok" && entries.length) name = waiting ? "sending" : "mend";
    if (outbox.isUnkept() || isTyped === "unkept") name = "unkept";
    const note = document.querySelector(`[data-live-states] [data-state="${name}"]`);
    if (!note) return;
    const html = note.innerHTML.replace("{count}", name === "mend" ? entries.length : waiting);
    if (line.innerHTML !== html) line.innerHTML = html;
    line.className = `live-state tone-${note.dataset.tone}`;
  }
  addEventListener("live-silence", showState);
  function tell(sentence) {
    const place = root.querySelector("[data-live-told]");
    place.textContent = sentence;
    place.hidden = !sentence;
  }

  // --- Outbox and board ---
  const outbox = window.live.startOutbox({
    person, conference, url: root.dataset.entriesUrl, heard,
    changed: () => { board.show(); showState(); },
    arrived: (entry, code) => { board.arrived(entry, code); board.poll(); },
  });
  const board = window.live.startBoard({ root, url: root.dataset.boardUrl, outbox, heard, tell });

  // --- Which open page this is: it outlives a reload, and a doubled tab is another one ---
  const ofTab = () => sessionStorage;
  let page = store((kept) => kept.getItem("live-page"), ofTab) || uuid();
  const draftKey = (name) => `live:${person}:${conference}:draft:${name}`;
  function claim(name) {
    page = name;
    store((kept) => kept.setItem("live-page", name), ofTab);
    if (!navigator.locks) return Promise.resolve();
    return new Promise((done) => {
      navigator.locks.request(`live-page:${name}`, { ifAvailable: true }, (lock) => {
        done(lock ? undefined : claim(uuid()));
        return lock ? new Promise(() => {}) : undefined;
      });
    });
  }

  // --- The entry being typed ---
  const entry = { key: uuid(), said_at: 0, speech_at: 0, logged: 0 };
  const values = () => ({
    ...Object.fromEntries(FIELDS.map((name) => [name, field(name).value])),
    ...entry,
  });
  let keeper = 0;
  let sender = 0;
  let isSending = false;
  function typed() {
    isTyped = isTyped || true;
    clearTimeout(keeper);
    keeper = setTimeout(keepDraft, KEEP_MS);
    sender = sender || setTimeout(sendDraft, SEND_MS);
  }
  function keepDraft() {
    clearTimeout(keeper);
    const isKept = store((kept) => { kept.setItem(draftKey(page), JSON.stringify(values())); return true; });
    isTyped = isKept || !field("text").value ? false : "unkept";
    showState();
  }
  let lastSent = "";
  let serial = Number(store((kept) => kept.getItem("live-serial"), ofTab)) || 0;
  async function sendDraft() {
    clearTimeout(sender);
    sender = 0;
    const sent = values();
    // Once it is back, what is typed by then is sent.
    if (connection !== "ok" || isSending || JSON.stringify(sent) === lastSent) return;
    isSending = true;
    // Counts up for this page also where the clock is put back.
    serial = Math.max(serial + 1, Date.now());
    store((kept) => kept.setItem("live-serial", serial), ofTab);
    try {
      const answer = await window.live.post(root.dataset.draftUrl, { person, page, serial, values: sent });
      if (answer.status === 204) lastSent = JSON.stringify(sent);
      else if (window.live.trouble(answer.status)) heard(window.live.trouble(answer.status));
    } catch {
      heard("offline");
    }
    isSending = false;
    if (JSON.stringify(values()) !== JSON.stringify(sent)) sender = sender || setTimeout(sendDraft, SEND_MS);  // typed meanwhile
  }
  function fill(draft) {
    for (const name of FIELDS) {
      if (draft[name] === undefined) continue;
      field(name).value = draft[name];
      field(name).dispatchEvent(new Event(field(name).tagName === "SELECT" ? "change" : "input", { bubbles: true }));
    }
    Object.assign(entry, { key: draft.key || entry.key, said_at: Number(draft.said_at) || 0, speech_at: Number(draft.speech_at) || entry.speech_at, logged: draft.logged || 0 });
    latest = Math.max(latest, entry.said_at, entry.speech_at);
    if (field("theme").value || field("proposed_lead").value) root.querySelector("[data-live-fold]").open = true;
    typed();
  }

  // --- Logging ---
  const picks = (name) => [...form.querySelectorAll(`[name=${name}]:checked`)].map((box) => box.value);
  function log() {
    if (!field("text").value.trim() || !form.reportValidity()) return false;
    const now = moment();
    outbox.put({
      ...values(), text: field("text").value.trim(), revision: 0, seen: 0,
      said_at: entry.said_at || now, speech_at: entry.speech_at || now,
      earlier: picks("earlier"), same_as: picks("same_as")[0] || "",
    });
    Object.assign(entry, { key: uuid(), said_at: 0, speech_at: entry.speech_at || now, logged: entry.logged + 1 });
    for (const name of ["text", "theme", "proposed_lead"]) {
      field(name).value = "";
      if (name !== "text") field(name).dispatchEvent(new Event("change", { bubbles: true }));
    }
    field("text").style.height = "";
    const alike = form.querySelector("[data-similar]");
    window.htmx.trigger(alike, "htmx:abort");  // what is on its way is like the text that is logged
    alike.replaceChildren();
    field("words").value = "";
    root.querySelector("[data-live-fold]").open = false;
    keepDraft();
    typed();
    tell("");
    field("text").focus();
    // While the server is away the outbox tries by itself, ever more seldom.
    if (connection === "ok") outbox.run();
    return true;
  }
  function nextSpeaker() {
    if (field("text").value.trim() && !log()) return;
    Object.assign(entry, { speech_at: 0, logged: 0 });
    field("raised_by").value = "";
    field("raised_by").dispatchEvent(new Event("change", { bubbles: true }));
    field("speaker").value = "";
    document.getElementById("id_raised_by").focus();
    typed();
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    event.stopPropagation();
    log();
  });
  form.addEventListener("input", (event) => {
    if (event.target === field("text") && !entry.said_at) entry.said_at = moment();
    if (event.target.name !== "words") typed();
  });
  form.addEventListener("change", (event) => {
    if (event.target === field("raised_by") && event.target.value) {
      // Another unit after something was logged is another speech, and another speaker.
      if (entry.logged) field("speaker").value = "";
      if (entry.logged || !entry.speech_at) Object.assign(entry, { speech_at: moment(), logged: 0 });
      // Chosen by Enter or mouse, the text comes next; Tab moves on by itself, to the speaker.
      if (document.activeElement === document.getElementById("id_raised_by") && keyDown !== "Tab") field("text").focus();
    }
    typed();
  });
  // Heard before the list of units hears it.
  let keyDown = "";
  root.addEventListener("keydown", (event) => { keyDown = event.key; }, true);
  root.addEventListener("keyup", () => { keyDown = ""; }, true);
  root.querySelector("[data-live-next]").addEventListener("click", nextSpeaker);
  root.addEventListener("keydown", (event) => {
    if (event.altKey && !event.ctrlKey && event.code === "KeyN") {
      event.preventDefault();
      nextSpeaker();
    } else if (event.key === "ArrowUp" && event.target === field("text") && !event.target.value) {
      event.preventDefault();
      board.editLast();
    }
  });
  // After a new sign-in in another tab the page's own token is an old one.
  root.addEventListener("htmx:configRequest", (event) => {
    event.detail.headers["X-CSRFToken"] = window.live.token();
    if (event.detail.formData.has("csrfmiddlewaretoken")) event.detail.formData.set("csrfmiddlewaretoken", window.live.token());
  });
  // Elsewhere a page whose session is over leads to the sign-in (app.js); here one goes on typing.
  root.addEventListener("htmx:beforeSwap", (event) => {
    if (new URL(event.detail.xhr.responseURL, location.href).pathname !== document.body.dataset.signIn) return;
    event.detail.shouldSwap = false;
    event.stopPropagation();
    heard("signed-out");
  });
  // While the server is away its part of the page stays as it is; the line of the state tells enough.
  root.addEventListener("htmx:beforeRequest", (event) => { if (isAway()) event.preventDefault(); });
  for (const name of ["htmx:sendError", "htmx:responseError"]) root.addEventListener(name, (event) => event.stopPropagation());
  addEventListener("pagehide", keepDraft);
  document.addEventListener("visibilitychange", () => { if (document.hidden) keepDraft(); });
  addEventListener("beforeunload", (event) => {
    if (isTyped === true) keepDraft();
    if (outbox.isUnkept() || isTyped) event.preventDefault();
  });

  // --- What was typed before: here, put back at once; on another page or machine, offered ---
  async function openPages() {
    const held = navigator.locks ? (await navigator.locks.query()).held : [];
    return held.map((lock) => lock.name.replace("live-page:", ""));
  }
  // From the server as they were when the page was made, from this browser as they are.
  function draftsElsewhere() {
    const found = Object.fromEntries(JSON.parse(document.getElementById("live-unfinished").textContent));
    const names = store((kept) => Object.keys(kept).filter((key) => key.startsWith(draftKey("")))) || [];
    for (const name of names) Object.assign(found, { [name.slice(draftKey("").length)]: readDraft(name) });
    return Object.entries(found).filter(([, draft]) => draft && draft.text.trim());
  }
  function offer(name, draft) {
    const note = document.getElementById("live-draft").content.firstElementChild.cloneNode(true);
    note.querySelector("blockquote").textContent = draft.text;
    root.querySelector("[data-live-drafts]").append(note);
    note.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (!button) return;
      if (button.matches("[data-take]")) {
        const text = field("text").value.trim();
        fill(text ? { text: `${text}\n${draft.text}` } : draft);
      }
      (field("raised_by").value ? field("text") : document.getElementById("id_raised_by")).focus();
      store((kept) => kept.removeItem(draftKey(name)));
      window.live.post(root.dataset.draftUrl, { person, page: name, drop: true }).catch(() => {});
      note.remove();
    });
  }
  // --- Opening this page while the server is away ---
  async function keepPage() {
    if (!navigator.serviceWorker || !window.caches) return;
    await navigator.serviceWorker.register(root.dataset.workerUrl);
    const kept = await caches.open("live");
    const parts = performance.getEntriesByType("resource").map((part) => part.name).filter((name) => name.startsWith(`${location.origin}/static/`));
    for (const one of await kept.keys()) if (one.url.includes("/static/") && !parts.includes(one.url)) await kept.delete(one);
    for (const name of [location.href, ...parts]) if (!await kept.match(name)) await kept.add(name);
  }
  async function begin() {
    await claim(page);
    latest = Math.max(latest, ...outbox.all().map((one) => one.said_at || 0));
    const mine = readDraft(draftKey(page));
    if (mine && !outbox.find(mine.key) && !board.has(mine.key)) fill(mine);
    else if (mine) fill({ ...mine, text: "", key: uuid() });
    else if (field("raised_by").value) entry.speech_at = moment();
    const open = [page, ...await openPages()];
    for (const [name, draft] of draftsElsewhere()) {
      if (!open.includes(name) && !outbox.find(draft.key) && !board.has(draft.key)) offer(name, draft);
    }
    if (field("raised_by").value) field("text").focus();
    root.classList.add("is-live");
    board.show();
    board.poll();
    outbox.run();
    showState();
    keepPage().catch(() => {});  // an extra: without it the page cannot be opened while the server is away
  }
  begin();
})();
