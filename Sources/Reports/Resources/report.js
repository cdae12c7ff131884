// The page's behaviour without its charts: the figures decoded, selectors, tables and CSV. No dependencies.
"use strict";

/** What charts.js and prices.js build on. */
const report = (() => {
  const page = JSON.parse(document.getElementById("page-data").textContent);
  const byID = (kind, scope) => page[kind].find((item) => item.scope === scope);

  // Columns, as PageData.swift writes them.

  /** Seconds since 1970 from `[first, step, count, …]`. */
  function times([first, ...steps]) {
    if (first === undefined) return [];
    const all = [first];
    for (let i = 0; i < steps.length; i += 2) {
      for (let n = steps[i + 1]; n > 0; n--) all.push(all[all.length - 1] + steps[i]);
    }
    return all;
  }

  /** Numbers from `[decimals, first, difference, …]`; null stays null. */
  function numbers([decimals, ...differences]) {
    const scale = 10 ** decimals;
    let last = 0;
    return differences.map((difference) => (difference === null ? null : (last += difference) / scale));
  }

  for (const account of page.accounts) {
    account.time = times(account.time);
    for (const name of ["equity", "drawdown", "difference"]) account[name] = account[name].map(numbers);
    account.chance = account.chance.map((band) => band && { low: numbers(band.low), high: numbers(band.high) });
    if (account.buyAndHold) account.buyAndHold = numbers(account.buyAndHold);
    if (account.rolling) {
      account.rolling.time = times(account.rolling.time);
      account.rolling.sharpe = account.rolling.sharpe.map(numbers);
    }
  }
  for (const panel of page.panels) {
    panel.time = times(panel.time);
    for (const name of ["open", "high", "low", "close"]) panel[name] = numbers(panel[name]);
    for (const trades of panel.trades) {
      for (const name of ["entry", "entryPrice", "exit", "exitPrice", "profit"]) trades[name] = numbers(trades[name]);
    }
    if (panel.volatility) {
      const volatility = panel.volatility;
      volatility.time = times(volatility.time);
      volatility.forecast = numbers(volatility.forecast);
      volatility.realised = numbers(volatility.realised);
    }
  }

  // Numbers and times as the rest of the page writes them.

  const grouped = (value, decimals) => value
    .toLocaleString("en-US", { minimumFractionDigits: decimals, maximumFractionDigits: decimals, signDisplay: "negative" })
    .replace("-", "−");
  const signed = (text, value) => (value > 0 && /[1-9]/.test(text) ? "+" + text : text);
  const percent = (value, decimals) => grouped(value * 100, decimals) + "\u00a0%";
  const signedPercent = (value, decimals) => signed(percent(value, decimals), value);
  const ratio = (value) => grouped(value, 2);
  const money = (value) => grouped(value, Math.abs(value) < 1000 ? 2 : 0);
  const minute = (seconds) => new Date(seconds * 1000).toISOString().slice(0, 16).replace("T", " ");
  const iso = (seconds) => new Date(seconds * 1000).toISOString().replace(".000", "");
  const element = (name, properties = {}, ...children) => {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  };

  /** Number of the first of the rising `values` that is not below `value`. */
  function lowerBound(values, value) {
    let [low, high] = [0, values.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (values[middle] < value) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  // Selectors: a choice made in one section holds for all that offer it.

  /** Called when a choice was made. */
  const followers = [];

  function show() {
    for (const section of document.querySelectorAll("section")) {
      const picked = (kind) => section.querySelector(`[data-choice=${kind}] input:checked`)?.value;
      const choices = ["scope", "variant", "measure"].map((kind) => [kind, picked(kind)]);
      for (const view of section.querySelectorAll(".view")) {
        const other = (value, own) => value !== undefined && own !== undefined && value !== own;
        view.hidden = choices.some(([kind, value]) => other(value, view.dataset[kind]));
      }
    }
  }

  /** Chooses `value` in every section that offers it. */
  function choose(kind, value) {
    for (const input of document.querySelectorAll(`[data-choice=${kind}] input`)) {
      if (input.value === String(value)) input.checked = true;
    }
    show();
    for (const follow of followers) follow();
    for (const details of document.querySelectorAll("details[data-table]")) fillTable(details);
  }

  document.addEventListener("change", ({ target }) => {
    const choice = target.closest?.("[data-choice]");
    if (choice) choose(choice.dataset.choice, target.value);
  });

  /** What the section around `node` has selected; without a selector, the first there is. */
  function selection(node, kind, fallback) {
    const input = node.closest("section").querySelector(`[data-choice=${kind}] input:checked`);
    return input ? Number(input.value) : fallback;
  }

  const accountOf = (node) => byID("accounts", selection(node, "scope", page.accounts[0]?.scope));
  const panelOf = (node) => byID("panels", selection(node, "scope", page.panels[0]?.scope));
  const volatilityOf = (node) =>
    byID("panels", selection(node, "scope", page.panels.find((panel) => panel.volatility)?.scope));
  /** Whose trades are shown. */
  function traderOf(node) {
    const first = Math.max(0, panelOf(node).trades.findIndex((trades) => trades.entry.length > 0));
    return selection(node, "variant", first);
  }
  const tradesOf = (node) => panelOf(node).trades[traderOf(node)];
  /** Whose path has its band and rings. */
  const pathOf = (node) => selection(node, "variant", page.variants.findIndex((_, i) => i !== page.reference));

  /**
   * The days ahead of a panel's volatility forecasts: from the bar after the newest that had closed then, that one's close
   * times one more and one less the day's forecast, until the day or the next forecast's begins.
   */
  function forecastsOf(panel) {
    if (!panel.volatility) return [];
    const { time, forecast, daysPerYear, barsPerDay } = panel.volatility;
    const step = panel.time.reduce((least, at, i) => (i > 0 ? Math.min(least, at - panel.time[i - 1]) : least), Infinity);
    const firsts = time.map((at) => lowerBound(panel.time, at - step + 1));
    const length = Math.max(1, Math.round(barsPerDay / panel.merged));
    return firsts.flatMap((from, i) => {
      const until = Math.min(from + length, firsts[i + 1] ?? Infinity, panel.time.length);
      if (from === 0 || until <= from || forecast[i] === null) return [];
      const [close, day] = [panel.close[from - 1], forecast[i] / Math.sqrt(daysPerYear)];
      return [{ from, until, low: close * (1 - day), high: close * (1 + day) }];
    });
  }

  // Tables and CSV.

  const tables = {
    difference(node) {
      const [account, variant] = [accountOf(node), pathOf(node)];
      const shown = page.variants.map((_, i) => i).filter((i) => i !== page.reference);
      const [head, columns] = [shown.map((i) => page.variants[i].name), shown.map((i) => account.difference[i])];
      const band = account.chance[variant];
      if (band) {
        head.push(`chance low, ${page.variants[variant].name}`, `chance high, ${page.variants[variant].name}`);
        columns.push(band.low, band.high);
      }
      return columnTable(account.time, head, columns, thinned(account.size, "paths.csv", "beside this page"));
    },
    equity(node) {
      const account = accountOf(node);
      const names = page.variants.map((variant) => variant.name);
      const columns = [...account.equity, ...account.drawdown];
      const head = [...names.map((name) => `${name} equity`), ...names.map((name) => `${name} drawdown`)];
      if (account.buyAndHold) {
        columns.push(account.buyAndHold);
        head.push("buy and hold");
      }
      return columnTable(account.time, head, columns, thinned(account.size, "equity.csv"));
    },
    sharpe(node) {
      const { time, sharpe, size } = accountOf(node).rolling ?? { time: [], sharpe: [], size: 1 };
      const note = size > 1 ? `Each row is the last of ${size} days, here and in the CSV; rolling_sharpe.csv has every day.` : "";
      return columnTable(time, page.variants.map((variant) => variant.name), sharpe, note);
    },
    volatility(node) {
      const { time, forecast, realised, size } = volatilityOf(node).volatility;
      return columnTable(time, ["forecast", "realised"], [forecast, realised], thinned(size, "volatility.csv"));
    },
    candles(node) {
      const panel = panelOf(node);
      const columns = [panel.open, panel.high, panel.low, panel.close];
      const head = ["open", "high", "low", "close"];
      if (panel.volatility) {
        const bounds = [panel.time.map(() => ""), panel.time.map(() => "")];
        for (const { from, until, low, high } of forecastsOf(panel)) {
          bounds[0].fill(low, from, until);
          bounds[1].fill(high, from, until);
        }
        columns.push(...bounds);
        head.push("close − forecast", "close + forecast");
      }
      const note = panel.merged > 1 ? `Each row is ${panel.merged} candles merged into one, here and in the CSV.` : "";
      return columnTable(panel.time, head, columns, note);
    },
    periods() {
      const head = ["series", "what", "from", "until", "ticks", "found and done"];
      const rows = page.panels.flatMap((panel) => panel.periods.map(([from, until, kind, ticks, detail]) => (
        [page.scopes[panel.scope], kind, iso(from), iso(until), ticks, panel.details[detail]])));
      return { head, rows };
    },
    trades(node) {
      const trades = tradesOf(node);
      const head = ["side", "entry", "entry price", "exit", "exit price", "profit", "reason"];
      const rows = trades ? trades.entry.map((entry, i) => [
        trades.long[i] ? "long" : "short", iso(entry), trades.entryPrice[i],
        trades.exit[i] === null ? "" : iso(trades.exit[i]), trades.exitPrice[i] ?? "", trades.profit[i],
        trades.reasons[trades.reason[i]],
      ]) : [];
      return { head, rows };
    },
  };

  /** What a long curve's table must say of itself. */
  function thinned(size, file, where = "of each variant’s folder") {
    if (size === 1) return "";
    return `Each row is the last of ${size} points (of a drawdown the lowest), here and in the CSV; `
      + `${file} ${where} has every point.`;
  }

  function columnTable(time, head, columns, note = "") {
    return {
      note,
      head: ["time", ...head],
      rows: time.map((seconds, i) => [iso(seconds), ...columns.map((column) => column[i] ?? "")]),
    };
  }

  /** Rows that a table on the page holds; its CSV holds all. */
  const shownRows = 400;

  function fillTable(details) {
    for (const old of details.querySelectorAll(":scope > :not(summary)")) old.remove();
    if (!details.open) return;
    const { head, rows, note } = tables[details.dataset.table](details);
    const line = (cells, name) => element("tr", {}, ...cells.map((cell) => {
      const made = element(name, { textContent: typeof cell === "number" ? String(cell).replace("-", "−") : cell });
      if (typeof cell === "number") made.className = "number";
      return made;
    }));
    const table = element("table", {},
      element("thead", {}, line(head, "th")),
      element("tbody", {}, ...rows.slice(0, shownRows).map((cells) => line(cells, "td"))));
    const box = element("div", { className: "scroll", tabIndex: 0 }, table);
    box.setAttribute("role", "region");
    box.setAttribute("aria-label", "Figures");
    const save = element("button", { type: "button", className: "csv", textContent: "Save CSV" });
    save.dataset.file = details.dataset.table;
    details.append(box, save);
    const count = rows.length > shownRows ? `${shownRows} of ${grouped(rows.length, 0)} rows; the CSV has all.` : "";
    if (count || note) details.append(element("span", { className: "says", textContent: `${count} ${note}` }));
  }

  document.addEventListener("toggle", ({ target }) => {
    if (target.matches?.("details[data-table]")) fillTable(target);
  }, true);

  /** The rows of a table that came with the page, numbers in full. */
  function readTable(table) {
    const cells = (row) => [...row.cells].map((cell) => cell.dataset.value ?? cell.textContent.trim());
    return { head: cells(table.tHead.rows[0]), rows: [...table.tBodies[0].rows].map(cells) };
  }

  document.addEventListener("click", ({ target }) => {
    if (target.matches?.(".csv")) {
      const name = target.dataset.all ?? target.closest("details[data-table]")?.dataset.table;
      const within = target.closest("details, .view, section");
      const { head, rows } = name ? tables[name](target) : readTable(within.querySelector("table"));
      const field = (value) => (/[",\r\n]/.test(value) ? `"${String(value).replaceAll('"', '""')}"` : value);
      const csv = [head, ...rows].map((row) => row.map(field).join(",") + "\n").join("");
      const url = URL.createObjectURL(new Blob([csv], { type: "text/csv" }));
      element("a", { href: url, download: `${target.dataset.file}.csv` }).click();
      setTimeout(() => URL.revokeObjectURL(url), 1000);
    } else if (target.matches?.(".copy")) {
      const code = target.parentElement.querySelector("code");
      getSelection().selectAllChildren(code);
      document.execCommand("copy");
      target.textContent = "Copied";
      setTimeout(() => (target.textContent = "Copy"), 1500);
    }
  });
  show();
  return {
    page, followers, byID, choose, accountOf, panelOf, volatilityOf, traderOf, tradesOf, pathOf, forecastsOf, lowerBound,
    grouped, signed, percent, signedPercent, ratio, money, minute, element,
  };
})();
