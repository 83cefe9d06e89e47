// Drives the console with a real browser, step by step, and writes down what it saw: argv[2] is a JSON object with base, name,
// password, simulator (address of its control), chromium, result (file) and images (folder, or empty).
"use strict";
const fs = require("fs");
const path = require("path");
const { chromium } = require("playwright-core");

const plan = JSON.parse(process.argv[2]);
const axe = fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const seen = { steps: {}, serious: [], errors: [], dialogs: 0 };
const number = (text) => Number(text.replace(/[^0-9]/g, ""));

(async () => {
  const browser = await chromium.launch({
    executablePath: plan.chromium,
    args: ["--no-sandbox", "--headless", "--disable-gpu", "--disable-quic", "--no-first-run",
      "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  });
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, colorScheme: "light" });
  context.setDefaultTimeout(60_000);
  const page = await context.newPage();
  page.on("pageerror", (error) => seen.errors.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error" && !/status of 4\d\d/.test(message.text())) seen.errors.push(message.text());
  });
  page.on("dialog", (dialog) => { seen.dialogs++; dialog.dismiss(); });

  const step = (name, value) => { seen.steps[name] = value; };
  const figure = async (label) => number(await page.locator(".figures > div", { hasText: label }).first().locator("dd").innerText());
  const look = async (name) => {
    if (plan.images) await page.screenshot({ path: path.join(plan.images, `console-${name}.png`), animations: "disabled" });
    for (const scheme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme: scheme });
      await page.evaluate(axe);
      const found = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
      found.violations.filter((one) => one.impact === "serious" || one.impact === "critical")
        .forEach((one) => seen.serious.push(`${name}, ${scheme}: ${one.id}: ${one.nodes[0].html.slice(0, 200)}`));
    }
    await page.emulateMedia({ colorScheme: "light" });
  };
  const open = (to) => page.goto(plan.base + to);
  const until = async (read, wanted) => {
    for (const end = Date.now() + 60_000; Date.now() < end; await page.waitForTimeout(200)) {
      try { if (wanted(await read())) return; } catch (error) { if (error.name !== "TimeoutError") throw error; }
    }
    throw new Error("it did not become so: " + read);
  };
  const state = () => page.locator("#live .title .state").first().innerText();

  // Sign in
  await open("/login");
  await look("sign-in");
  await page.fill("#name", plan.name);
  await page.fill("#password", plan.password);
  await page.click("button:has-text('Sign in')");
  await page.waitForURL("**/console/");

  // What is wrong, and why
  await until(() => figure("need a person"), (dead) => dead >= 1001);
  step("dead", await figure("need a person"));
  await look("dashboard");
  await page.keyboard.press("g");
  await page.keyboard.press("c");
  await page.waitForURL("**/causes");
  await page.waitForSelector("[data-row]");
  await look("causes");
  await page.keyboard.press("j");
  step("picked", await page.locator(".picked a.main").innerText());
  await page.keyboard.press("Enter");
  await page.waitForSelector("text=What operators say");
  step("open", await figure("open letters"));
  step("why", await page.locator(".note.bad").first().innerText());
  const cause = page.url();
  await page.fill("#because", "called the loyalty team");
  await page.selectOption("#state", "ACKNOWLEDGED");
  await page.click("button:has-text('Save')");
  await page.waitForSelector(".head .state:has-text('acknowledged')");
  await page.fill("#text", "Their plug-in was deployed at two. <script>alert(1)</script>");
  await page.click("button:has-text('Add the note')");
  await page.waitForSelector("text=Their plug-in was deployed");
  await look("cause");

  // One letter whose own data is wrong: edited and replayed
  await open("/letters?query=" + encodeURIComponent("state:open and key:" + plan.wrongKey));
  await page.keyboard.press("/");
  step("searching", await page.evaluate(() => document.activeElement.id));
  await page.keyboard.press("Escape");
  await look("letters");
  await page.click("a.main");
  await page.waitForSelector("#acts");
  step("masked", await page.locator("pre.message").innerText());
  await look("letter");
  await page.fill("#reason", "the name is too long");
  await page.click("button:has-text('Edit')");
  await page.waitForSelector("#body");
  const body = JSON.parse(await page.inputValue("#body"));
  body.lastName = "Zimmermann-Oberhuber";
  await page.fill("#body", JSON.stringify(body, null, 2));
  await page.fill("#reason", "shortened as agreed with the customer");
  await look("edit");
  await page.click("button:has-text('Save the new version')");
  await page.waitForSelector("#edits");
  await page.fill("#reveal", "to compare both");
  await page.click("button:has-text('Reveal')");
  await page.waitForSelector("table.diff tr.changed");
  step("diff", await page.locator("table.diff tr.changed td.new").first().innerText());
  await page.evaluate(() => document.querySelector("#edits").scrollIntoView());
  await look("diff");
  await page.click("button:has-text('Replay')");
  await page.waitForSelector("text=Dry run");
  await page.fill("#reason", "edited");
  await page.click("button:has-text('Start the replay')");
  await until(state, (text) => text === "done");
  await until(() => figure("delivered"), (delivered) => delivered === 1);
  step("editedDelivered", await figure("delivered"));

  // All of the cause: dry run, canary, stop
  await page.goto(cause);
  await page.click("button:has-text('Dry run of')");
  await page.waitForSelector("h1:has-text('Dry run')");
  step("planned", await figure("open letters"));
  step("samples", await page.locator("[data-row]").count());
  await look("dry-run");
  await page.fill("#reason", "the loyalty team says it is mended");
  await page.click("button:has-text('Start the replay')");
  await until(state, (text) => text === "stopped by itself");
  step("canaryDead", await figure("dead again"));
  step("canaryWaiting", await figure("waiting"));
  await look("stopped");

  // Mended: the rest goes at a rate that lets one stop it
  await fetch(plan.simulator + "/_simulator/faults", { method: "DELETE" });
  await page.click("button:has-text('Cancel')");
  await until(state, (text) => text === "cancelled");
  await page.goto(cause);
  await page.fill("#ramp", "1, 5, 20");
  await page.fill("#rate", "40");
  await page.click("button:has-text('Dry run of')");
  await page.waitForSelector("h1:has-text('Dry run')");
  await page.fill("#reason", "mended now");
  await page.click("button:has-text('Start the replay')");
  await until(() => figure("delivered"), (delivered) => delivered > 30);
  await page.click("button:has-text('Pause')");
  await until(state, (text) => text === "paused");
  await page.click("button:has-text('Resume')");
  await until(state, (text) => text === "running");
  await look("running");
  await page.click("button:has-text('Cancel')");
  await until(state, (text) => text === "cancelled");
  await until(() => figure("under way"), (sent) => sent === 0);
  step("cancelled", {
    delivered: await figure("delivered"), waiting: await figure("waiting"), dead: await figure("dead again"),
    held: await figure("held"), skipped: await figure("skipped"), filtered: await figure("filtered"),
  });
  await open("/replays");
  await look("replays");

  // The rest of them
  await page.goto(cause);
  await page.fill("#ramp", "1, 5, 20, 100");
  await page.fill("#rate", "0");
  await page.click("button:has-text('Dry run of')");
  await page.waitForSelector("h1:has-text('Dry run')");
  step("rest", await figure("open letters"));
  await page.fill("#reason", "the rest");
  await page.click("button:has-text('Start the replay')");
  await until(state, (text) => text === "done");
  await until(() => figure("under way"), (sent) => sent === 0);
  step("restDelivered", await figure("delivered"));

  // A hostile letter: nothing of it runs; given up, and taken back
  await open("/letters?query=" + encodeURIComponent("state:open and key:" + plan.hostileKey));
  await page.click("a.main");
  await page.fill("#reveal", "see what it is");
  await page.click("button:has-text('Reveal')");
  await page.waitForSelector("text=personal data is shown");
  step("hostile", await page.locator("pre.message").innerText());
  await page.fill("#reason", "nonsense");
  await page.click("button:has-text('Discard')");
  await page.waitForSelector(".head .state:has-text('discarded')");
  await page.fill("#reason", "the customer exists");
  await page.click("button:has-text('Restore')");
  await page.waitForSelector(".head .state:has-text('open')");
  step("restored", await page.locator(".head .state").innerText());
  const letter = new URL(page.url()).pathname.replace("/console", "");

  // The other pages, and how it is on a phone
  await open("/virtual");
  const table = (await page.locator("[data-row] a").first().getAttribute("href")).replace("/console", "");
  const others = [["mapped", letter + "/mapped"], ["batches", "/batches"], ["batch", "/batches/" + plan.batch], ["webhooks", "/webhooks"],
    ["webhook", "/webhooks/" + plan.webhook], ["virtual", "/virtual"], ["virtual-table", table], ["audit", "/audit"],
    ["suspend", "/integrations/" + plan.integration + "/suspend"], ["problem", "/letters/nonsense"]];
  for (const [name, to] of others) {
    await open(to);
    await page.waitForSelector("h1");
    await look(name);
  }
  await open("/audit");
  await page.keyboard.press("?");
  step("help", await page.locator("#help").isVisible());
  await look("help");
  await page.keyboard.press("Escape");
  await page.setViewportSize({ width: 390, height: 800 });
  for (const [name, to] of [["phone-dashboard", "/"], ["phone-letters", "/letters?query=state:open"]]) {
    await open(to);
    step(name, await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth));
    await look(name);
  }
  seen.wide = [];
  for (const [name, to] of [...others, ["causes", "/causes"], ["cause", new URL(cause).pathname.replace("/console", "")], ["replays", "/replays"]]) {
    await open(to);
    if (await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth)) seen.wide.push(name);
  }
  await page.setViewportSize({ width: 1280, height: 800 });
  await open("/");
  await page.click("[data-act=theme]");
  await page.reload();
  step("theme", await page.evaluate(() => document.documentElement.dataset.theme));
  if (plan.images) await page.screenshot({ path: path.join(plan.images, "console-dark.png"), animations: "disabled" });
  await browser.close();
})().catch((error) => {
  seen.failure = String(error.stack || error);
}).finally(() => {
  fs.writeFileSync(plan.result, JSON.stringify(seen));
  process.exit(0);
});
