"""Scores 10,000 cells of NAS-Bench-201 and prints the fastest: python3 score_cells.py SCENARIO [COUNT], with FARM_API_URL and FARM_API_TOKEN set."""
import itertools
import sys

from latency_farm import Farm

codes = ("".join(code) for code in itertools.product("43210", repeat=6))
count = int(sys.argv[2]) if len(sys.argv) > 2 else 10_000
cells = [f"nas-bench-201~{code}" for code in itertools.islice(codes, count)]
rows = [row for row in Farm().predict_all(cells, sys.argv[1]) if row["latencyUs"] is not None]
print(f"{len(rows)} of {len(cells)} cells have a latency; the fastest:")
for row in sorted(rows, key=lambda each: each["latencyUs"])[:5]:
    print(f'{row["network"]}: {row["latencyUs"]:.0f} us, {row["lowUs"]:.0f} to {row["highUs"]:.0f}')
