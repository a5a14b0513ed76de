// So that a live page opens again while the server is away: the page and what it is made of, as they were last.
// Everything else goes its ordinary way. Served by the application, so that its scope is the live pages alone.
(function () {
  "use strict";
  const CACHE = "live";
  const PATIENCE_MS = 8000;  // a network that is gone often says nothing at all

  async function newest(request) {
    const kept = await caches.open(CACHE);
    const asked = fetch(request).then(async (response) => {
      if (response.ok) await kept.put(request.url, response.clone()).catch(() => {});  // no room: then without
      return response;
    });
    const late = new Promise((done) => setTimeout(done, PATIENCE_MS));
    const response = await Promise.race([asked, late]).catch(() => undefined);
    if (response && response.status < 500) return response;
    return (await kept.match(request.url)) || asked;
  }

  self.addEventListener("install", () => self.skipWaiting());
  self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
  self.addEventListener("fetch", (event) => {
    const { request } = event;
    const address = new URL(request.url);
    const isPart = address.origin === location.origin && address.pathname.startsWith("/static/");
    if (request.method === "GET" && (request.mode === "navigate" || isPart)) event.respondWith(newest(request));
  });
})();
