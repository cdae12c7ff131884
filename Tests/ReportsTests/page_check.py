"""Opens report pages in headless Chromium and checks what only a browser can tell.

usage: page_check.py PAGE.html... [--screenshots DIR]

For each page, at 1280 and 800 pixels in the light and at 400 in the dark: no error or warning on the console, no dialog, no
request but for the page itself, something drawn on every chart, nothing wider than the viewport or its panel, selectors,
tables and links that work from the keyboard, meanings of words, CSV files with all their rows. A PDF shows that the page prints, a context
without scripts that it can be read then. Exit status 1 and a line for each fault.

Needs Python 3.11, playwright 1.5x or later and a Chromium (CHROMIUM, default /usr/bin/chromium). `BrowserTests.swift`
runs it on sample pages (`REPORT_PAGES=DIR swift test --filter BrowserTests` keeps them); any run's report.html will do.
"""

import argparse
import os
import pathlib
import sys

from playwright.sync_api import TimeoutError, sync_playwright

# Charts on which nothing was drawn: a handful of colours is what a background and no line have. A chart has several
# stacked canvases; the two largest have the picture. They are read from copies, which leaves the page's own alone.
BLANK_CHARTS = """() => [...document.querySelectorAll('.chart')].filter((chart) => {
  const canvases = [...chart.querySelectorAll('canvas')].sort((a, b) => b.width * b.height - a.width * a.height);
  return !canvases.slice(0, 2).some((canvas) => {
    const copy = document.createElement('canvas');
    [copy.width, copy.height] = [canvas.width, canvas.height];
    const context = copy.getContext('2d', { willReadFrequently: true });
    context.drawImage(canvas, 0, 0);
    const pixels = context.getImageData(0, 0, copy.width, copy.height).data;
    return new Set(new Uint32Array(pixels.buffer)).size > 8;
  });
}).map((chart) => chart.dataset.chart)"""

# What sticks out of the viewport, unless a box around it scrolls.
OVERFLOWING = """() => [...document.body.querySelectorAll('*')].filter((element) => {
  const box = element.getBoundingClientRect();
  if (box.width === 0 || box.height === 0 || (box.right <= innerWidth + 0.5 && box.left >= -0.5)) return false;
  return !element.closest('.scroll, .plot, .forest-plot');
}).map((element) => `${element.tagName} ${element.className} ${element.textContent.slice(0, 40)}`).slice(0, 5)"""

# What sticks out of its panel or card.
ESCAPING = """() => [...document.querySelectorAll('.panel, .card')].flatMap((panel) => {
  const limit = panel.getBoundingClientRect();
  return [...panel.querySelectorAll('*')].filter((element) => {
    const box = element.getBoundingClientRect();
    return box.width > 0 && box.height > 0 && (box.right > limit.right + 0.5 || box.left < limit.left - 0.5)
      && !element.closest('.scroll, .plot, .forest-plot');
  });
}).map((element) => `${element.tagName} ${element.className} ${element.textContent.slice(0, 40)}`).slice(0, 5)"""

# Text cut off by its own box.
CLIPPED = """() => [...document.querySelectorAll('main :is(h1, h2, h3, p, th, td, dt, dd, li, span, button, code)')]
  .filter((element) => !element.closest('.plot, legend, .names') && getComputedStyle(element).overflow !== 'visible'
    && !element.closest('.scroll') && element.scrollWidth > element.clientWidth + 1)
  .map((element) => `${element.tagName} ${element.textContent.slice(0, 40)}`)"""


def lasting(page, script):
    """The faults that a script still finds when a busy machine has had time to draw."""
    for _ in range(200):
        found = page.evaluate(script)
        if not found:
            break
        page.wait_for_timeout(100)
    return found


def check(browser, path, width, scheme, screenshots):
    """The faults of one page at one size, and its pictures."""
    faults = []
    # Without smooth scrolling: what a link leads to is in sight at once.
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, reduced_motion="reduce"
    )
    page = context.new_page()
    page.on("console", lambda message: faults.append(f"console: {message.text}"))
    page.on("pageerror", lambda error: faults.append(f"error: {error}"))
    page.on("dialog", lambda dialog: (faults.append(f"dialog: {dialog.message}"), dialog.dismiss()))
    address = path.resolve().as_uri()
    page.on(
        "request",
        lambda request: None
        if request.url == address or request.url.startswith(("data:", "blob:"))
        else faults.append(f"request: {request.url}"),
    )
    page.goto(address)

    faults += [f"nothing drawn: {name}" for name in lasting(page, BLANK_CHARTS)]
    overflow = page.evaluate("document.documentElement.scrollWidth")
    if overflow > width:
        faults.append(f"the page is {overflow} pixels wide")
    faults += [f"overflows: {text}" for text in page.evaluate(OVERFLOWING)]
    faults += [f"leaves its panel: {text}" for text in page.evaluate(ESCAPING)]
    faults += [f"clipped: {text}" for text in page.evaluate(CLIPPED)]
    if screenshots:
        page.screenshot(path=screenshots / f"{path.stem}-{width}-{scheme}.png", full_page=True)

    faults += keyboard(page)
    faults += links(page)
    faults += meanings(page)
    faults += forecasts(page)
    for summary in page.locator("details.figures summary").all():
        summary.press("Enter")
    empty = lasting(
        page, "[...document.querySelectorAll('details.figures')].filter((one) => !one.querySelector('td')).length"
    )
    if empty:
        faults.append(f"{empty} tables of figures are empty")
    overflow = page.evaluate("document.documentElement.scrollWidth")
    if overflow > width:
        faults.append(f"with its tables open the page is {overflow} pixels wide")
    faults += [f"nothing drawn after the keys: {name}" for name in page.evaluate(BLANK_CHARTS)]
    faults += downloads(page)
    context.close()
    return faults


