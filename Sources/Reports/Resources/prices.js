// Candles with trades and shaded periods. Needs charts.js.
"use strict";
(() => {
  const { page, byID, panelOf, traderOf, tradesOf, forecastsOf, lowerBound, grouped, signed, money, minute, element } = report;
  const { addChart, lineOf, Drawing, enlargement, style, faded } = charts;

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
      const marks = spacing > 0.8 * enlargement.is;
      this.trades.forEach((trade, number) => {
        const [left, right] = [x(trade.from), x(trade.until)];
        if (right < -12 || left > width + 12) return;
        const [top, bottom] = [this.series.priceToCoordinate(trade.entryPrice), this.series.priceToCoordinate(trade.exitPrice)];
        if (top === null || bottom === null) return;
        context.strokeStyle = trade.profit < 0 ? this.loss : this.gain;
        context.lineWidth = (number === this.selected ? 3.5 : 1.75) * enlargement.is;
        context.setLineDash(trade.isOpen ? [4, 4] : []);
        context.beginPath();
        context.moveTo(left, top);
        context.lineTo(right, bottom);
        context.stroke();
        context.setLineDash([]);
        if (!marks) return;
        const size = (number === this.selected ? 7 : 5) * enlargement.is;
        const tip = trade.isLong ? -size : size;
        context.fillStyle = this.ink;
        context.strokeStyle = this.ground;
        context.lineWidth = 1.5 * enlargement.is;
        context.beginPath();
        context.moveTo(left, top + tip);
        context.lineTo(left - size, top - tip * 0.7);
        context.lineTo(left + size, top - tip * 0.7);
        context.closePath();
        context.stroke();
        context.fill();
        if (trade.isOpen) return;
        context.beginPath();
        context.arc(right, bottom, size - 1.5 * enlargement.is, 0, 2 * Math.PI);
        context.fillStyle = this.ground;
        context.fill();
        context.strokeStyle = this.ink;
        context.stroke();
      });
    }
  }

  /** How far the next day was forecast to move, behind the candles. `days` are `{from, until, low, high}` in bar numbers. */
  class Forecasts extends Drawing {
    days = [];
    isShown = true;

    paint(context, { width }, x) {
      if (!this.isShown) return;
      const y = (value) => this.series.priceToCoordinate(value);
      for (const { from, until, low, high } of this.days) {
        const [left, right] = [x(from - 0.5), x(until - 0.5)];
        if (right < 0 || left > width || y(low) === null) continue;
        context.fillStyle = this.fill;
        context.fillRect(left, y(high), right - left, y(low) - y(high));
        context.fillStyle = this.edge;
        for (const value of [low, high]) context.fillRect(left, y(value) - 0.5, right - left, enlargement.is);
      }
    }
  }

  /** Longest run of missing bars that a chart leaves room for; longer ones are cut short. */
  const longestGap = 500;

  /** The panel's candles, with an empty bar for each that is missing while the market was open. */
  function withGaps(panel) {
    const step = panel.time.slice(1).reduce((least, time, i) => Math.min(least, time - panel.time[i]), Infinity);
    const faults = panel.periods.filter(([, , kind]) => ["gap", "stale", "bad"].includes(kind));
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
    const forecasts = new Forecasts();
    const decimals = () => panelOf(box)?.decimals ?? 2;
    const price = (value) => grouped(value, decimals());
    const axis = (value) => grouped(value, Math.abs(value) < 1000 ? decimals() : 0);
    return addChart(box, { format: axis, intraday: true }, (chart, bar, plot) => {
      const series = chart.addCandlestickSeries({ priceLineVisible: false, lastValueVisible: false });
      series.attachPrimitive(shading);
      series.attachPrimitive(forecasts);
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
      const band = element("button", { type: "button", textContent: "forecast band" });
      band.setAttribute("aria-pressed", "true");
      band.addEventListener("click", () => {
        forecasts.isShown = !forecasts.isShown;
        band.setAttribute("aria-pressed", forecasts.isShown);
        forecasts.requestUpdate();
      });
      legend.append(band);
      bar.append(legend, ranges);

      // Equity keeps to the foot of the same chart, on a scale of its own: so it has the same time axis.
      const accountOf = () => byID("accounts", panelOf(box)?.account);
      const lines = ["reference", "own"].map(() => chart.addLineSeries({
        priceScaleId: "equity", lineWidth: 2, priceLineVisible: false, lastValueVisible: false, crosshairMarkerVisible: false,
      }));
      const equity = element("p", { className: "readout equity" });
      if (page.panels.some((panel) => byID("accounts", panel.account))) {
        chart.priceScale("equity").applyOptions({ scaleMargins: { top: 0.82, bottom: 0.02 } });
        series.priceScale().applyOptions({ scaleMargins: { top: 0.06, bottom: 0.22 } });
        plot.before(equity);
      }
      /** The reference, and whose trades are shown; one where they are the same. */
      const shownVariants = () => [page.reference, traderOf(box)].map((i, n, both) => (n === 0 && i === both[1] ? -1 : i));

      /** What an account was worth when each bar closed; nothing before it began. */
      function equityAtBars(account, values) {
        const step = starts.reduce((least, at, i) => (i > 0 ? Math.min(least, at - starts[i - 1]) : least), Infinity);
        let newest = -1;
        return starts.map((time) => {
          while (newest + 1 < account.time.length && account.time[newest + 1] <= time + step) newest++;
          const value = values[newest] ?? null;
          return value === null ? { time } : { time, value };
        });
      }

      function writeEquity(param) {
        const account = accountOf();
        equity.replaceChildren(...(account ? ["equity"] : []));
        if (!account) return;
        shownVariants().forEach((variant, n) => {
          if (variant < 0) return;
          const value = param?.time ? param.seriesData.get(lines[n])?.value : account.equity[variant].findLast((one) => one !== null);
          const swatch = element("i", { className: "key line" });
          swatch.style.setProperty("--colour", `var(--${lineOf(variant).colour})`);
          const text = value === undefined ? "–" : money(value);
          equity.append(element("span", {}, swatch, `${page.variants[variant].name} `, strong(text)));
        });
        equity.append(` ${account.currency}`);
      }

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
        writeEquity(param);
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
        const strength = { closed: 0.16, gap: 0.24, stale: 0.24, frozen: 0.24, bad: 0.34, "warming up": 0.12 };
        shading.colours = {};
        shading.lines = {};
        for (const [kind, alpha] of Object.entries(strength)) {
          shading.colours[kind] = faded(style(kind.replace(" ", "-")), alpha);
          shading.lines[kind] = faded(style(kind.replace(" ", "-")), 0.6);
        }
        forecasts.fill = faded(style("accent"), 0.1);
        forecasts.edge = faded(style("accent"), 0.4);
        shownVariants().forEach((variant, n) => {
          if (variant >= 0) lines[n].applyOptions({ color: style(lineOf(variant).colour), lineWidth: 2 * enlargement.is });
        });
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
          const barOf = (i) => (i < panel.time.length ? lowerBound(starts, panel.time[i]) : bars.length);
          forecasts.days = forecastsOf(panel).map((one) => ({ ...one, from: barOf(one.from), until: barOf(one.until) }));
          band.hidden = forecasts.days.length === 0;
          trades.trades = [];
        }
        const account = accountOf();
        shownVariants().forEach((variant, n) => {
          lines[n].setData(account && variant >= 0 ? equityAtBars(account, account.equity[variant]) : []);
        });
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
        restyle();
        write();
      };
      restyle();
      refill();
      return { restyle, refill };
    });
  }

  const box = document.querySelector("[data-chart=prices]");
  if (box) addPrices(box);
})();
