"""How long pages take on a large record, beside a floor in the same run.

The company of ``demo.scale`` is loaded into an installation in a folder, which is then served as in
production. Pages are asked for one at a time and many together, as four people who are signed in,
in turns with a page that reads one row. A second, small company shows whether statements grow.
"""

from lineofsight.bench.http.figures import Page, Result
from lineofsight.bench.http.run import GOALS, OBSERVATIONS, PEOPLE, run
from lineofsight.bench.http.text import render_text, to_json

__all__ = ["GOALS", "OBSERVATIONS", "PEOPLE", "Page", "Result", "render_text", "run", "to_json"]