def downloads(page):
    """Saves the CSV of the periods, which must have every one, and of an open table, which must have its rows."""
    faults = []
    counts = page.evaluate("""() => ({
      periods: JSON.parse(document.getElementById('page-data').textContent).panels
        .reduce((sum, panel) => sum + panel.periods.length, 0),
    })""")
    wanted = {"#data > .csv": counts["periods"], "#equity .csv": 2, "#metrics .view:not([hidden]) .csv": 2}
    for selector, least in wanted.items():
        button = page.locator(selector).first
        if button.count() == 0:
            continue
        with page.expect_download() as download:
            button.click()
        lines = len(pathlib.Path(download.value.path()).read_text(encoding="utf-8").splitlines())
        if lines < least + 1:
            faults.append(f"the CSV of {selector} has {lines} lines, not {least + 1} or more")
    return faults


def check_without_scripts(browser, path, screenshots):
    """The page must say what is missing, show its still pictures, and keep within the viewport."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, java_script_enabled=False)
    page = context.new_page()
    page.goto(path.resolve().as_uri())
    faults = []
    sections = page.locator("#equity, #paths").count()
    if page.locator("svg.still").count() < sections:
        faults.append(f"{page.locator('svg.still').count()} still pictures in {sections} sections without scripts")
    if "Without JavaScript" not in page.locator("footer").inner_text():
        faults.append("does not say what is missing without scripts")
    if screenshots:
        page.screenshot(path=screenshots / f"{path.stem}-without-scripts.png", full_page=True)
    context.close()
    return faults


def keyboard(page):
    """Selects the last option of every selector by arrow keys; all selectors that have it must follow."""
    faults = []
    for choice in page.locator("fieldset.choice").all():
        inputs = choice.locator("input")
        last = inputs.count() - 1
        # From the first: a section may offer a choice that others do not have, and stay on it.
        while not inputs.nth(0).is_checked():
            choice.locator("input:checked").press("ArrowLeft")
        while not inputs.nth(last).is_checked():
            choice.locator("input:checked").press("ArrowRight")
        kind, value = choice.get_attribute("data-choice"), inputs.nth(last).get_attribute("value")
        behind = page.evaluate(
            "([kind, value]) => document.querySelectorAll(`[data-choice=${kind}] input[value='${value}']:not(:checked)`).length",
            [kind, value],
        )
        if behind:
            faults.append(f"{behind} selectors did not follow {kind} {value}")
    for plot in page.locator(".plot").all():
        for key in ("+", "ArrowLeft", "ArrowRight", "-", "0"):
            plot.press(key)
    return faults


def links(page):
    """Walks by keyboard from each ring on a path to its flip's card and back; both must be in sight and have the focus."""
    faults = []
    focused = """() => {
      const box = document.activeElement.getBoundingClientRect();
      return [document.activeElement.id, box.height > 0 && box.bottom > 0 && box.top < innerHeight];
    }"""
    # Cards of every variant, those that are not chosen too.
    for card in page.locator(".costly li").all():
        name = card.get_attribute("id")
        back = card.locator("a.to-path")
        ring = back.get_attribute("href")[1:]
        def leads(what, wanted):
            try:
                page.wait_for_function(f"wanted => String(({focused})()) === `${{wanted}},true`", arg=wanted, timeout=2000)
            except TimeoutError:
                faults.append(f"{what} leads to {page.evaluate(focused)}")

        page.evaluate("hash => { location.hash = hash }", ring)
        leads(f"#{ring}", ring)
        page.locator(f"#{ring}").press("Enter")
        leads(f"the ring {ring}", name)
        try:
            card.locator("details[open]").wait_for(timeout=2000)
        except TimeoutError:
            faults.append(f"the card {name} stays closed")
        back.press("Enter")
        leads(f"the card {name}", ring)
    return faults


