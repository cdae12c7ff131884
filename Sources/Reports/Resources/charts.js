// Lines over time, and what every chart has: its look, its keys, its size, its picture on paper. Needs TradingView
// Lightweight Charts 4.
"use strict";

/** What paths.js and prices.js build on. */
const charts = (() => {
  const library = window.LightweightCharts;
  const { page, followers, accountOf, volatilityOf, grouped, percent, signedPercent, ratio, money, minute, element } = report;
  const all = [];

  const style = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
  const colourOf = (variant) => style(`v${page.variants[variant].colour}`);
  /** How many pixels a chart draws for one that is seen: more on paper, which is finer than a screen. */
  const enlargement = { is: 1 };
  const faded = (hex, alpha) => hex + Math.round(alpha * 255).toString(16).padStart(2, "0");

  function appearance() {
    const line = style("line");
    return {
      layout: {
        background: { type: "solid", color: "transparent" }, textColor: style("dim"),
        fontSize: enlargement.is > 1 ? 10 * enlargement.is : 12,
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
    all.push(entry);
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

  /**
   * Lines over time. `read` gives `{time, columns}` for what is selected, a column for each of `lines`, and which of them
   * is chosen. `decorate` gets a line at zero below all lines and one above them to draw on, and says how to refill and
   * restyle what it drew.
   */
  function addLines(box, lines, { unit, read, decorate, caption }) {
    // Shares get a second decimal where they stay below 1 %, none where they go beyond 100 %.
    let decimals = 1;
    const format = (value) => unit(value, decimals);
    return addChart(box, { format }, (chart, bar, plot) => {
      const still = { priceLineVisible: false, lastValueVisible: false };
      const unmarked = { ...still, lineWidth: 1, crosshairMarkerVisible: false };
      const zero = decorate && chart.addLineSeries(unmarked);
      for (const line of lines) {
        line.series = chart.addLineSeries({ ...still, lineWidth: line.width ?? 2, visible: !line.isHidden });
      }
      // What is drawn over the lines needs a series that comes after them.
      const over = decorate && chart.addLineSeries({ ...unmarked, color: "transparent" });
      const decoration = decorate?.(zero, over, plot);
      // A chart with a caption leaves its legend to the chart above it.
      if (caption) bar.append(caption);
      const write = caption ? () => {} : addLegend(chart, bar, lines, format);
      const restyle = () => {
        const chosen = read(box).chosen;
        lines.forEach((line, n) => line.series.applyOptions({
          color: style(line.colour),
          lineWidth: (chosen === undefined ? line.width ?? 2 : n === chosen ? 3 : 1) * (enlargement.is > 1 ? 0.8 * enlargement.is : 1),
        }));
        if (zero) zero.applyOptions({ color: faded(style("dim"), 0.7) });
        decoration?.restyle();
      };
      const refill = () => {
        const { time, columns } = read(box);
        const largest = columns.reduce((most, column = []) => column.reduce((a, b) => Math.max(a, Math.abs(b)), most), 0);
        decimals = largest < 0.01 ? 2 : largest > 1 ? 0 : 1;
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
        for (const flat of [zero, over]) flat?.setData(time.map((at) => ({ time: at, value: 0 })));
        decoration?.refill();
        restyle();
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
  if (box("sharpe")) {
    addLines(box("sharpe"), variants.map(lineOf), {
      unit: ratio, baseline: true,
      read: (node) => {
        const { time, sharpe } = accountOf(node).rolling ?? { time: [], sharpe: [] };
        return { time, columns: sharpe };
      },
    });
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

  followers.push(() => {
    for (const entry of all) entry.refill();
  });

  // Colours follow the theme; paper is always light and narrower than most screens.

  const restyle = () => {
    for (const entry of all) {
      entry.restyle();
      entry.chart.applyOptions(appearance());
    }
  };
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", restyle);
  const paper = { width: 690, height: 0.6, finer: 2.5 };
  const resize = ({ chart }, width, height) => {
    chart.applyOptions({ rightPriceScale: { minimumWidth: (enlargement.is > 1 ? 56 : 76) * enlargement.is } });
    fit(chart, Math.round(width * enlargement.is), Math.round(height * enlargement.is));
  };
  addEventListener("beforeprint", () => {
    document.documentElement.setAttribute("data-print", "");
    enlargement.is = paper.finer;
    restyle();
    for (const entry of all) {
      const { chart, plot } = entry;
      resize(entry, paper.width, plot.clientHeight * paper.height);
      // The chart's own canvases get their new size only after the page is on paper: a picture has it at once.
      plot.after(Object.assign(chart.takeScreenshot(), { className: "paper" }));
    }
  });
  addEventListener("afterprint", () => {
    document.documentElement.removeAttribute("data-print");
    enlargement.is = 1;
    restyle();
    for (const entry of all) {
      const { plot } = entry;
      plot.parentElement.querySelector(".paper")?.remove();
      resize(entry, plot.clientWidth, plot.clientHeight);
    }
  });
  return { addChart, addLines, lineOf, Drawing, enlargement, style, faded };
})();
