// Compares a chosen or dropped file with the issued ones by its SHA-256. The file never leaves the browser.
(function () {
  "use strict";
  const box = document.querySelector(".hash-drop");
  if (!box || !window.crypto || !window.crypto.subtle) return; // the page says how to compare by hand
  const hashes = box.dataset.hashes.trim().split(/\s+/);
  const input = box.querySelector(".hash-input");
  const zone = box.querySelector(".hash-zone");
  const result = box.querySelector(".hash-result");

  function say(key, name, tone) {
    result.textContent = name ? `${name}: ${result.dataset[key]}` : result.dataset[key];
    result.className = `hash-result is-${tone}`;
  }
  async function compare(file) {
    say("working", file.name, "working");
    try {
      const digest = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
      const hash = [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
      if (hashes.includes(hash)) say("same", file.name, "same");
      else say("other", file.name, "other");
    } catch {
      say("failed", file.name, "other");
    }
  }

  box.hidden = false;
  document.querySelector(".hash-by-hand").open = false;
  input.addEventListener("change", () => { if (input.files.length) compare(input.files[0]); });
  for (const kind of ["dragenter", "dragover"]) {
    zone.addEventListener(kind, (event) => { event.preventDefault(); zone.classList.add("is-over"); });
  }
  for (const kind of ["dragleave", "drop"]) zone.addEventListener(kind, () => zone.classList.remove("is-over"));
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    if (event.dataTransfer.files.length) compare(event.dataTransfer.files[0]);
  });
  // A file dropped beside the zone must not replace the page.
  for (const kind of ["dragover", "drop"]) document.addEventListener(kind, (event) => event.preventDefault());
})();
