# The cells of an exported notebook, between lines that begin with "# %%": a cell's id, and what the run must have for
# the cell to be there. The comments of a markdown cell are its text.

# %% [markdown] title
# # {{title}}
#
# The main figures of run `{{run_id}}`, redrawn from its files: `summary.json`, `manifest.json` and the CSV tables of
# each variant. Nothing is played again and nothing is fetched. Needs pandas and matplotlib.

# %% run
# The run directory, seen from this notebook. Another run of the same scenario can be put here.
RUN = {{run}}

# %% setup
import json
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

run = Path(RUN)
if not (run / "summary.json").exists():
    raise FileNotFoundError(f"there is no run in {run.resolve()}: set RUN in the cell above to a run directory")

summary = json.loads((run / "summary.json").read_text(encoding="utf-8"))
manifest = json.loads((run / "manifest.json").read_text(encoding="utf-8"))
figures = pd.json_normalize(summary["variants"])
variants = list(dict.fromkeys(figures["name"]))
instruments = list(dict.fromkeys(figures["instrument"]))
reference = summary.get("reference")
others = [name for name in variants if name != reference]
currencies = {account["instrument"]: account["currency"] for account in manifest.get("accounts", [])}
made_by = "MOCK models" if summary["is_mock"] else "rules, no model"

plt.rcParams.update({
    "figure.dpi": 110, "figure.constrained_layout.use": True, "font.size": 10, "axes.titlesize": 11,
    "axes.titlelocation": "left", "axes.spines.top": False, "axes.spines.right": False, "axes.grid": True,
    "grid.color": "#e3e3e3", "grid.linewidth": 0.6, "axes.axisbelow": True, "legend.frameon": False,
})
# Okabe and Ito's colours, told apart by most eyes; the reference is dark grey.
palette = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9"]
colours = {name: palette[index % len(palette)] for index, name in enumerate(others)}
colours[reference] = "#333333"


def table(variant, name):
    """A table of one variant, its times read as times."""
    folder = "".join(c if c.isascii() and (c.isalnum() or c in "-_.") else "-" for c in variant.lower())
    data = pd.read_csv(run / folder / f"{name}.csv")
    for column in ("time", "day", "entry_time", "exit_time"):
        if column in data:
            data[column] = pd.to_datetime(data[column], utc=True, format="ISO8601")
    return data


def equity(variant, instrument):
    """Equity at the end of each day: a row a day, a column a seed. One account may hold several instruments."""
    data = table(variant, "equity")
    data = data[data["instrument"] == instrument.split("+")[0]]
    return data.pivot_table(index="day", columns="seed", values="equity", aggfunc="last")


def money(instrument):
    return currencies.get(instrument, "quote currency")


def panels(height):
    """A picture with a panel for each account, one below the other."""
    figure, axes = plt.subplots(len(instruments), 1, figsize=(9, height * len(instruments)), squeeze=False)
    return figure, list(zip(instruments, axes[:, 0]))


if summary["run_id"] != "{{run_id}}":
    print(f"This is run {summary['run_id']}; the notebook was exported from {{run_id}}.")
print(f"{summary['scenario']}, run {summary['run_id']}, {made_by}, seeds {manifest['seeds']}")

# %% [markdown] about-figures
# ## The figures of every variant
#
# Means over the seeds. Returns, drawdown and exposure are shares: 0.05 is 5 %. Fees are in the account's currency.

# %% figures
columns = ["ticks", "decisions.buy", "decisions.sell", "decisions.hold", "orders", "fills", "trades", "total_return",
           "annual_return", "max_drawdown", "sharpe", "exposure", "fees"]
figures.set_index(["name", "instrument"])[[column for column in columns if column in figures]].round(4)

# %% [markdown] about-flip-rates needs=probe
# ## How often does a variant decide otherwise?
#
# The share of the reference's prompts to which a variant gives another action, with its 95 % interval. **Noise floor**:
# how often the reference differs from itself, asked anew, with another seed and in other words; a flip rate below it says
# little. The rates are counted again from `probe.csv` and must agree with `summary.json`.

# %% flip-rates needs=probe
probe = pd.read_csv(run / "probe.csv")
probe["time"] = pd.to_datetime(probe["time"], utc=True, format="ISO8601")
answers = probe.pivot(index=["instrument", "seed", "time"], columns="variant", values="action")
asked = figures.drop_duplicates("name").set_index("name")

for name in others:
    counted = (answers[name] != answers[reference]).mean()
    assert abs(counted - asked.loc[name, "probe.flip_rate"]) < 1e-9, f"{name}: probe.csv and summary.json disagree"

