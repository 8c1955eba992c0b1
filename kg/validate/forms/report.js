"use strict";
(() => {
  const PAGE = 100;
  const SEVERITY = 0, RULE = 1, SOURCE = 2;
  const RANK = { violation: 0, warning: 1, info: 2 };
  const get = (id) => document.getElementById(id);
  const table = get("table"), body = table.tBodies[0], form = get("filters");
  const heads = [...table.tHead.rows[0].cells];
  const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });
  const rows = Array.from(body.rows, (tr, number) => {
    const cells = Array.from(tr.cells, (cell) => cell.textContent.trim());
    cells[SEVERITY] = tr.cells[SEVERITY].firstElementChild.dataset.severity;
    return { tr, number, cells, text: cells.join("\n").toLowerCase() };
  });
  let order = rows, matching = rows, page = 0;

  const pages = () => Math.max(1, Math.ceil(matching.length / PAGE));

  const show = () => {
    page = Math.min(Math.max(page, 0), pages() - 1);
    const first = page * PAGE, last = Math.min(first + PAGE, matching.length);
    matching.forEach((row, at) => row.tr.classList.toggle("later", at < first || at >= last));
    const said = (number) => number.toLocaleString("en");
    const all = matching.length === rows.length ? "" : ` (of ${said(rows.length)} in all)`;
    get("shown").textContent = matching.length ? `${said(first + 1)} to ${said(last)} of ` : "";
    get("of").textContent = `${said(matching.length)} ${matching.length === 1 ? "finding" : "findings"}${all}`;
    get("before").disabled = page === 0;
    get("after").disabled = page === pages() - 1;
    get("none").hidden = matching.length > 0;
    table.hidden = matching.length === 0;
  };

  const filter = () => {
    const { severity, rule, source, text } = form.elements;
    const anySource = source.selectedIndex === 0;
    const words = text.value.toLowerCase().split(/\s+/).filter(Boolean);
    matching = order.filter((row) => {
      const fits = (!severity.value || row.cells[SEVERITY] === severity.value)
        && (!rule.value || row.cells[RULE] === rule.value)
        && (anySource || row.cells[SOURCE] === source.value)
        && words.every((word) => row.text.includes(word));
      row.tr.classList.toggle("off", !fits);
      return fits;
    });
    page = 0;
    show();
  };

  const compare = (column) => {
    if (column === SEVERITY) return (a, b) => RANK[a.cells[column]] - RANK[b.cells[column]];
    return (a, b) => collator.compare(a.cells[column], b.cells[column]);
  };

  const sort = (column) => {
    const head = heads[column];
    const down = head.getAttribute("aria-sort") === "ascending";
    heads.forEach((one) => one.removeAttribute("aria-sort"));
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    const by = compare(column), sign = down ? -1 : 1;
    order = rows.slice().sort((a, b) => sign * by(a, b) || a.number - b.number);
    const moved = document.createDocumentFragment();
    order.forEach((row) => moved.append(row.tr));
    body.append(moved);
    filter();
  };

  const turn = (by) => {
    page += by;
    show();
    table.scrollIntoView({ block: "start" });
  };

  heads.forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    button.addEventListener("click", () => sort(column));
    head.append(button);
  });
  document.querySelectorAll(".only").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => {
      form.reset();
      form.elements.rule.value = button.dataset.rule;
      filter();
      get("findings").focus();
    });
  });
  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(filter));
  get("clear").addEventListener("click", () => form.reset());
  get("before").addEventListener("click", () => turn(-1));
  get("after").addEventListener("click", () => turn(1));
  form.hidden = get("pager").hidden = false;
  document.documentElement.classList.add("scripted");
  filter();
})();
