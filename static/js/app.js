// What pages do beyond HTML: theme, menus, dialogs, messages, shortcuts, filters, linked text. All of it is an extra:
// every page works without this file. Events are caught on document, so that fragments brought by htmx work too.
(function () {
  "use strict";
  const find = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const typing = (element) => element.closest("input, textarea, select, [contenteditable]");

  // --- Theme ---
  function showTheme() {
    for (const button of all("[data-theme-value]")) {
      button.setAttribute("aria-pressed", String(button.dataset.themeValue === document.documentElement.dataset.themeChoice));
    }
  }
  function chooseTheme(theme) {
    try {
      localStorage.setItem("theme", theme);
    } catch {
      // The choice then lasts for this page only.
    }
    window.applyTheme(theme);
    showTheme();
  }

  // --- Menus (<details>) and dialogs ---
  function closeMenus(except) {
    for (const menu of all("[data-menu][open]")) {
      if (menu !== except) menu.open = false;
    }
  }
  function openDialog(dialog) {
    closeMenus();
    if (dialog.open) return;
    dialog.showModal();
    const first = find("input:not([type=hidden]), textarea, select", dialog);
    if (first) first.focus();
  }

  // --- Messages ---
  function closeMessage(message) {
    message.remove();
  }
  function startMessage(message) {
    find("[data-close]", message).hidden = false;
    if (message.dataset.toast !== "fades") return;
    const wait = () => setTimeout(() => closeMessage(message), 9000);
    let timer = wait();
    for (const stop of ["mouseenter", "focusin"]) message.addEventListener(stop, () => clearTimeout(timer));
    for (const go of ["mouseleave", "focusout"]) message.addEventListener(go, () => { timer = wait(); });
  }

  // --- Text pieces and the tasks made of them ---
  function light(source) {
    for (const element of all(".is-linked")) element.classList.remove("is-linked");
    const link = source && source.dataset.link;
    if (!link) return;
    for (const element of all(`[data-link="${CSS.escape(link)}"]`)) element.classList.add("is-linked");
  }
  function jump(source) {
    const others = all(`[data-link="${CSS.escape(source.dataset.link)}"]`).filter((e) => e !== source);
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (others[0]) others[0].scrollIntoView({ behavior: calm ? "auto" : "smooth", block: "nearest" });
  }

  // --- Filters ---
  function narrowed(form) {
    return all("input, select", form).some((field) => field.name && field.type !== "hidden" && field.value);
  }
  function showClear(form) {
    const link = find("[data-clear]", form);
    if (link) link.hidden = !narrowed(form);
  }

  document.addEventListener("click", (event) => {
    const target = event.target;
    closeMenus(target.closest("[data-menu]"));
    const theme = target.closest("[data-theme-value]");
    if (theme) chooseTheme(theme.dataset.themeValue);
    const opener = target.closest("[popovertarget]");
    const dialog = opener && document.getElementById(opener.getAttribute("popovertarget"));
    if (dialog && dialog.tagName === "DIALOG") {
      event.preventDefault();
      if (opener.getAttribute("popovertargetaction") === "hide") dialog.close();
      else openDialog(dialog);
    }
    // A click beside a modal dialog, on its backdrop, lands on the dialog itself.
    if (target.matches("dialog[popover]") && target.open) {
      const box = target.getBoundingClientRect();
      const inside = event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
      if (!inside && (event.clientX || event.clientY)) target.close();
    }
    const message = target.closest("[data-close]");
    if (message) closeMessage(message.closest("[data-toast]"));
    const piece = target.closest("[data-link]");
    if (piece && !target.closest("a, button, input, select, textarea, label, summary")) jump(piece);
  });
  document.addEventListener("mouseover", (event) => light(event.target.closest("[data-link]")));
  document.addEventListener("focusin", (event) => light(event.target.closest("[data-link]")));

  // --- Keyboard ---
  let going = 0;
  function shortcut(event) {
    if (event.key === "/" && find("[data-search]")) {
      find("[data-search]").focus();
      find("[data-search]").select();
      return true;
    }
    if (event.key === "?" && find("#help")) {
      openDialog(find("#help"));
      return true;
    }
    if (event.key === "g") {
      going = Date.now();
      return true;
    }
    const place = Date.now() - going < 1500 && find(`[data-go="${CSS.escape(event.key)}"]`);
    going = 0;
    if (place) location.assign(place.href);
    return Boolean(place);
  }
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      const form = event.target.closest("form");
      if (form) {
        event.preventDefault();
        form.requestSubmit();
      }
      return;
    }
    if (event.key === "Escape") {
      const menu = find("[data-menu][open]");
      if (menu) {
        menu.open = false;
        find("summary", menu).focus();
      } else if (find("[data-closes]") && !find("dialog[open]")) {
        location.assign(find("[data-closes]").href);
      }
      return;
    }
    if (event.key === "Enter" && event.target.matches("[data-link]")) jump(event.target);
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || find("dialog[open]")) return;
    if (shortcut(event)) event.preventDefault();
  });

  // --- htmx ---
  document.addEventListener("htmx:configRequest", (event) => {
    const form = event.detail.elt.closest("[data-filters]");
    if (!form) return;
    for (const [name, value] of [...event.detail.formData]) {
      if (!value) event.detail.formData.delete(name);
    }
    showClear(form);
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    // After a long pause the answer is the sign-in page; it needs the whole window, and leads back here.
    if (new URL(event.detail.xhr.responseURL, location.href).pathname === document.body.dataset.signIn) {
      event.detail.shouldSwap = false;
      location.reload();
    }
  });
  function tellTrouble() {
    const note = find("#trouble");
    if (!note || find("#messages #trouble-shown")) return;
    const message = note.content.firstElementChild.cloneNode(true);
    message.id = "trouble-shown";
    find("#messages").append(message);
    startMessage(message);
  }
  document.addEventListener("htmx:responseError", tellTrouble);
  document.addEventListener("htmx:sendError", tellTrouble);

  // --- Tabs: on a narrow screen the chosen one may lie beyond the edge ---
  function showTab(tab) {
    const strip = tab.closest(".tabs");
    const [place, frame] = [tab.getBoundingClientRect(), strip.getBoundingClientRect()];
    strip.scrollLeft += place.left - frame.left - (frame.width - place.width) / 2;
  }

  function start(within) {
    for (const tab of all(".tabs [aria-current]", within)) showTab(tab);
    for (const message of all("[data-toast]", within)) startMessage(message);
    for (const dialog of all("dialog[data-open]", within)) openDialog(dialog);
    for (const form of all("[data-filters]", within)) showClear(form);
    for (const group of all("[data-themes]", within)) group.hidden = false;
  }
  // htmx reports the whole body once at the start; that is done below.
  document.addEventListener("htmx:load", (event) => { if (event.detail.elt !== document.body) start(event.detail.elt); });
  start(document);
  showTheme();
  const broken = find("[data-focus]");
  if (broken) broken.focus();
})();