figure, axis = plt.subplots(figsize=(9, 1.6 + 0.45 * len(others)))
for place, name in enumerate(others):
    rate = 100 * asked.loc[name, "probe.flip_rate"]
    low, high = (100 * asked.loc[name].get(f"probe.{bound}", np.nan) for bound in ("low", "high"))
    if np.isfinite([low, high]).all():
        axis.plot([low, high], [place, place], color=colours[name], linewidth=2)
    axis.plot(rate, place, "o", color=colours[name])
    axis.annotate(f"{rate:.2f} %", (rate, place), xytext=(0, 7), textcoords="offset points", ha="center", fontsize=9)
for (key, style) in (("restarted", ":"), ("reseeded", "-."), ("paraphrased", "--")):
    floor = summary.get("noise_floor", {}).get(key)
    if floor is not None:
        axis.axvline(100 * floor, color="#888888", linestyle=style, label=f"reference {key}: {100 * floor:.2f} %")
margin = (summary.get("margins") or {}).get("flips")
if margin is not None:
    axis.axvspan(0, 100 * margin, color="#009E73", alpha=0.08, label=f"margin: {100 * margin:.1f} %")
axis.set_yticks(range(len(others)), others)
axis.set_ylim(len(others) - 0.4, -0.6)
axis.set_xlim(left=-0.04 * axis.get_xlim()[1])
axis.set_xlabel(f"prompts answered otherwise than {reference}, %")
axis.set_title(f"Flip rate on the probe, 95 % interval ({len(answers):,} prompts, {made_by})")
axis.legend(loc="best", fontsize=8)
plt.show()

# %% [markdown] about-flip-matrices needs=probe
# ## From what to what?
#
# Rows: what the reference answered; columns: what the variant answered to the same prompt. Each cell is the share of its
# row, in %, with the count of prompts below; all instruments and seeds together. Off the diagonal are the flips. A seed
# is another member of the model's ensemble on the same candles, so the counts overstate how much evidence there is.

