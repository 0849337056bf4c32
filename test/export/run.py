"""Runs an exported model on rows: `python run.py KIND FILE [decisions]`.

Reads {"columns": [[name, kind], ...], "rows": [...]} from standard input.

KIND is python, sqlite, duckdb or onnx. Writes the predictions as JSON: a list of numbers a row, or its decision.
"""
import importlib.util
import json
import sys

kind, path = sys.argv[1:3]
decides = sys.argv[3:] == ["decisions"]
given = json.load(sys.stdin)
names = [name for name, _ in given["columns"]]
kinds = [kind for _, kind in given["columns"]]
rows = given["rows"]


def quoted(name):
    return '"' + name.replace('"', '""') + '"'


def of_table(connection, types):
    declared = ", ".join(f"{quoted(name)} {types[kind]}" for name, kind in zip(names, kinds))
    connection.execute(f'CREATE TABLE input ("row id" INTEGER, {declared})')
    marks = ", ".join("?" * (len(names) + 1))
    connection.executemany(f"INSERT INTO input VALUES ({marks})", [[i, *row] for i, row in enumerate(rows)])
    with open(path, encoding="utf-8") as file:
        cursor = connection.execute(file.read())
    titles = [column[0] for column in cursor.description]
    wanted = [i for i, title in enumerate(titles) if title.startswith("probability_")] or [titles.index("prediction")]
    told = sorted(cursor.fetchall(), key=lambda row: row[0])
    if len(told) != len(rows):
        sys.exit(f"{len(told)} rows instead of {len(rows)}")
    return [[row[i] for i in wanted] if not decides else row[titles.index("decision")] for row in told]


if kind == "python":
    specification = importlib.util.spec_from_loader("model", loader=None)
    model = importlib.util.module_from_spec(specification)
    with open(path, encoding="utf-8") as file:
        exec(compile(file.read(), path, "exec"), model.__dict__)
    told = model.predict_many([dict(zip(names, row)) for row in rows])
    one = [model.predict(row) for row in rows[:40]]
    for single, several in zip(one, told):
        if abs(sum(single["probabilities"]) - sum(several["probabilities"])) > 1e-9:
            sys.exit("predict and predict_many differ")
    result = [row["decision"] if decides else row["probabilities"] or [row["prediction"]] for row in told]
elif kind == "sqlite":
    import sqlite3

    types = {"numeric": "REAL", "category": "TEXT", "date": "TEXT"}
    result = of_table(sqlite3.connect(":memory:"), types)
elif kind == "duckdb":
    import duckdb

    types = {"numeric": "DOUBLE", "category": "VARCHAR", "date": "TIMESTAMP"}
    result = of_table(duckdb.connect(), types)
else:
    import numpy
    import onnxruntime

    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    wanted = {one.name: one.type for one in session.get_inputs()}

    def column(name, place):
        cells = [row[place] for row in rows]
        if wanted[name] == "tensor(string)":
            return numpy.array([["" if cell is None else cell] for cell in cells], dtype=object)
        if kinds[place] == "date":
            cells = [None if cell is None else (numpy.datetime64(cell[:-1], "ms").astype(float) / 86_400_000) for cell in cells]
        return numpy.array([[float("nan") if cell is None else cell] for cell in cells], dtype=float)

    feed = {name: column(name, place) for place, name in enumerate(names) if name in wanted}
    outputs = [one.name for one in session.get_outputs()]
    result = session.run([outputs[-1]], feed)[0].tolist()

json.dump(result, sys.stdout)
