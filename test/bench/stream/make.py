"""Writes a seeded table: python3 make.py ROWS FILE [SEED] [ROWS A GROUP]. The name says whether as Parquet or CSV, with the
same rows: 10 normal numbers, 4 counts, a price, 3 categories, a day, and a class that depends on some of them: it is "a"
with the probability that x0 + x1 * x2 + (city is Rome) exceeds a normal number."""
import sys

import numpy as np
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet

rows, path = int(sys.argv[1]), sys.argv[2]
seed = int(sys.argv[3]) if len(sys.argv) > 3 else 1
rows_of_group = int(sys.argv[4]) if len(sys.argv) > 4 else 1 << 20  # as pyarrow and pandas cut them
at_once = 1 << 18  # rows drawn together: a longer table begins with the rows of a shorter one
cities = np.array(["Berlin", "Paris", "Rome", "New York", "Tokyo", "Lima"])
codes = np.array([f"c{i}" for i in range(5000)])
days = np.datetime64("2020-01-01") + np.arange(1500)


def part(number):
    random = np.random.Generator(np.random.PCG64([seed, number]))
    x = np.round(random.standard_normal((10, at_once)), 6)
    city = random.integers(6, size=at_once)
    score = x[0] + x[1] * x[2] + (city == 2) + random.standard_normal(at_once)
    counts = random.integers(1000, size=(4, at_once))
    columns = {f"x{i}": x[i] for i in range(10)}
    columns |= {f"k{i}": counts[i] for i in range(4)}
    columns["price"] = np.round(3 + x[9] ** 2, 2)
    columns["city"] = cities[city]
    columns["code"] = codes[random.integers(5000, size=at_once)]
    columns["flag"] = np.where(random.integers(2, size=at_once) == 1, "yes", "no")
    columns["day"] = pa.array(days[random.integers(1500, size=at_once)], pa.date32())
    columns["y"] = np.where(score > 0, "a", "b")
    left = min(at_once, rows - number * at_once)
    return pa.table(columns).slice(0, left)


parts = (part(number) for number in range(-(-rows // at_once)))
first = next(parts)
with open(path, "wb") as file:
    if path.endswith(".csv"):
        options = pa.csv.WriteOptions(quoting_style="none")
        with pa.csv.CSVWriter(file, first.schema, write_options=options) as writer:
            writer.write_table(first)
            for table in parts:
                writer.write_table(table)
    else:
        with pa.parquet.ParquetWriter(file, first.schema) as writer:
            waiting = first
            for table in parts:
                waiting = pa.concat_tables([waiting, table])
                while waiting.num_rows >= rows_of_group:
                    writer.write_table(waiting.slice(0, rows_of_group), row_group_size=rows_of_group)
                    waiting = waiting.slice(rows_of_group)
            if waiting.num_rows > 0:
                writer.write_table(waiting, row_group_size=rows_of_group)
