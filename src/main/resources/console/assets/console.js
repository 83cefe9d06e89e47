// Keyboard, colours, local times. Without it every page works, only less comfortably.
(() => {
  "use strict";
  const rows = () => [...document.querySelectorAll("[data-row]")];
  let picked = null;

  const pick = (row) => {
    rows().forEach((other) => other.classList.toggle("picked", other === row));
    picked = row ? row.dataset.row : null;
    if (row) {
      const link = row.querySelector("a, button, input");
      (link || row).focus({ preventScroll: true });
      row.scrollIntoView({ block: "nearest" });
    }
  };

  const move = (step) => {
    const all = rows();
    if (all.length === 0) return;
    const at = all.findIndex((row) => row.dataset.row === picked);
    pick(all[Math.max(0, Math.min(all.length - 1, at < 0 ? 0 : at + step))]);
  };

  const go = { d: "/console/", c: "/console/causes", l: "/console/letters", r: "/console/replays", b: "/console/batches",
    w: "/console/webhooks", v: "/console/virtual", a: "/console/audit" };
  let began = 0;

  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select, [contenteditable]");
    if (event.key === "Escape" && typing) { typing.blur(); return; }
    if (typing || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    if (Date.now() - began < 1200 && go[event.key]) {
      began = 0;
      const link = document.querySelector(`.nav a[href="${go[event.key]}"]`);
      if (link) link.click();
    } else if (event.key === "g") began = Date.now();
    else if (event.key === "j") move(1);
    else if (event.key === "k") move(-1);
    else if (event.key === "x") document.querySelector(".picked input[type=checkbox]")?.click();
    else if (event.key === "/") document.querySelector("[data-search]")?.focus();
    else if (event.key === "?") document.querySelector("#help")?.showModal();
    else return;
    event.preventDefault();
  });

  const theme = (name) => {
    if (name) document.documentElement.dataset.theme = name;
    document.cookie = `hub-theme=${name}; path=/console; max-age=31536000; samesite=strict`;
  };

  document.addEventListener("click", (event) => {
    const target = event.target.closest("[data-act]");
    if (!target) return;
    if (target.dataset.act === "theme") {
      const now = document.documentElement.dataset.theme
        || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
      theme(now === "dark" ? "light" : "dark");
    } else if (target.dataset.act === "help") document.querySelector("#help")?.showModal();
    else if (target.dataset.act === "close") target.closest("dialog")?.close();
  });

  // One press is one order, however often somebody presses.
  document.addEventListener("submit", (event) => {
    if (event.target.dataset.sent) { event.preventDefault(); return; }
    if (event.target.method === "post") event.target.dataset.sent = "yes";
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent);
  });

  document.addEventListener("change", (event) => {
    if (!event.target.matches("[data-all]")) return;
    document.querySelectorAll(`input[name="${event.target.dataset.all}"]`)
      .forEach((box) => { box.checked = event.target.checked; });
  });

  const local = (root) => root.querySelectorAll("time[datetime]").forEach((time) => {
    const at = new Date(time.dateTime);
    if (Number.isNaN(at.getTime()) || time.title) return;
    time.title = `${at.toLocaleString()} · ${time.dateTime}`;
    if (time.hasAttribute("data-local")) {
      time.textContent = at.toLocaleString(undefined,
        { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", second: "2-digit" });
    }
  });
  local(document);
  document.addEventListener("htmx:load", (event) => {
    local(event.target);
    const again = picked && rows().find((row) => row.dataset.row === picked);
    if (again) again.classList.add("picked");
  });
})();
