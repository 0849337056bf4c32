"""Writes the files of this folder with the libraries that people use: pip install pandas pyarrow polars fastparquet duckdb."""
import datetime
import gzip
import os
import zipfile

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
from pyarrow import parquet

os.chdir(os.path.dirname(os.path.abspath(__file__)))
rows = 60
table = {
    "size": [None if i % 13 == 5 else 0.5 * i for i in range(rows)],
    "count": [i % 7 for i in range(rows)],
    "code": [f"{i % 4:02d}" for i in range(rows)],  # texts that look like numbers
    "key": [9007199254740993 + i % 3 for i in range(rows)],  # longer than a number can hold
    "kind": [None if i % 17 == 3 else ["red", "green", "blue, and \"more\""][i % 3] for i in range(rows)],
    "open": [i % 2 == 0 for i in range(rows)],
    "day": [datetime.date(2024, 1, 1) + datetime.timedelta(days=i) for i in range(rows)],
    "seen": [datetime.datetime(2024, 1, 1, 6) + datetime.timedelta(hours=i) for i in range(rows)],
    "price": [10 + 3 * i + (i % 5) for i in range(rows)],
}
frame = pd.DataFrame(table).astype({"kind": "category", "size": "float64"})
frame.to_parquet("pandas-snappy.parquet", compression="snappy")
frame.to_parquet("pandas-gzip.parquet", compression="gzip")
frame.to_parquet("pandas-brotli.parquet", compression="brotli")
frame.drop(columns=["day"]).to_parquet("fastparquet.parquet", engine="fastparquet")
frame.to_feather("pandas-lz4.feather")
polars = pl.DataFrame(table)
polars.write_parquet("polars-zstd.parquet", compression="zstd", row_group_size=25)
polars.write_parquet("polars-lz4.parquet", compression="lz4")
polars.write_ipc("polars-plain.arrow")
polars.write_ipc("polars-zstd.arrow", compression="zstd")
polars.write_ipc_stream("polars.arrows")
# Its dictionary lies behind the batches that need it.
polars.with_columns(pl.col("kind").cast(pl.Categorical)).write_ipc("polars-categorical.arrow", record_batch_size=25)
polars.write_ndjson("polars.jsonl")
duckdb.sql("COPY polars TO 'duckdb.parquet' (FORMAT parquet)")
arrow = pa.Table.from_pandas(frame, preserve_index=False)
delta = {"count": "DELTA_BINARY_PACKED", "code": "DELTA_BYTE_ARRAY", "size": "BYTE_STREAM_SPLIT", "open": "RLE"}
parquet.write_table(
    arrow, "pyarrow-delta.parquet", data_page_version="2.0", use_dictionary=False, column_encoding=delta, data_page_size=64
)
parquet.write_table(arrow, "pyarrow-spark.parquet", version="1.0", use_deprecated_int96_timestamps=True)
with parquet.ParquetWriter("pyarrow-empty-groups.parquet", arrow.schema) as out:
    for part in [arrow[:0], arrow[:7], arrow[:0], arrow[7:], arrow[:0]]:
        out.write_table(part)
bytes_of = pa.table({"a": [1.0, 2.0], "mark": pa.array([b"\x00\xff", b"\x01\x02"], pa.binary(2)), "y": [1, 2]})
parquet.write_table(bytes_of, "bytes.parquet")
nested = pa.table({"a": [1.0, 2.0, 3.0, 4.0], "tags": [[1], [2, 3], [], None], "y": [1, 2, 3, 4]})
parquet.write_table(nested, "nested.parquet")
# Times of day in each unit, and integers of 128 bits, which Arrow does not have.
times = [None if i == 3 else datetime.time(i % 24, i % 60, 30) for i in range(rows)]
units = {"s": pa.time32("s"), "ms": pa.time32("ms"), "us": pa.time64("us"), "ns": pa.time64("ns")}
clock = pa.table({**{unit: pa.array(times, kind) for unit, kind in units.items()}, "y": [i % 5 for i in range(rows)]})
parquet.write_table(clock, "times.parquet")
with pa.ipc.new_file("times.arrow", clock.schema) as out:
    out.write_table(clock)
pl.DataFrame({"big": pl.Series([2**70 + i for i in range(9)], dtype=pl.Int128)}).write_ipc("polars-int128.arrow")
# An index that pandas keeps as a column, and a column without values, whose dictionary is empty.
sparse = pd.DataFrame({"a": [1.0, 2.0, 3.0], "none": pd.array([None] * 3, "string"), "y": [4, 5, 6]}, index=[7, 8, 10])
sparse.to_parquet("pandas-index.parquet", compression="lz4")
frame.to_csv("table.csv", index=False)
with zipfile.ZipFile("table.zip", "w", zipfile.ZIP_DEFLATED) as archive:
    archive.write("table.csv")
with zipfile.ZipFile("two.zip", "w", zipfile.ZIP_DEFLATED) as archive:
    archive.write("table.csv")
    archive.write("polars.jsonl")
with gzip.GzipFile("polars.jsonl.gz", "wb", mtime=0) as packed:
    packed.write(open("polars.jsonl", "rb").read())
frame.to_json("array.json", orient="records", date_format="iso")
table_of_batches = pa.Table.from_pandas(frame, preserve_index=False)
for name, writer in [("batches.arrow", pa.ipc.new_file), ("batches.arrows", pa.ipc.new_stream)]:
    with writer(name, table_of_batches.schema) as out:  # six record batches and one dictionary
        out.write_table(table_of_batches, max_chunksize=11)
