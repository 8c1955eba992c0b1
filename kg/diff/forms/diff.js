"use strict";
(() => {
  const get = (id) => document.getElementById(id);
  const form = get("filters");
  const said = (number) => number.toLocaleString("en");
  const sections = Array.from(document.querySelectorAll("[data-group]"), (section) => ({
    section,
    size: section.querySelector(".size"),
    rules: Array.from(section.querySelectorAll(".rule")),
    ones: Array.from(section.querySelectorAll(".one"), (one) => ({
      one, sources: one.dataset.sources.split(" "), text: one.textContent.toLowerCase(),
    })),
  }));
  const all = sections.reduce((sum, { ones }) => sum + ones.length, 0);

  const filter = () => {
    const { kind, source, text } = form.elements;
    const words = text.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const { section, size, rules, ones } of sections) {
      let here = 0;
      const wanted = !kind.value || section.dataset.group === kind.value;
      for (const { one, sources, text: content } of ones) {
        const fits = wanted && (!source.value || sources.includes(source.value))
          && words.every((word) => content.includes(word));
        one.hidden = !fits;
        here += fits;
      }
      rules.forEach((rule) => { rule.hidden = !rule.querySelector(".one:not([hidden])"); });
      size.textContent = here === ones.length ? said(here) : `${said(here)} of ${said(ones.length)}`;
      section.hidden = here === 0;
      shown += here;
    }
    get("status").textContent = shown === all ? `${said(all)} shown` : `${said(shown)} of ${said(all)} shown`;
    get("none").hidden = shown > 0;
  };

  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(filter));
  get("clear").addEventListener("click", () => form.reset());
  form.hidden = false;
  filter();
})();
