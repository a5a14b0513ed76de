// The list of a live page: what the server tells every few seconds, and in it what still waits in this browser.
// Only rows that differ are exchanged, so that one in which somebody is correcting stays as it is.
(function () {
  "use strict";
  const OFTEN_MS = 2000;
  const SELDOM_MS = 15000;
  const MOST_FAILURES = 4;  // then it is asked no more seldom
  const find = (selector, within = document) => within.querySelector(selector);

  function startBoard({ root, url, outbox, heard, tell }) {
    const list = find("[data-live-list]", root);
    const frame = find("[data-live-frame]", root);
    const units = find("select[name=raised_by]", root);
    let told = find("[data-live-board]", root).cloneNode(true);
    let tag = "";
    let timer = 0;
    let isShown = false;
    let isAsking = false;
    let failures = 0;
    let isWanted = false;  // asked for again meanwhile
    const fresh = new Map();  // arrived, but not in the list yet

    // --- Showing ---
    const unitName = (pk) => ([...units.options].find((option) => option.value === String(pk)) || {}).textContent || "";
    const pattern = (name) => document.getElementById(name).content.firstElementChild.cloneNode(true);
    function waiting(entry) {
      const row = pattern("live-waiting");
      row.dataset.k = row.dataset.key = entry.key;
      Object.assign(row.dataset, { unit: entry.raised_by, speaker: entry.speaker || "", revision: entry.revision });
      find(".live-words", row).textContent = entry.text;
      find("[data-unit]", row).textContent = unitName(entry.raised_by);
      find("[data-speaker]", row).textContent = entry.speaker ? ` (${entry.speaker})` : "";
      mark(row, entry);
      return row;
    }
    function mark(row, entry) {
      row.classList.add(entry.refused ? "is-refused" : "is-waiting");
      for (const part of row.querySelectorAll("[data-when]")) part.hidden = part.dataset.when !== (entry.refused ? "refused" : "waiting");
      for (const part of row.querySelectorAll("[data-theirs]")) part.hidden = !entry.theirs;
      if (entry.refused) find("[data-refused]", row).textContent = entry.refused;
      if (entry.theirs) find("[data-theirs] blockquote", row).textContent = entry.theirs;
    }
    // A logged one that is being corrected: its row, with the words that are on their way.
    function overlaid(row, entry) {
      find(".live-words", row).textContent = entry.text;
      if (!find(".live-note", row)) row.append(find(".live-note", pattern("live-waiting")));
      mark(row, entry);
      return row;
    }
    function wanted() {
      const rows = [...find("[data-live-list]", told).children].map((row) => row.cloneNode(true));
      const there = new Map(rows.filter((row) => row.dataset.key).map((row) => [row.dataset.key, row]));
      for (const key of fresh.keys()) if (there.has(key)) fresh.delete(key);
      for (const entry of [...fresh.values(), ...outbox.all()]) {
        const row = there.get(entry.key);
        if (row) {
          overlaid(row, entry);
        } else {
          rows.push(entry.code ? arrivedRow(entry) : waiting(entry));
          there.set(entry.key, rows[rows.length - 1]);
        }
      }
      return rows;
    }
    function arrivedRow(entry) {
      const row = waiting(entry);
      row.classList.remove("is-waiting");
      for (const part of row.querySelectorAll("[data-when]")) part.hidden = part.dataset.when !== "arrived";
      find("[data-code]", row).textContent = entry.code;
      return row;
    }
    function show() {
      const isAtEnd = !isShown || frame.scrollHeight - frame.scrollTop - frame.clientHeight < 80;
      const rows = wanted();
      const names = new Set(rows.map((row) => row.dataset.k));
      for (const row of [...list.children]) if (!names.has(row.dataset.k) && !find(".live-editor", row)) row.remove();
      const old = new Map([...list.children].map((row) => [row.dataset.k, row]));
      let place = list.firstElementChild;
      for (const row of rows) {
        const before = old.get(row.dataset.k);
        const html = row.outerHTML;
        let shown = row;
        if (before && (before.told === html || find(".live-editor", before))) shown = before;
        else if (before) before.replaceWith(row);
        if (place === before) place = shown;
        if (shown === row) row.told = html;
        if (shown === place) place = place.nextElementSibling;
        else list.insertBefore(shown, place);
      }
      find("[data-live-none]", root).hidden = list.children.length > 0;
      find("[data-live-count]", root).textContent = list.querySelectorAll(".live-entry:not(.is-over)").length;
      if (isAtEnd) frame.scrollTop = frame.scrollHeight;
      isShown = true;
    }

    // --- Asking ---
    // One after the other: an older answer never comes after a newer one.
    async function poll() {
      clearTimeout(timer);
      isWanted = isAsking;
      if (isAsking) return;
      isAsking = true;
      try {
        const answer = await window.live.ask(url, { headers: tag ? { "If-None-Match": tag } : {} });
        const state = answer.status === 304 ? "" : window.live.trouble(answer.status);
        const isOther = !state && answer.headers.get("X-Person") !== root.dataset.person;
        if (answer.status === 200 && !isOther) took(answer);
        if (!state && !isOther) find("[data-live-at]", root).textContent = answer.headers.get("X-At");
        failures = state ? failures + 1 : 0;
        heard(state || (isOther ? "someone-else" : "ok"), answer.headers.get("X-Now"));
      } catch {
        failures += 1;
        heard("offline");
      }
      isAsking = false;
      clearTimeout(timer);
      timer = setTimeout(poll, isWanted ? 0 : document.hidden ? SELDOM_MS : OFTEN_MS * Math.min(failures || 1, MOST_FAILURES));
    }
    function took(answer) {
      tag = answer.headers.get("ETag");
      const page = new DOMParser().parseFromString(answer.text, "text/html");
      told = find("[data-live-board]", page);
      find("[data-live-writers]", root).replaceChildren(...find("[data-live-writers]", told).childNodes);
      show();
    }

    // --- Correcting ---
    function edit(row) {
      if (find(".live-editor", row)) return;
      const entry = outbox.find(row.dataset.key);
      const form = pattern("live-editor");
      const choice = form.elements.namedItem("raised_by");
      choice.append(...[...units.children].map((part) => part.cloneNode(true)));
      choice.value = (entry && entry.raised_by) || row.dataset.unit;
      form.elements.namedItem("speaker").value = (entry && entry.speaker) ?? row.dataset.speaker ?? "";
      form.elements.namedItem("text").value = entry ? entry.text : find(".live-words", row).textContent;
      form.base = { seen: Number((entry && entry.seen) || row.dataset.seen || 0), revision: Number((entry && entry.revision) || row.dataset.revision || 0) };
      find("[data-live-withdraw]", form).hidden = !row.dataset.seen;
      find("[data-live-throw]", form).hidden = !entry || Boolean(row.dataset.seen);
      row.append(form);
      form.scrollIntoView({ block: "nearest" });
      form.elements.namedItem("text").focus();
    }
    function close(form) {
      const row = form.closest("li");
      form.remove();
      row.told = "";
      show();
      find("[data-live-text]", root).focus();
    }
    function save(form) {
      const key = form.closest("li").dataset.key;
      const [text, unit, speaker] = ["text", "raised_by", "speaker"].map((name) => form.elements.namedItem(name).value.trim());
      if (!text || !unit) return;
      const entry = outbox.find(key) || { key, ...form.base };
      outbox.put({ ...entry, text, raised_by: unit, speaker, revision: Math.max(entry.revision, form.base.revision) + 1 });
      close(form);
      outbox.run();
    }
    // What needs the server at once; while it is away the person is told.
    async function ask(url, body, done) {
      tell("");
      try {
        const answer = await window.live.post(url, { person: root.dataset.person, ...body });
        if (answer.status === 204) done();
        else tell(answer.status === 409 ? JSON.parse(answer.text).refused : root.dataset.refusedText);
      } catch {
        tell(root.dataset.awayText);
      }
      poll();
    }
    function asNew(key) {
      const { theirs, refused, queued, ...entry } = outbox.find(key);
      outbox.put({ ...entry, key: window.live.uuid(), revision: 0, seen: 0 });
      outbox.drop(key);
      show();
      outbox.run();
    }

    list.addEventListener("submit", (event) => {
      event.preventDefault();
      event.stopPropagation();
      save(event.target);
    });
    list.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (!button) return;
      const row = button.closest("li");
      if (button.matches("[data-live-edit]")) edit(row);
      else if (button.matches("[data-live-cancel]")) close(button.form);
      else if (button.matches("[data-live-withdraw]")) ask(root.dataset.withdrawUrl, { key: row.dataset.key }, () => close(button.form));
      else if (button.matches("[data-live-up]")) ask(root.dataset.moveUrl, { entry: button.dataset.liveUp, speech: "speech" in button.dataset }, () => {});
      else if (button.matches("[data-live-new]")) asNew(row.dataset.key);
      else if (button.matches("[data-live-throw]")) {
        outbox.drop(row.dataset.key);
        if (button.form) close(button.form);
        else show();
      }
    });
    list.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !event.target.closest(".live-editor")) return;
      event.stopPropagation();
      close(event.target.closest(".live-editor"));
    });
    document.addEventListener("visibilitychange", () => { if (!document.hidden) poll(); });
    addEventListener("online", poll);
    return {
      poll,
      show,
      has: (key) => [...list.children].some((row) => row.dataset.key === key),
      arrived(entry, code) { fresh.set(entry.key, { ...entry, code }); },
      editLast() {
        const own = [...list.querySelectorAll("[data-live-edit]")].pop();
        if (own) edit(own.closest("li"));
      },
    };
  }

  window.live.startBoard = startBoard;
})();
