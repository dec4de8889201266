"""Records that are grouped by an attribute."""
from jinja2 import Environment
from jinja2.filters import do_groupby

COUNT = 150_000
records = [{"name": f"name{number * 7919 % COUNT}"} for number in range(COUNT)]
groups = do_groupby(Environment(), records, "name")
print(len(groups), groups[0].grouper, len(groups[-1].list))
