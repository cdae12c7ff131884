// Where the paths part: what chance alone would do, and the costliest flips as links to their cards. Needs charts.js.
"use strict";
(() => {
  const { page, accountOf, pathOf, lowerBound, signedPercent, element } = report;
  const { addLines, lineOf, Drawing, enlargement, style, faded } = charts;

  /** Where chance alone leaves most paths, point by point. */
  class ChanceBand extends Drawing {
    low = [];
    high = [];

    /** The band is to be seen whole. */
    autoscaleInfo(first, last) {
      const seen = (values) => values.slice(Math.max(0, Math.floor(first)), Math.ceil(last) + 1);
      const [low, high] = [seen(this.low), seen(this.high)];
      if (low.length === 0) return null;
      const least = (values) => values.reduce((a, b) => Math.min(a, b));
      return { priceRange: { minValue: least(low), maxValue: -least(high.map((value) => -value)) } };
    }

    paint(context, _, x) {
      const y = (value) => this.series.priceToCoordinate(value);
      if (this.low.length === 0 || y(0) === null) return;
      context.beginPath();
      this.high.forEach((value, i) => context.lineTo(x(i), y(value)));
      for (let i = this.low.length - 1; i >= 0; i--) context.lineTo(x(i), y(this.low[i]));
      context.fillStyle = this.colour;
      context.fill();
    }
  }

  /** Numbered rings on a path. The links above them are moved along whenever they are drawn. */
  class Rings extends Drawing {
    order = "normal";
    rings = [];

    paint(context, { width, height }, x) {
      const radius = 9 * enlargement.is;
      const taken = [];
      context.font = `600 ${11 * enlargement.is}px ${this.font}`;
      context.textAlign = "center";
      context.textBaseline = "middle";
      for (const ring of this.rings) {
        const [left, point] = [x(ring.index), this.series.priceToCoordinate(ring.value)];
        const isSeen = point !== null && left > -radius && left < width + radius;
        ring.link.hidden = !isSeen;
        if (!isSeen) continue;
        // Rings of neighbouring days stand above each other, or below where there is no room.
        const isFree = (top) => taken.every(([a, b]) => Math.hypot(a - left, b - top) > 2 * radius);
        const up = point > height / 3;
        let top = Math.min(Math.max(point, radius + 1), height - radius - 1);
        while (!isFree(top)) top += up ? -2 : 2;
        taken.push([left, top]);
        Object.assign(ring.link.style, { left: `${this.plot.offsetLeft + left}px`, top: `${this.plot.offsetTop + top}px` });
        context.strokeStyle = this.colour;
        context.lineWidth = 1.5 * enlargement.is;
        context.beginPath();
        context.moveTo(left, point);
        context.lineTo(left, top);
        context.stroke();
        context.beginPath();
        context.arc(left, top, radius, 0, 2 * Math.PI);
        context.fillStyle = this.ground;
        context.fill();
        context.stroke();
        context.fillStyle = this.ink;
        context.fillText(ring.rank, left, top + 0.5);
      }
    }
  }

  const box = document.querySelector("[data-chart=difference]");
  if (!box) return;
  const others = page.variants.map((_, i) => i).filter((i) => i !== page.reference);
  addLines(box, others.map(lineOf), {
    unit: signedPercent,
    read(node) {
      const account = accountOf(node);
      return { time: account.time, columns: others.map((i) => account.difference[i]), chosen: others.indexOf(pathOf(node)) };
    },
    decorate(zero, over, plot) {
      const [band, rings] = [new ChanceBand(), new Rings()];
      rings.plot = plot;
      zero.attachPrimitive(band);
      over.attachPrimitive(rings);
      const links = element("div", { className: "rings" });
      links.setAttribute("role", "group");
      links.setAttribute("aria-label", "The costliest flips on the path");
      plot.after(links);
      const restyle = () => {
        band.colour = faded(style("dim"), 0.2);
        Object.assign(rings, {
          colour: style(lineOf(pathOf(box)).colour), ground: style("panel"), ink: style("ink"), font: style("sans"),
        });
      };
      const refill = () => {
        const [account, variant] = [accountOf(box), pathOf(box)];
        Object.assign(band, account.chance[variant] ?? { low: [], high: [] });
        rings.rings = page.flips.filter((flip) => flip.variant === variant && flip.scope === account.scope).map((flip) => {
          const index = Math.min(lowerBound(account.time, flip.time), account.time.length - 1);
          const link = element("a", {
            className: "ring", id: `ring-${variant}-${flip.rank}`, href: `#flip-${variant}-${flip.rank}`, title: flip.label,
          });
          link.setAttribute("aria-label", flip.label);
          return { rank: String(flip.rank), index, value: account.difference[variant][index], link };
        });
        links.replaceChildren(...rings.rings.map((ring) => ring.link));
      };
      return { restyle, refill };
    },
  });
})();
