// Beside a text that is typed: Alt and a digit ticks the similar one of that number; the cursor stays in the text.
(function () {
  "use strict";
  document.addEventListener("keydown", (event) => {
    const digit = event.code.match(/^(?:Digit|Numpad)([1-9])$/);
    if (!digit || !event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const choices = document.querySelectorAll("[data-similar] .similar-choice input");
    const choice = choices[Number(digit[1]) - 1];
    if (!choice) return;
    event.preventDefault();
    choice.click();
  });
})();
