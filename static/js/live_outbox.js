// What was logged on a live page and has not arrived yet: kept in this browser, for this person and this conference;
// sent in order, by one tab at a time, until the server has named the number of each.
(function () {
  "use strict";
  const AT_ONCE = 20;
  const SILENCE_MS = 5000;
  const PATIENCE_MS = 15000;
  const WAITS_MS = [1000, 2000, 4000, 8000, 15000];
  const TRIES = 3;
  const LATER_MS = 60000;

  const token = () => (document.cookie.match(/(?:^|; )csrftoken=([^;]+)/) || [])[1] || "";
  const held = (name, work) => (navigator.locks ? navigator.locks.request(name, work) : work());

  // A server that takes what is sent and says nothing looks like one that is slow: after a while it is told as
  // one that is away ("live-silence"), then given up. Sent again, the same counts once.
  let silent = 0;
  function silence(step) {
    silent += step;
    dispatchEvent(new Event("live-silence"));
  }
  // `redirect: "manual"`: what leads elsewhere leads to the sign-in. A half answer is no answer: json() fails.
  async function ask(address, options) {
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort(), PATIENCE_MS);
    let isSilent = false;
    const teller = setTimeout(() => { isSilent = true; silence(1); }, SILENCE_MS);
    try {
      const response = await fetch(address, { redirect: "manual", cache: "no-store", signal: abort.signal, ...options });
      const text = response.type === "opaqueredirect" ? "" : await response.text();
      return { status: response.type === "opaqueredirect" ? 302 : response.status, headers: response.headers, text };
    } finally {
      clearTimeout(timer);
      clearTimeout(teller);
      if (isSilent) silence(-1);
    }
  }
  const post = (address, body) => ask(address, {
    method: "POST", body: JSON.stringify(body), headers: { "Content-Type": "application/json", "X-CSRFToken": token() },
  });
  // What an answer says of the connection; "" when it is about what was sent.
  function trouble(status) {
    if (status === 302) return "signed-out";
    if (status === 409) return "someone-else";
    if (status >= 500 || status === 408 || status === 429) return "offline";
    if (status >= 400 && status !== 400 && status !== 413) return "refused";
    return "";
  }

  // `changed()`: the entries are others than before; `arrived(entry, code)`; `heard(state)`: how the connection is.
  function startOutbox({ person, conference, url, changed, arrived, heard }) {
    const prefix = `live:${person}:${conference}:out:`;
    const unkept = new Map();  // not even in the browser's store
    let size = AT_ONCE;
    let failures = 0;
    let timer = 0;
    let isRunning = false;
    let isAgain = false;

    // --- The store: a place for each entry, so that two tabs never write over each other ---
    function read(key) {
      try {
        return unkept.get(key) || JSON.parse(localStorage.getItem(prefix + key));
      } catch {
        return null;
      }
    }
    function keys() {
      let kept = [];
      try {
        kept = Object.keys(localStorage).filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length));
      } catch {
        // Only what this page remembers is left.
      }
      return [...new Set([...kept, ...unkept.keys()])];
    }
    const all = () => keys().map(read).filter(Boolean).sort((one, other) => one.queued - other.queued);
    function keep(entry) {
      try {
        localStorage.setItem(prefix + entry.key, JSON.stringify(entry));
        unkept.delete(entry.key);
      } catch {
        unkept.set(entry.key, entry);
      }
    }
    function drop(key) {
      unkept.delete(key);
      try {
        localStorage.removeItem(prefix + key);
      } catch {
        // Then it was not there.
      }
    }

    // --- Sending ---
    // As it is now; reworded or dropped while it was on its way, an answer to the old words is not for it.
    function unchanged(sent) {
      const entry = read(sent.key);
      return entry && entry.revision === sent.revision ? entry : null;
    }
    function take(answers, sent) {
      let taken = 0;
      for (const answer of answers) {
        const before = sent.find((entry) => entry.key === answer.key);
        if (!before) continue;
        taken += 1;
        const entry = unchanged(before);
        if (!entry) continue;
        if (answer.refused) {
          keep({ ...entry, ...answer, revision: Math.max(entry.revision, answer.revision || 0) });
        } else {
          drop(entry.key);
          arrived(entry, answer.code);
        }
      }
      changed();
      return taken;
    }
    // One that breaks the server must not keep back those behind it.
    function passBy(sent) {
      const entry = unchanged(sent);
      if (!entry) return;
      const tries = (entry.tries || 0) + 1;
      keep({ ...entry, tries: tries % TRIES, later: tries < TRIES ? 0 : Date.now() + LATER_MS });
    }
    function refuse(sent, text) {
      const entry = unchanged(sent);
      if (!entry) return;
      let sentence = "";
      try {
        sentence = JSON.parse(text).refused;
      } catch {
        // A page of some machine between, not ours.
      }
      keep({ ...entry, refused: sentence || document.querySelector("[data-live]").dataset.refusedText });
      changed();
    }
    async function round() {
      const due = all().filter((entry) => !entry.refused && (entry.later || 0) <= Date.now()).slice(0, size);
      if (!due.length) return "ok";
      const answer = await post(url, { person, entries: due });
      if (answer.status === 200) {
        size = AT_ONCE;
        return take(JSON.parse(answer.text).answers, due) ? "more" : "offline";
      }
      const isBroken = answer.status === 500;
      if (due.length > 1 && (isBroken || !trouble(answer.status))) size = Math.ceil(due.length / 2);
      else if (isBroken) passBy(due[0]);
      else if (!trouble(answer.status)) refuse(due[0], answer.text);
      return trouble(answer.status) || "more";
    }
    async function run() {
      if (isRunning) {
        isAgain = true;
        return;
      }
      isRunning = true;
      clearTimeout(timer);
      let outcome = "more";
      while (outcome === "more" || (outcome === "ok" && isAgain)) {
        isAgain = false;
        try {
          outcome = await held(prefix, round);
        } catch {
          outcome = "offline";
        }
      }
      isRunning = false;
      failures = outcome === "ok" ? 0 : failures + 1;
      heard(outcome);
      const waits = all().some((entry) => !entry.refused);
      if (waits) timer = setTimeout(run, WAITS_MS[Math.min(Math.max(failures - 1, 0), WAITS_MS.length - 1)] * (0.8 + Math.random() * 0.4));
    }

    addEventListener("storage", (event) => {
      if (!event.key || event.key.startsWith(prefix)) changed();
    });
    return {
      all,
      drop,
      find: read,
      run,
      isUnkept: () => unkept.size > 0,
      // Whatever is put here again has been changed by the person: it is not refused any more.
      put(entry) {
        const { refused, theirs, later, tries, ...plain } = entry;
        const last = Math.max(0, ...all().map((one) => one.queued));
        keep({ ...plain, queued: plain.queued || Math.max(Date.now(), last + 1) });
        changed();
      },
    };
  }

  window.live = { ask, isSilent: () => silent > 0, post, startOutbox, token, trouble };
})();
