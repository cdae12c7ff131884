"""Executes exported notebooks as Jupyter would, each in its own folder, and tells what was drawn.

    notebook_check.py NOTEBOOK...

Prints one line of JSON a notebook: the number of pictures by cell. Ends with 1 at the first cell that raises, or that
draws a picture with nothing in it. Made for nbclient 0.11, nbformat 5.11, ipykernel 7.4.
"""

import base64
import io
import json
import sys
from pathlib import Path

import matplotlib.image
import nbclient
import nbformat


def pictures(cell):
    for output in cell.get("outputs", []):
        png = output.get("data", {}).get("image/png")
        if png is not None:
            yield matplotlib.image.imread(io.BytesIO(base64.b64decode(png)))


def check(path):
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    client = nbclient.NotebookClient(
        notebook, timeout=300, kernel_name="python3", resources={"metadata": {"path": str(path.parent)}})
    client.execute()
    drawn = {}
    for cell in notebook.cells:
        found = list(pictures(cell))
        for picture in found:
            # Ink: what is not white. Axes without a line or a bar have less than this.
            ink = (picture[..., :3].min(axis=-1) < 0.85).mean()
            if ink < 0.01:
                sys.exit(f"{path}: the picture of the cell {cell.id} is empty ({100 * ink:.2f} % ink)")
        if found:
            drawn[cell.id] = len(found)
    print(json.dumps(drawn, sort_keys=True), flush=True)


for name in sys.argv[1:]:
    try:
        check(Path(name).resolve())
    except nbclient.exceptions.CellExecutionError as error:
        sys.exit(f"{name}: a cell raises\n{error}")
