// Every page works without this file; it only saves steps.

/** Bring the reader to what is to be put right. */
function focusProblems(within) {
  const box = within.matches?.("[data-focus]") ? within : within.querySelector("[data-focus]");
  box?.focus();
}

/** Add an empty row at the end of a set of rows. */
function addRow(prefix) {
  const rows = document.getElementById(`${prefix}-rows`);
  const empty = document.getElementById(`${prefix}-empty`);
  const total = document.getElementById(`id_${prefix}-TOTAL_FORMS`);
  if (!rows || !empty || !total) return false;
  const holder = document.createElement("template");
  holder.innerHTML = empty.innerHTML.replaceAll("__prefix__", total.value);
  total.value = String(Number(total.value) + 1);
  const row = holder.content.firstElementChild;
  rows.append(holder.content);
  window.htmx?.process(row);
  row.querySelector("input:not([type=hidden]), select, textarea")?.focus();
  row.dispatchEvent(new Event("input", { bubbles: true }));
  return true;
}

/** Take a row away: ticked for deletion where it was saved before, emptied where it was not. */
function removeRow(button) {
  const row = button.closest("[data-row]");
  if (!row) return false;
  const tick = row.querySelector("input[name$='-DELETE']");
  if (tick) tick.checked = true;
  else {
    for (const input of row.querySelectorAll("input:not([type=hidden]), select, textarea")) {
      if (input.type === "checkbox" || input.type === "radio") input.checked = false;
      else input.value = "";
    }
  }
  const next = row.parentElement.querySelector("[data-row]:not([hidden])");
  row.hidden = true;
  for (const input of row.querySelectorAll("[required]")) input.required = false;
  row.dispatchEvent(new Event("input", { bubbles: true }));
  (row.closest("form")?.querySelector("[data-add-row]") ?? next)?.focus();
  return true;
}

document.addEventListener("click", (event) => {
  const add = event.target.closest("[data-add-row]");
  const remove = event.target.closest("[data-remove-row]");
  if ((add && addRow(add.dataset.addRow)) || (remove && removeRow(remove))) event.preventDefault();
});

document.addEventListener("change", (event) => {
  if (event.target.matches("select[data-submit]")) event.target.form.requestSubmit();
});

document.addEventListener("htmx:afterSettle", (event) => focusProblems(event.detail.elt));
focusProblems(document.body);
