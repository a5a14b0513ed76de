// Runs before the first paint, so that a chosen theme never flashes. Without a choice the system decides (tokens.css).
(function () {
  "use strict";
  const root = document.documentElement;
  root.classList.add("js");
  let chosen = "auto";
  try {
    chosen = localStorage.getItem("theme") || "auto";
  } catch {
    // Storage may be forbidden; the system's theme is then right.
  }
  const dark = matchMedia("(prefers-color-scheme: dark)");
  window.applyTheme = function (theme) {
    root.dataset.themeChoice = theme;
    root.dataset.bsTheme = theme === "auto" ? (dark.matches ? "dark" : "light") : theme;
  };
  window.applyTheme(chosen);
  dark.addEventListener("change", () => window.applyTheme(root.dataset.themeChoice));
})();
