"use strict";
(function () {
  function key(cell) {
    return cell.hasAttribute("data-sort") ? cell.getAttribute("data-sort") : cell.textContent;
  }
  function compare(a, b) {
    var x = Number(a), y = Number(b);
    if (a !== "" && b !== "" && !isNaN(x) && !isNaN(y)) { return x - y; }
    return a.localeCompare(b, "en-GB", { numeric: true });
  }
  function labelled(words, control) {
    var label = document.createElement("label");
    label.append(words, control);
    return label;
  }
  function tools(table) {
    var body = table.tBodies[0], rows = Array.from(body.rows);
    var headings = Array.from(table.tHead.rows[0].cells);
    var choices = [], search = document.createElement("input"), count = document.createElement("output");
    search.type = "search";
    function show() {
      var wanted = search.value.trim().toLocaleLowerCase("en-GB"), shown = 0;
      rows.forEach(function (row) {
        var fits = row.textContent.toLocaleLowerCase("en-GB").includes(wanted) && choices.every(function (choice) {
          return choice.control.value === "" || row.cells[choice.place].textContent === choice.control.value;
        });
        row.hidden = !fits;
        if (fits) { shown += 1; }
      });
      count.textContent = shown + " of " + rows.length + " shown";
    }
    function sort(heading, place) {
      var down = heading.getAttribute("aria-sort") === "ascending";
      headings.forEach(function (other) { other.removeAttribute("aria-sort"); });
      heading.setAttribute("aria-sort", down ? "descending" : "ascending");
      rows.sort(function (a, b) {
        var order = compare(key(a.cells[place]), key(b.cells[place]));
        return down ? -order : order;
      });
      body.append.apply(body, rows);
    }
    var box = document.createElement("div");
    box.className = "tools";
    box.append(labelled("Search this table", search));
    headings.forEach(function (heading, place) {
      if (heading.hasAttribute("data-chart")) { return; }
      if (heading.hasAttribute("data-choices")) {
        var values = Array.from(new Set(rows.map(function (row) { return row.cells[place].textContent; })));
        if (values.length > 1 && values.length <= 200) {
          var control = document.createElement("select");
          control.append(new Option("All", ""));
          values.sort(compare).forEach(function (value) { control.append(new Option(value, value)); });
          control.addEventListener("change", show);
          choices.push({ place: place, control: control });
          box.append(labelled(heading.textContent, control));
        }
      }
      var button = document.createElement("button");
      button.type = "button";
      button.textContent = heading.textContent;
      button.addEventListener("click", function () { sort(heading, place); });
      heading.replaceChildren(button);
    });
    search.addEventListener("input", show);
    box.append(count);
    table.parentElement.before(box);
    show();
  }
  function ready(table) {
    if (table.hasAttribute("data-tools") && table.tBodies[0].rows.length > 1) {
      table.removeAttribute("data-tools");
      tools(table);
    }
  }
  function open() {
    var target = location.hash && document.getElementById(location.hash.slice(1));
    if (target && target.tagName === "DETAILS") { target.open = true; target.scrollIntoView(); }
  }
  document.querySelectorAll("table[data-tools]").forEach(function (table) {
    var folded = table.closest("details");
    if (folded && !folded.open) {
      folded.addEventListener("toggle", function () { ready(table); });
    } else {
      ready(table);
    }
  });
  window.addEventListener("hashchange", open);
  open();
}());