# %% flip-matrices needs=probe
actions = ["BUY", "HOLD", "SELL"]
width = min(3, len(others))
height = -(-len(others) // width)
figure, axes = plt.subplots(height, width, figsize=(3.4 * width, 3.3 * height), squeeze=False)
for axis in axes.flat[len(others):]:
    axis.set_visible(False)
for axis, name in zip(axes.flat, others):
    counts = pd.crosstab(answers[reference], answers[name]).reindex(index=actions, columns=actions, fill_value=0)
    shares = counts.div(counts.sum(axis=1).replace(0, np.nan), axis=0) * 100
    axis.imshow(shares.fillna(0), cmap="Blues", vmin=0, vmax=100)
    for row in range(3):
        for column in range(3):
            share = shares.iat[row, column]
            text = "none" if np.isnan(share) else f"{share:.1f} %\n{counts.iat[row, column]:,}"
            ink = "white" if share > 55 else "#222222"
            axis.text(column, row, text, ha="center", va="center", color=ink, fontsize=8)
    axis.set_xticks(range(3), actions)
    axis.set_yticks(range(3), actions)
    axis.grid(False)
    axis.set_xlabel(name)
    axis.set_ylabel(reference)
    axis.set_title(f"{name}: {100 * (answers[name] != answers[reference]).mean():.2f} % flips")
plt.show()

# %% [markdown] about-money needs=compared
# ## What did it earn beyond the reference?
#
# The account of a variant less the account of the reference, day by day: the line is the mean over the seeds, the band
# reaches from the worst seed to the best. The band is **no confidence interval**: seeds share the same candles, and
# another stretch of time may turn the sign. From the *trade* run, in which every variant lives with its own position.

# %% money needs=compared
figure, rows = panels(3.2)
for instrument, axis in rows:
    base = equity(reference, instrument)
    for name in others:
        difference = equity(name, instrument) - base
        axis.plot(difference.index, difference.mean(axis=1), color=colours[name], linewidth=1.4, label=name)
        if difference.shape[1] > 1:
            axis.fill_between(difference.index, difference.min(axis=1), difference.max(axis=1), color=colours[name],
                              alpha=0.12, linewidth=0)
    axis.axhline(0, color="#333333", linewidth=0.8)
    axis.set_ylabel(f"difference, {money(instrument)}")
    axis.set_title(f"{instrument}: equity less that of {reference}")
    axis.legend(loc="best", fontsize=8)
rows[-1][1].set_xlabel("day, UTC")
plt.show()

# %% [markdown] about-funnels
# ## Where did the ticks end?
#
# Every tick ends at one stage: it is stopped, held, or ordered. Shares of all ticks, mean over the seeds, summed over the
# instruments.

# %% funnels
funnel = pd.DataFrame({
    name: pd.DataFrame([v["funnel"] for v in summary["variants"] if v["name"] == name]).sum() for name in variants
}).fillna(0)
shares = funnel / funnel.sum() * 100
shares = shares.loc[shares.max(axis=1).sort_values(ascending=False).index]
figure, axis = plt.subplots(figsize=(9, 1.9 + 0.45 * len(variants)))
left = np.zeros(len(variants))
shades = plt.get_cmap("tab20").colors
for index, (stage, row) in enumerate(shares.iterrows()):
    axis.barh(variants, row[variants], left=left, color=shades[index % len(shades)], label=stage, height=0.7)
    left += row[variants].to_numpy()
axis.invert_yaxis()
axis.set_xlim(0, 100)
axis.set_xlabel("share of ticks, %")
axis.set_title("The funnel: the stage at which ticks end")
axis.legend(loc="upper left", bbox_to_anchor=(1, 1), fontsize=8)
plt.show()

# %% [markdown] about-equity
# ## Equity and drawdown
#
# The account at the end of each day, mean over the seeds, and below it how far that mean lies under its highest point so
# far. The mean of several accounts falls less than each of them: `summary.json` has the mean of the seeds' own drawdowns.

# %% equity
for instrument in instruments:
    figure, (upper, lower) = plt.subplots(2, 1, figsize=(9, 5), sharex=True, height_ratios=[2, 1])
    for name in variants:
        mean = equity(name, instrument).mean(axis=1)
        start = next((a["starting_balance"] for a in manifest.get("accounts", []) if a["instrument"] == instrument), 0)
        peak = mean.cummax().clip(lower=start)
        colour = colours.get(name, palette[0])
        upper.plot(mean.index, mean, color=colour, linewidth=1.3, label=name)
        lower.plot(mean.index, 100 * (mean / peak - 1), color=colour, linewidth=1)
    upper.set_ylabel(f"equity, {money(instrument)}")
    upper.set_title(f"{instrument}: equity (mean of {len(manifest['seeds'])} seeds) and drawdown")
    upper.legend(loc="best", fontsize=8)
    lower.set_ylabel("below peak, %")
    lower.set_xlabel("day, UTC")
    plt.show()

# %% [markdown] about-trades needs=trades
# ## What did single trades bring?
#
# The return of every closed trade on the money put in, fees taken off, all seeds together. Trades of several seeds on the
# same candles are alike: the count overstates how much evidence there is. The outermost 1 % on either side are drawn at
# the edge.

# %% trades needs=trades
figure, rows = panels(3.0)
for instrument, axis in rows:
    parts = instrument.split("+")
    closed = {name: table(name, "trades") for name in variants}
    closed = {name: 100 * data.loc[data["instrument"].isin(parts), "return"] for name, data in closed.items()}
    closed = {name: data for name, data in closed.items() if len(data)}
    if closed:
        together = pd.concat(closed.values())
        low, high = together.quantile([0.01, 0.99])
        bins = np.linspace(low, high if high > low else low + 1, 41)
        for name, data in closed.items():
            axis.hist(data.clip(low, high), bins=bins, histtype="step", linewidth=1.4, density=True,
                      color=colours.get(name, palette[0]), label=f"{name}: {len(data):,} trades, mean {data.mean():.2f} %")
        axis.axvline(0, color="#333333", linewidth=0.8)
        axis.legend(loc="best", fontsize=8)
    axis.set_ylabel("density, 1 / %")
    axis.set_title(f"{instrument}: return of a trade")
rows[-1][1].set_xlabel("return on notional, %")
plt.show()

# %% [markdown] about-decisions needs=decisions
# ## What was decided, month by month
#
# Shares of BUY and SELL among all ticks of a month, all seeds together, from `decisions.csv`. This is the **trade run**:
# each variant decides on prompts that hold its own position, so two variants need not have been asked the same. Answers
# to the same prompts are in the probe only.

# %% decisions needs=decisions
decided = {name: table(name, "decisions") for name in variants}
held = list(dict.fromkeys(decided[variants[0]]["instrument"]))
figure, axes = plt.subplots(len(held), 2, figsize=(9, 2.9 * len(held)), squeeze=False)
for instrument, row in zip(held, axes):
    for name in variants:
        own = decided[name][decided[name]["instrument"] == instrument]
        month = own["time"].dt.tz_localize(None).dt.to_period("M").dt.to_timestamp()
        for axis, action in zip(row, ("BUY", "SELL")):
            share = 100 * (own["action"] == action).groupby(month).mean()
            axis.plot(share.index, share, marker=".", color=colours.get(name, palette[0]), linewidth=1.2, label=name)
    for axis, action in zip(row, ("BUY", "SELL")):
        axis.set_title(f"{instrument}: {action}")
        axis.set_ylabel("share of ticks, %")
        axis.set_ylim(bottom=0)
        axis.tick_params(axis="x", rotation=45)
axes[0, 0].legend(loc="best", fontsize=8)
for axis in axes[-1]:
    axis.set_xlabel("month")
plt.show()

# %% [markdown] about-volatility needs=volatility
# ## Forecast and realised volatility
#
# What the volatility model expected for the next day against what the last day's returns amounted to, of the first
# variant and seed. The second lags the first: they are drawn as the pipeline knew them, not matched to the same day.

# %% volatility needs=volatility
data = table(variants[0], "volatility")
data = data[data["seed"] == data["seed"].iloc[0]]
held = list(dict.fromkeys(data["instrument"]))
figure, axes = plt.subplots(len(held), 1, figsize=(9, 2.8 * len(held)), squeeze=False)
for instrument, axis in zip(held, axes[:, 0]):
    own = data[data["instrument"] == instrument].set_index("time")
    axis.plot(own.index, own["realised_daily"], color="#b0b0b0", linewidth=0.7, label="realised, last day")
    axis.plot(own.index, own["forecast_daily"], color="#0072B2", linewidth=1.2, label="forecast, next day")
    axis.set_ylabel("% a day")
    axis.set_ylim(bottom=0)
    axis.set_title(f"{instrument}: volatility")
    axis.legend(loc="best", fontsize=8)
axes[-1, 0].set_xlabel("time, UTC")
plt.show()

# %% [markdown] about-trials needs=trials
# ## What was tried
#
# Every point of the sweep, in the order of its figure. The best of many is **selected**: part of its lead is luck, and
# the more points were tried, the more of it.

# %% trials needs=trials
trials = pd.read_csv(run / "trials.csv")
columns = list(trials.columns)
keys = columns[columns.index("point") + 1:columns.index("status")]
metric = summary["trials"]["sort_by"]
done = trials[trials["status"] == "ok"]
mean = done.groupby(keys, sort=True)[metric].mean()
if len(keys) == 2:
    grid = mean.unstack()
    figure, axis = plt.subplots(figsize=(1.8 + 0.8 * grid.shape[1], 1.6 + 0.5 * grid.shape[0]))
    picture = axis.imshow(grid, cmap="RdYlGn", aspect="auto")
    axis.set_xticks(range(grid.shape[1]), grid.columns)
    axis.set_yticks(range(grid.shape[0]), grid.index)
    axis.set_xlabel(keys[1])
    axis.set_ylabel(keys[0])
    axis.grid(False)
    figure.colorbar(picture, label=metric)
else:
    ordered = mean.sort_values(ascending=False).reset_index(drop=True)
    figure, axis = plt.subplots(figsize=(9, 3.2))
    axis.plot(ordered.index + 1, ordered, ".", color="#0072B2")
    axis.set_xlabel("point, best first")
    axis.set_ylabel(metric)
axis.set_title(f"{metric} of {len(mean)} points" + (", mean over the folds" if "fold" in columns else ""))
plt.show()

# %% [markdown] about-folds needs=folds
# ## Chosen on the past, judged on what came after
#
# For each fold the figure on its training window (of the point that was chosen there) and on its test window. Training
# figures are the best of what was tried and therefore flatter; only the test windows were not looked at.

# %% folds needs=folds
folds = pd.read_csv(run / "folds.csv")
figure, axis = plt.subplots(figsize=(9, 3.2))
places = np.arange(len(folds))
if folds["train"].notna().any():
    axis.bar(places - 0.2, folds["train"], width=0.4, color="#b0b0b0", label="training")
    axis.bar(places + 0.2, folds["test"], width=0.4, color="#0072B2", label="test")
else:
    axis.bar(places, folds["test"], width=0.5, color="#0072B2", label="test")
axis.axhline(0, color="#333333", linewidth=0.8)
axis.set_xticks(places, folds["fold"])
axis.set_xlabel("fold")
axis.set_ylabel(folds["metric"].iloc[0])
axis.set_title(f"{folds['metric'].iloc[0]} in training and in test")
axis.legend(loc="best", fontsize=8)
plt.show()
