// In the one file: shows the listings that have all the words, with or without their Vietnamese marks.
const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/đ/gi, "d").toLowerCase();
const form = document.querySelector("form");
const output = form.querySelector("output");
const groups = [...document.querySelectorAll(".group")];
const rows = [...document.querySelectorAll(".group li")].map((row) => [row, fold(row.textContent)]);

function find(typed) {
  const wanted = fold(typed).split(/\s+/).filter(Boolean);
  let count = 0;
  for (const [row, words] of rows) {
    row.hidden = !wanted.every((word) => words.includes(word));
    if (!row.hidden) count += 1;
  }
  for (const group of groups) {
    group.hidden = !group.querySelector("li:not([hidden])");
    group.open = wanted.length > 0;
  }
  output.textContent = wanted.length ? output.dataset.found.replace("{n}", count) : "";
}

form.hidden = false;
form.addEventListener("submit", (event) => event.preventDefault());
form.elements.q.addEventListener("input", ({ target }) => find(target.value));