def meanings(page):
    """Every word that the glossary explains shows its meaning with the keyboard's focus, one of them under the mouse."""
    # After a key, whatever gets the focus has it as from the keyboard.
    page.keyboard.press("Tab")
    faults = page.evaluate("""() => [...document.querySelectorAll('a.term')].filter((term) => term.checkVisibility()).flatMap((term) => {
      const meaning = document.querySelector('.meaning');
      const escape = () => document.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' }));
      term.focus();
      const box = meaning.getBoundingClientRect();
      const faults = [];
      if (box.height === 0 || meaning.textContent.length < 20) faults.push('the keyboard gets no meaning of');
      if (box.left < 0 || box.right > document.documentElement.clientWidth) faults.push('out of the page is the meaning of');
      if (box.height > 0 && term.getAttribute('aria-describedby') !== meaning.id) faults.push('nothing ties to its word the meaning of');
      escape();
      if (meaning.offsetHeight > 0) faults.push('Escape does not take away the meaning of');
      term.blur();
      return faults.map((fault) => `${fault} ${term.textContent}`);
    })""")
    term = page.locator("a.term:visible").first
    if term.count() == 0:
        return faults
    meaning = page.locator(".meaning")
    term.hover()
    # A busy machine takes its time.
    for state, fault in [
        ("visible", f"the mouse gets no meaning of {term.inner_text()}"),
        ("hidden", "a meaning stays when the mouse has gone"),
    ]:
        try:
            meaning.wait_for(state=state, timeout=20_000)
        except TimeoutError:
            faults.append(fault)
        page.mouse.move(0, 0)
    return faults


def forecasts(page):
    """The forecast band is there where there are forecasts, and can be switched off; the table has it too."""
    faults = []
    button = page.get_by_role("button", name="forecast band")
    if button.count() == 0 or not button.is_visible():
        return faults
    picture = "() => document.querySelector('.tall canvas').closest('.plot').querySelectorAll('canvas')[0].toDataURL()"

    def drawn(than=None):
        """The chart once it stands still, and looks otherwise than another picture; a busy machine draws late."""
        last = None
        for _ in range(80):
            page.wait_for_timeout(60)
            now = page.evaluate(picture)
            if now == last and now != than:
                break
            last = now
        return now

    shown = drawn()
    if button.get_attribute("aria-pressed") != "true":
        faults.append("the forecast band is not shown at first")
    button.press("Enter")
    if button.get_attribute("aria-pressed") != "false":
        faults.append("the forecast band cannot be switched off by the keyboard")
    if drawn(than=shown) == shown:
        faults.append("the forecast band is the same switched off")
    button.press("Enter")
    return faults


def check_print(browser, path, screenshots):
    """Prints from the dark theme, where forgotten colours show; the charts must have become pictures."""
    page = browser.new_page(viewport={"width": 1280, "height": 900}, color_scheme="dark")
    faults = []
    page.on("pageerror", lambda error: faults.append(f"error while printing: {error}"))
    page.goto(path.resolve().as_uri())
    page.wait_for_timeout(300)
    charts = page.evaluate("document.querySelectorAll('.chart').length")
    page.evaluate("addEventListener('afterprint', () => window.pictures = printed, {capture: true}); var printed = 0;"
                  "addEventListener('beforeprint', () => printed = document.querySelectorAll('canvas.paper').length)")
    pdf = page.pdf(format="A4", print_background=True, prefer_css_page_size=True)
    if not pdf.startswith(b"%PDF"):
        faults.append("did not print")
    if page.evaluate("printed") != charts:
        faults.append(f"{page.evaluate('printed')} of {charts} charts were ready for print")
    # A4 is 595 by 842 points.
    if b"/MediaBox [0 0 594" not in pdf and b"/MediaBox [0 0 595" not in pdf:
        faults.append("is not printed to A4")
    if page.evaluate("document.querySelectorAll('canvas.paper').length"):
        faults.append("pictures for print stayed on the screen")
    if screenshots:
        (screenshots / f"{path.stem}-print.pdf").write_bytes(pdf)
    page.close()
    return faults


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("pages", nargs="+", type=pathlib.Path)
    parser.add_argument("--screenshots", type=pathlib.Path)
    arguments = parser.parse_args()
    if arguments.screenshots:
        arguments.screenshots.mkdir(parents=True, exist_ok=True)
    failed = False
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=["--no-sandbox"]
        )
        for path in arguments.pages:
            # The narrow screen is the stricter one: pages without charts, where little can differ, get no other.
            has_charts = 'class="chart' in path.read_text(encoding="utf-8")
            for width, scheme in ((1280, "light"), (800, "light"), (400, "dark")) if has_charts else ((400, "dark"),):
                for fault in check(browser, path, width, scheme, arguments.screenshots):
                    failed = True
                    print(f"{path.name} at {width} {scheme}: {fault}")
            for fault in (
                check_print(browser, path, arguments.screenshots)
                + check_without_scripts(browser, path, arguments.screenshots)
            ):
                failed = True
                print(f"{path.name}: {fault}")
            print(f"{path.name}: checked", file=sys.stderr)
        browser.close()
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
