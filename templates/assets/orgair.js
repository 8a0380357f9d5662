// Comfort only: every page is whole without it. Long tables get a filter, tables of rows get
// sorting by column. A total stays where it is.
"use strict";

(function () {
  const FILTER_FROM = 12;
  const SORT_FROM = 3;

  function rowsOf(table) {
    return Array.from(table.tBodies[0].rows).filter((row) => !row.classList.contains("total"));
  }

  // What a cell is sorted by: its words without the small print, or its first number.
  function keyOf(row, index, numeric) {
    const cell = row.cells[index].cloneNode(true);
    cell.querySelectorAll("small").forEach((note) => note.remove());
    if (cell.querySelector("i") || cell.textContent.trim() === "") return null;
    const text = cell.textContent.trim();
    if (!numeric) return text;
    const number = parseFloat(text.replace(/,/g, ""));
    return Number.isNaN(number) ? null : number;
  }

  // What is absent comes last, whichever way the column is sorted.
  function compare(a, b, way) {
    if (a === null || b === null) return (a === null) - (b === null);
    return way * (typeof a === "number" ? a - b : a.localeCompare(b, "en", { numeric: true }));
  }

  function sortBy(table, heading) {
    const index = heading.cellIndex;
    const numeric = getComputedStyle(heading).textAlign === "end";
    const before = heading.getAttribute("aria-sort");
    const ascending = before ? before === "descending" : !numeric;
    const body = table.tBodies[0];
    const total = body.querySelector(".total");
    const rows = rowsOf(table).map((row) => ({ row, key: keyOf(row, index, numeric) }));
    rows.sort((a, b) => compare(a.key, b.key, ascending ? 1 : -1));
    rows.forEach(({ row }) => body.insertBefore(row, total));
    table.querySelectorAll("[aria-sort]").forEach((other) => other.removeAttribute("aria-sort"));
    heading.setAttribute("aria-sort", ascending ? "ascending" : "descending");
  }

  // Not a <button>: Chromium repeats no heading with a control in it on the sheets of a print.
  function addSorting(table) {
    Array.from(table.tHead.rows[0].cells).forEach((heading) => {
      const button = document.createElement("span");
      button.className = "sort";
      button.tabIndex = 0;
      button.setAttribute("role", "button");
      button.append(...heading.childNodes);
      button.addEventListener("click", () => sortBy(table, heading));
      button.addEventListener("keydown", (event) => {
        if (event.key !== "Enter" && event.key !== " ") return;
        event.preventDefault();
        sortBy(table, heading);
      });
      heading.append(button);
    });
  }

  function addFilter(table) {
    const region = table.closest(".scroll");
    const label = document.createElement("label");
    const input = document.createElement("input");
    const count = document.createElement("output");
    label.className = "filter";
    input.type = "search";
    input.name = "filter";
    input.autocomplete = "off";
    label.append("Filter these rows", input, count);
    input.addEventListener("input", () => {
      const wanted = input.value.trim().toLocaleLowerCase("en");
      const rows = rowsOf(table);
      rows.forEach((row) => {
        row.hidden = !row.textContent.toLocaleLowerCase("en").includes(wanted);
      });
      const left = rows.filter((row) => !row.hidden).length;
      count.textContent = wanted === "" ? "" : left + " of " + rows.length;
    });
    region.before(label);
  }

  document.querySelectorAll("main section .scroll > table").forEach((table) => {
    if (table.closest("details")) return;
    const rows = rowsOf(table).length;
    if (rows >= SORT_FROM) addSorting(table);
    if (rows >= FILTER_FROM && !table.closest(".prose")) addFilter(table);
  });

  // The menu closes as menus do.
  document.querySelectorAll("details.menu").forEach((menu) => {
    document.addEventListener("click", (event) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
    menu.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !menu.open) return;
      menu.open = false;
      menu.querySelector("summary").focus();
    });
  });
})();
