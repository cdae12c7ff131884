// The page's behaviour: selectors, interactive charts, tables and CSV of what the charts show. No dependencies but
// TradingView Lightweight Charts 4, and that one may be missing.
"use strict";
(() => {
  const page = JSON.parse(document.getElementById("page-data").textContent);
  const library = window.LightweightCharts;
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
    if (account.chance) account.chance = numbers(account.chance);
    if (account.buyAndHold) account.buyAndHold = numbers(account.buyAndHold);
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
  const money = (value) => grouped(value, Math.abs(value) < 1000 ? 2 : 0);
  const minute = (seconds) => new Date(seconds * 1000).toISOString().slice(0, 16).replace("T", " ");
  const iso = (seconds) => new Date(seconds * 1000).toISOString().replace(".000", "");
  const element = (name, properties = {}, ...children) => {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  };

  // Selectors: a choice made in one section holds for all that offer it.

  const chosen = { scope: new Map(), variant: page.focus };
  const charts = [];

  function show() {
    for (const section of document.querySelectorAll("section")) {
      const picked = (kind) => section.querySelector(`[data-choice=${kind}] input:checked`)?.value;
      const [scope, variant] = [picked("scope"), picked("variant")];
      for (const view of section.querySelectorAll(".view")) {
        const other = (value, own) => value !== undefined && own !== undefined && value !== own;
        view.hidden = other(scope, view.dataset.scope) || other(variant, view.dataset.variant);
      }
    }
  }

  document.addEventListener("change", ({ target }) => {
    const choice = target.closest?.("[data-choice]");
    if (!choice) return;
    for (const input of document.querySelectorAll(`[data-choice=${choice.dataset.choice}] input`)) {
      if (input.value === target.value) input.checked = true;
    }
    show();
    for (const chart of charts) chart.refill();
    for (const details of document.querySelectorAll("details[data-table]")) fillTable(details);
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
  function tradesOf(node) {
    const panel = panelOf(node);
    const first = Math.max(0, panel.trades.findIndex((trades) => trades.entry.length > 0));
    return panel.trades[selection(node, "variant", first)];
  }

  // Tables and CSV.

  const tables = {
    difference: (node) => accountTable(accountOf(node), "difference"),
    equity(node) {
      const account = accountOf(node);
      const names = page.variants.map((variant) => variant.name);
      const columns = [...account.equity, ...account.drawdown];
      const head = [...names.map((name) => `${name} equity`), ...names.map((name) => `${name} drawdown`)];
      if (account.buyAndHold) {
        columns.push(account.buyAndHold);
        head.push("buy and hold");
      }
      return columnTable(account.time, head, columns);
    },
    volatility(node) {
      const volatility = volatilityOf(node).volatility;
      return columnTable(volatility.time, ["forecast", "realised"], [volatility.forecast, volatility.realised]);
    },
    candles(node) {
      const panel = panelOf(node);
      return columnTable(panel.time, ["open", "high", "low", "close"], [panel.open, panel.high, panel.low, panel.close]);
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

  function accountTable(account, name) {
    const shown = page.variants.map((_, i) => i).filter((i) => name !== "difference" || i !== page.reference);
    const head = shown.map((i) => page.variants[i].name);
    const columns = shown.map((i) => account[name][i]);
    if (account.chance) {
      head.push("chance, ±");
      columns.push(account.chance);
    }
    return columnTable(account.time, head, columns);
  }

  function columnTable(time, head, columns) {
    return {
      head: ["time", ...head],
      rows: time.map((seconds, i) => [iso(seconds), ...columns.map((column) => column[i] ?? "")]),
    };
  }

  /** Rows that a table on the page holds; its CSV holds all. */
  const shownRows = 400;

  function fillTable(details) {
    for (const old of details.querySelectorAll(":scope > :not(summary)")) old.remove();
    if (!details.open) return;
    const { head, rows } = tables[details.dataset.table](details);
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
    if (rows.length > shownRows) {
      details.append(element("span", { textContent: `  ${shownRows} of ${grouped(rows.length, 0)} rows; the CSV has all` }));
    }
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
      const details = target.closest("details[data-table]");
      const within = target.closest("details, .view, section");
      const { head, rows } = details ? tables[details.dataset.table](details) : readTable(within.querySelector("table"));
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
  if (!library) return;

  // Charts.

  const style = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
  const colourOf = (variant) => style(`v${page.variants[variant].colour}`);
  const faded = (hex, alpha) => hex + Math.round(alpha * 255).toString(16).padStart(2, "0");

  function appearance() {
    const line = style("line");
    return {
      layout: {
        background: { type: "solid", color: "transparent" }, textColor: style("dim"), fontSize: 12,
        fontFamily: style("sans"),
      },
      grid: { vertLines: { color: faded(line, 0.5) }, horzLines: { color: faded(line, 0.9) } },
      crosshair: {
        mode: 0,
        vertLine: { color: style("dim"), width: 1, style: 3, labelBackgroundColor: style("ink") },
        horzLine: { color: style("dim"), width: 1, style: 3, labelBackgroundColor: style("ink") },
      },
    };
  }

  const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

  /** What stands below a time axis: year, month, day or time, as coarse as the axis asks. */
  function timeLabel(seconds, type) {
    const date = new Date(seconds * 1000);
    const { Year, Month, DayOfMonth } = library.TickMarkType;
    if (type === Year) return String(date.getUTCFullYear());
    if (type === Month) return months[date.getUTCMonth()];
    if (type === DayOfMonth) return `${date.getUTCDate()} ${months[date.getUTCMonth()]}`;
    return minute(seconds).slice(11);
  }

  /** Gives `chart` a size; it keeps showing the same stretch of time. */
  function fit(chart, width, height) {
    const range = chart.timeScale().getVisibleLogicalRange();
    chart.resize(width, height, true);
    if (range) chart.timeScale().setVisibleLogicalRange(range);
  }

  /** A chart in `box`: its bar above, its keys, its size. `make` fills it and says how to refill and restyle it. */
  function addChart(box, { format, intraday = false }, make) {
    const bar = element("div", { className: "controls" });
    const plot = element("div", { className: "plot", tabIndex: 0 });
    plot.setAttribute("role", "img");
    plot.setAttribute("aria-label", `${box.dataset.label}. Arrow keys move, plus and minus zoom, 0 shows all. The figures are in the table below.`);
    box.append(bar, plot);
    const chart = library.createChart(plot, {
      ...appearance(),
      width: plot.clientWidth, height: plot.clientHeight,
      localization: { locale: "en-GB", dateFormat: "yyyy-MM-dd", priceFormatter: format },
      rightPriceScale: { borderVisible: false, minimumWidth: 76, entireTextOnly: true, scaleMargins: { top: 0.08, bottom: 0.06 } },
      timeScale: {
        borderVisible: false, timeVisible: intraday, secondsVisible: false, minBarSpacing: 0.005,
        tickMarkFormatter: timeLabel,
      },
      handleScroll: { mouseWheel: false, vertTouchDrag: false },
      handleScale: { mouseWheel: false, axisPressedMouseMove: { time: true, price: false } },
    });
    const entry = { box, plot, bar, chart, ...make(chart, bar, plot) };
    charts.push(entry);
    new ResizeObserver(() => {
      if (!document.documentElement.hasAttribute("data-print")) fit(chart, plot.clientWidth, plot.clientHeight);
    }).observe(plot);
    plot.addEventListener("keydown", (event) => {
      const range = chart.timeScale().getVisibleLogicalRange();
      if (!range) return;
      const span = range.to - range.from;
      const moves = {
        ArrowLeft: [-0.1, -0.1], ArrowRight: [0.1, 0.1], "+": [0.15, -0.15], "=": [0.15, -0.15], "-": [-0.2, 0.2],
      };
      if (event.key === "0") chart.timeScale().fitContent();
      else if (moves[event.key]) {
        const [from, to] = moves[event.key];
        chart.timeScale().setVisibleLogicalRange({ from: range.from + from * span, to: range.to + to * span });
      } else return;
      event.preventDefault();
    });
    return entry;
  }

  /** Buttons that name the lines, hide them, and show their values under the crosshair or, without one, the last. */
  function addLegend(chart, bar, lines, format) {
    const legend = element("div", { className: "legend" });
    bar.prepend(legend);
    for (const line of lines) {
      line.output = element("output");
      const button = element("button", { type: "button" }, element("i"), line.name, line.output);
      button.style.setProperty("--colour", `var(--${line.colour})`);
      button.setAttribute("aria-pressed", String(!line.isHidden));
      button.addEventListener("click", () => {
        const visible = button.getAttribute("aria-pressed") !== "true";
        button.setAttribute("aria-pressed", visible);
        for (const series of [line.series, ...(line.followers ?? [])]) series.applyOptions({ visible });
      });
      legend.append(button);
    }
    const write = (param) => {
      for (const line of lines) {
        const value = param?.time ? param.seriesData.get(line.series)?.value : line.last;
        line.output.textContent = value === undefined || value === null ? "–" : format(value);
      }
    };
    chart.subscribeCrosshairMove(write);
    return write;
  }

  /** Lines over time. `read` gives `{time, columns}` for what is selected, a column for each of `lines`. */
  function addLines(box, lines, { unit, read, area, baseline = false, caption }) {
    // Shares get a second decimal where they stay below 1 %.
    let decimals = 1;
    const format = (value) => unit(value, decimals);
    return addChart(box, { format }, (chart, bar) => {
      for (const line of lines) {
        line.series = chart.addLineSeries({ lineWidth: line.width ?? 2, visible: !line.isHidden, priceLineVisible: false, lastValueVisible: false });
      }
      // A chart with a caption leaves its legend to the chart above it.
      if (caption) bar.append(caption);
      const write = caption ? () => {} : addLegend(chart, bar, lines, format);
      const zero = baseline && lines[0].series.createPriceLine({ price: 0, lineWidth: 1, lineStyle: 0, axisLabelVisible: false, title: "" });
      const shade = area && new ChanceBand();
      if (shade) lines[0].series.attachPrimitive(shade);
      const restyle = () => {
        for (const line of lines) line.series.applyOptions({ color: style(line.colour) });
        if (zero) zero.applyOptions({ color: faded(style("dim"), 0.7) });
        if (shade) shade.colour = faded(style("dim"), 0.13);
      };
      const refill = () => {
        const { time, columns, chance } = read(box);
        const largest = columns.reduce((most, column = []) => column.reduce((a, b) => Math.max(a, Math.abs(b)), most), 0);
        decimals = largest < 0.01 ? 2 : 1;
        lines.forEach((line, n) => {
          const column = columns[n] ?? [];
          line.series.applyOptions({
            priceFormat: { type: "custom", formatter: format, minMove: unit === money ? 0.01 : 10 ** (-2 - decimals) },
          });
          line.series.setData(time.map((at, i) => {
            const value = column[i];
            return value === null || value === undefined ? { time: at } : { time: at, value };
          }));
          line.last = column.findLast((value) => value !== null);
        });
        if (shade) shade.halfWidths = chance ?? [];
        chart.timeScale().fitContent();
        write();
      };
      restyle();
      refill();
      return { restyle, refill };
    });
  }

  /** Draws on a series' pane in the lightweight-charts 4 way; `paint` gets the canvas in pixels of the screen. */
  class Drawing {
    attached({ chart, series, requestUpdate }) {
      Object.assign(this, { chart, series, requestUpdate });
    }

    paneViews() {
      return [{
        zOrder: () => this.order ?? "bottom",
        renderer: () => ({ draw: (target) => target.useMediaCoordinateSpace(({ context, mediaSize }) => {
          const scale = this.chart.timeScale();
          const origin = scale.logicalToCoordinate(0);
          if (origin === null) return;
          const spacing = scale.logicalToCoordinate(1) - origin;
          this.paint(context, mediaSize, (index) => origin + index * spacing, spacing);
        }) }),
      }];
    }

    updateAllViews() {}
  }

  /** What chance alone would do, around zero. */
  class ChanceBand extends Drawing {
    halfWidths = [];

    paint(context, { width }, x) {
      const y = (value) => this.series.priceToCoordinate(value);
      if (this.halfWidths.length === 0 || y(0) === null) return;
      context.beginPath();
      this.halfWidths.forEach((half, i) => context.lineTo(x(i), y(half ?? 0)));
      for (let i = this.halfWidths.length - 1; i >= 0; i--) context.lineTo(x(i), y(-(this.halfWidths[i] ?? 0)));
      context.fillStyle = this.colour;
      context.fill();
    }
  }

  /** Shaded periods, behind the candles. `periods` are `{from, until, kind}` in bar numbers, in order. */
  class Shading extends Drawing {
    periods = [];

    paint(context, { width, height }, x, spacing) {
      for (const { from, until, kind } of this.periods) {
        const left = x(from - 0.5);
        const right = Math.max(x(until - 0.5), left + 1);
        // A closing time has no bars: it is a line, drawn while lines stay apart.
        if (right < 0 || left > width || (from === until && spacing < 1)) continue;
        context.fillStyle = from === until ? this.lines[kind] : this.colours[kind];
        context.fillRect(left, 0, right - left, height);
      }
    }
  }

  /** Trades, over the candles: a line from entry to exit, a triangle, a ring. */
  class Trades extends Drawing {
    order = "normal";
    trades = [];
    selected = -1;

    paint(context, { width }, x, spacing) {
      const marks = spacing > 0.8;
      this.trades.forEach((trade, number) => {
        const [left, right] = [x(trade.from), x(trade.until)];
        if (right < -12 || left > width + 12) return;
        const [top, bottom] = [this.series.priceToCoordinate(trade.entryPrice), this.series.priceToCoordinate(trade.exitPrice)];
        if (top === null || bottom === null) return;
        context.strokeStyle = trade.profit < 0 ? this.loss : this.gain;
        context.lineWidth = number === this.selected ? 3.5 : 1.75;
        context.setLineDash(trade.isOpen ? [4, 4] : []);
        context.beginPath();
        context.moveTo(left, top);
        context.lineTo(right, bottom);
        context.stroke();
        context.setLineDash([]);
        if (!marks) return;
        const size = number === this.selected ? 7 : 5;
        const tip = trade.isLong ? -size : size;
        context.fillStyle = this.ink;
        context.strokeStyle = this.ground;
        context.lineWidth = 1.5;
        context.beginPath();
        context.moveTo(left, top + tip);
        context.lineTo(left - size, top - tip * 0.7);
        context.lineTo(left + size, top - tip * 0.7);
        context.closePath();
        context.stroke();
        context.fill();
        if (trade.isOpen) return;
        context.beginPath();
        context.arc(right, bottom, size - 1.5, 0, 2 * Math.PI);
        context.fillStyle = this.ground;
        context.fill();
        context.strokeStyle = this.ink;
        context.stroke();
      });
    }
  }

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

  /** Longest run of missing bars that a chart leaves room for; longer ones are cut short. */
  const longestGap = 500;

  /** The panel's candles, with an empty bar for each that is missing inside a period that is no closing time. */
  function withGaps(panel) {
    const step = panel.time.slice(1).reduce((least, time, i) => Math.min(least, time - panel.time[i]), Infinity);
    const faults = panel.periods.filter(([, , kind]) => kind !== "closed");
    const bars = [];
    panel.time.forEach((time, i) => {
      let room = i > 0 && time - panel.time[i - 1] > step ? longestGap : 0;
      for (let missing = panel.time[i - 1] + step; room > 0 && missing < time; missing += step) {
        if (!faults.some(([from, until]) => from <= missing && missing < until)) continue;
        bars.push({ time: missing });
        room--;
      }
      bars.push({ time, open: panel.open[i], high: panel.high[i], low: panel.low[i], close: panel.close[i] });
    });
    return bars;
  }

  function addPrices(box) {
    const shading = new Shading();
    const trades = new Trades();
    const decimals = () => panelOf(box)?.decimals ?? 2;
    const price = (value) => grouped(value, decimals());
    const axis = (value) => grouped(value, Math.abs(value) < 1000 ? decimals() : 0);
    return addChart(box, { format: axis, intraday: true }, (chart, bar, plot) => {
      const series = chart.addCandlestickSeries({ priceLineVisible: false, lastValueVisible: false });
      series.attachPrimitive(shading);
      series.attachPrimitive(trades);
      const readout = element("p", { className: "readout" });
      readout.setAttribute("aria-live", "polite");
      plot.before(readout);
      let [shown, bars, starts] = [null, [], []];

      const ranges = element("div", { className: "ranges" });
      const legend = element("div", { className: "ranges" });
      const day = 86400;
      const lookTo = (count) => {
        const range = chart.timeScale().getVisibleLogicalRange();
        const end = Math.min(bars.length, Math.max(count, range ? range.to : bars.length));
        chart.timeScale().setVisibleLogicalRange({ from: end - count, to: end + Math.round(count * 0.03) });
      };
      const spans = { week: 7, month: 30, quarter: 91, year: 365 };
      for (const [name, days] of Object.entries(spans)) {
        const button = element("button", { type: "button", textContent: name });
        button.addEventListener("click", () => {
          const range = chart.timeScale().getVisibleLogicalRange();
          const last = bars[Math.max(0, Math.min(bars.length - 1, Math.round(range?.to ?? bars.length)))];
          const from = lowerBound(starts, last.time - days * day);
          lookTo(Math.max(5, lowerBound(starts, last.time) - from));
        });
        ranges.append(button);
      }
      const all = element("button", { type: "button", textContent: "all" });
      all.addEventListener("click", () => chart.timeScale().fitContent());
      ranges.append(all);
      for (const [text, name, change] of [["‹ trade", "Trade before", -1], ["trade ›", "Next trade", 1]]) {
        const button = element("button", { type: "button", textContent: text });
        button.setAttribute("aria-label", name);
        button.addEventListener("click", () => select(trades.selected + change));
        legend.append(button);
      }
      bar.append(legend, ranges);

      function select(number) {
        const count = trades.trades.length;
        if (count === 0) return;
        const selected = trades.selected < 0 && number < 0 ? count - 1 : Math.min(Math.max(number, 0), count - 1);
        trades.selected = selected;
        const trade = trades.trades[selected];
        const length = trade.until - trade.from;
        const room = Math.max(30, length * 0.6);
        chart.timeScale().setVisibleLogicalRange({ from: trade.from - room, to: trade.until + room });
        write();
      }

      const strong = (text) => element("b", { textContent: text });
      function write(param) {
        const data = param?.time && param.seriesData.get(series);
        if (param?.time) {
          const kind = panelOf(box).periods.find(([from, until]) => from <= param.time && param.time < until)?.[2];
          const parts = [strong(minute(param.time))];
          if (data?.open !== undefined) {
            for (const name of ["open", "high", "low", "close"]) parts.push(` ${name} `, strong(price(data[name])));
          } else parts.push(" no candle");
          if (kind) parts.push(`, ${kind}`);
          readout.replaceChildren(...parts);
        } else if (trades.selected >= 0) {
          const trade = trades.trades[trades.selected];
          const end = trade.isOpen ? "still open" : `${minute(trade.exit)} at ${price(trade.exitPrice)}`;
          const profit = signed(grouped(trade.profit, 2), trade.profit);
          readout.replaceChildren(
            `Trade ${trades.selected + 1} of ${trades.trades.length}: `, strong(trade.isLong ? "long" : "short"),
            ` ${minute(trade.entry)} at ${price(trade.entryPrice)}, ${end}, `, strong(`${profit} ${panelOf(box).quote}`),
            `, ${trade.reason}`);
        } else {
          const count = trades.trades.length;
          const merged = panelOf(box).merged;
          const parts = [strong(grouped(count, 0)), count === 1 ? " trade" : " trades"];
          if (merged > 1) parts.push(`, each bar is ${merged} candles`);
          readout.replaceChildren(...parts);
        }
      }
      chart.subscribeCrosshairMove(write);

      const restyle = () => {
        const candle = style("candle");
        series.applyOptions({
          upColor: style("panel"), downColor: candle, borderUpColor: candle, borderDownColor: candle,
          wickUpColor: candle, wickDownColor: candle,
        });
        const strength = { closed: 0.16, stale: 0.24, frozen: 0.24, bad: 0.34, "warming up": 0.12 };
        shading.colours = {};
        shading.lines = {};
        for (const [kind, alpha] of Object.entries(strength)) {
          shading.colours[kind] = faded(style(kind.replace(" ", "-")), alpha);
          shading.lines[kind] = faded(style(kind.replace(" ", "-")), 0.6);
        }
        Object.assign(trades, { gain: style("gain"), loss: style("loss"), ink: style("ink"), ground: style("panel") });
      };
      const refill = () => {
        const panel = panelOf(box);
        if (panel !== shown) {
          shown = panel;
          bars = withGaps(panel);
          starts = bars.map((one) => one.time);
          series.applyOptions({ priceFormat: { type: "custom", minMove: 10 ** -panel.decimals, formatter: axis } });
          series.setData(bars);
          shading.periods = panel.periods.map(([from, until, kind]) => (
            { from: lowerBound(starts, from), until: lowerBound(starts, until), kind }));
          trades.trades = [];
        }
        const own = tradesOf(box);
        const barOf = (time) => Math.max(0, lowerBound(starts, time + 1) - 1);
        trades.selected = -1;
        const isFirst = trades.trades.length === 0;
        const lastClose = panel.close[panel.close.length - 1];
        trades.trades = own ? own.entry.map((entry, i) => {
          const isOpen = own.exit[i] === null;
          return {
            isOpen, isLong: own.long[i] === 1, entry, entryPrice: own.entryPrice[i], exit: own.exit[i],
            exitPrice: isOpen ? lastClose : own.exitPrice[i], profit: own.profit[i],
            reason: own.reasons[own.reason[i]], from: barOf(entry), until: isOpen ? bars.length - 1 : barOf(own.exit[i]),
          };
        }) : [];
        if (isFirst && bars.length > 0) {
          // Begin where there is something to see: the last trades, near enough to tell candles apart.
          const count = Math.min(bars.length, Math.max(60, Math.round(plot.clientWidth / 4)));
          const last = trades.trades[trades.trades.length - 1];
          const end = Math.min(bars.length, Math.max(count, (last ? last.until : bars.length) + 12));
          chart.timeScale().setVisibleLogicalRange({ from: end - count, to: end + 8 });
        } else trades.requestUpdate();
        write();
      };
      restyle();
      refill();
      return { restyle, refill };
    });
  }

  /** Moves two charts over the same times together. */
  function link(a, b) {
    for (const [from, to] of [[a, b], [b, a]]) {
      from.chart.timeScale().subscribeVisibleLogicalRangeChange((range) => {
        const other = to.chart.timeScale().getVisibleLogicalRange();
        if (!range || (other && Math.abs(other.from - range.from) + Math.abs(other.to - range.to) < 1e-6)) return;
        to.chart.timeScale().setVisibleLogicalRange(range);
      });
    }
  }

  const box = (name) => document.querySelector(`[data-chart=${name}]`);
  const lineOf = (variant) => ({ name: page.variants[variant].name, colour: `v${page.variants[variant].colour}` });
  const variants = page.variants.map((_, i) => i);

  if (box("difference")) {
    const others = variants.filter((i) => i !== page.reference);
    addLines(box("difference"), others.map(lineOf), {
      unit: signedPercent, area: true, baseline: true,
      read: (node) => {
        const account = accountOf(node);
        return { time: account.time, columns: others.map((i) => account.difference[i]), chance: account.chance };
      },
    });
  }
  if (box("prices")) addPrices(box("prices"));
  if (box("equity")) {
    const hold = page.accounts.some((account) => account.buyAndHold);
    const lines = variants.map(lineOf);
    // Beside several variants it would flatten them all: it waits in the legend.
    if (hold) lines.push({ name: "buy and hold", colour: "candle", width: 1, isHidden: variants.length > 1 });
    const above = addLines(box("equity"), lines, {
      unit: money,
      read: (node) => {
        const account = accountOf(node);
        return { time: account.time, columns: [...account.equity, account.buyAndHold] };
      },
    });
    const falls = variants.map(lineOf);
    const below = addLines(box("drawdown"), falls, {
      unit: percent, caption: "drawdown",
      read: (node) => ({ time: accountOf(node).time, columns: accountOf(node).drawdown }),
    });
    variants.forEach((i) => (lines[i].followers = [falls[i].series]));
    link(above, below);
  }
  if (box("volatility")) {
    addLines(box("volatility"), [
      { name: "realised", colour: "candle", width: 1 }, { name: "forecast", colour: "accent" },
    ], {
      unit: percent,
      read: (node) => {
        const { time, forecast, realised } = volatilityOf(node).volatility;
        return { time, columns: [realised, forecast] };
      },
    });
  }

  // Colours follow the theme; paper is always light and narrower than most screens.

  const restyle = () => {
    for (const entry of charts) {
      entry.restyle();
      entry.chart.applyOptions(appearance());
    }
  };
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", restyle);
  const paper = { width: 660, height: 0.6 };
  addEventListener("beforeprint", () => {
    document.documentElement.setAttribute("data-print", "");
    restyle();
    for (const { chart, plot } of charts) {
      fit(chart, Math.min(plot.clientWidth, paper.width), Math.round(plot.clientHeight * paper.height));
      // The chart's own canvases get their new size only after the page is on paper: a picture has it at once.
      plot.after(Object.assign(chart.takeScreenshot(), { className: "paper" }));
    }
  });
  addEventListener("afterprint", () => {
    document.documentElement.removeAttribute("data-print");
    restyle();
    for (const { chart, plot } of charts) {
      plot.parentElement.querySelector(".paper")?.remove();
      fit(chart, plot.clientWidth, plot.clientHeight);
    }
  });
})();
