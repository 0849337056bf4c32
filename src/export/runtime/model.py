import array
import datetime
import json
import math
import re
import sys

try:
    import numpy
except ImportError:  # the standard library alone is enough
    numpy = None

MODEL = json.loads("{}")

target = MODEL["target"]
classes = MODEL["task"].get("classes", [])  # empty when the target is a number
columns = [column["name"] for column in MODEL["columns"]]
origin = MODEL["origin"]


def predict(row):
    """Predicts one row: a dict by column name, or a list of cells in the order of `columns`.

    Returns {"prediction": ..., "probabilities": [...]}, with a probability for each of `classes`, or none for a number, and
    "decision" by costs or a threshold where the model keeps a rule. A cell is a
    number, a text, a date, True, False or None. None, NaN, infinities and columns that a dict lacks are missing; other keys are
    passed over. Raises ValueError for a dict with none of the columns and for a list of another length.
    """
    return _told(_score(_features(row, 0)))


def predict_many(rows):
    """Predicts rows one after the other, with numpy all at once. Returns a list as of `predict`."""
    features = [_features(row, number) for number, row in enumerate(rows)]
    scores = map(_score, features) if numpy is None or len(features) < 16 else _score_all(features)
    return [_told(one) for one in scores]


# Cells




_nan = float("nan")
_spaces = "\t\n\v\f\r \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"
_plain_number = re.compile(r"[+-]?([0-9]*)(?:\.([0-9]*))?([eE][+-]?[0-9]{1,5})?\Z")


def _features(row, number):
    if isinstance(row, dict):
        if not any(name in row for name in columns):
            raise ValueError(f"Row {number} has none of the {len(columns)} columns that the model needs.")
        cells = [row.get(name) for name in columns]
    else:
        cells = list(row)
        if len(cells) != len(columns):
            raise ValueError(f"Row {number} has {len(cells)} cells, but the model asks for {len(columns)} columns.")
    days = {}
    features = []
    for feature in MODEL["features"]:
        place, part = feature["column"], feature["part"]
        column, cell = MODEL["columns"][place], cells[place]
        if part == "number":
            x = _number(cell, column)
            features.append(x if x != x else max(-1e150, min(1e150, x)))
        elif part == "level":
            features.append(_level(cell, column))
        else:
            if place not in days:
                days[place] = _days(cell, column)
            features.append(_date_part(part, days[place]))
    return features


def _finite(number):
    return number if math.isfinite(number) else _nan


def _number(cell, column):
    if isinstance(cell, str):
        text = cell.strip(_spaces)
        if text in column["missing"]:
            return _nan
        known = column.get("format")
        return _kept(_finite(_number_of_text(text) if known is None else _formatted(text, known)), column)
    if isinstance(cell, bool) or not hasattr(cell, "__float__") or isinstance(cell, (bytes, datetime.timedelta)):
        return _nan
    try:
        return _kept(_finite(float(cell)), column)
    except (TypeError, ValueError, OverflowError):
        return _nan


def _kept(value, column):
    """A number or a day, NaN where it means that there is no value."""
    return _nan if value in column.get("missingValues", ()) else value


def _number_of_text(text):
    match = _plain_number.match(text)
    if match is None:
        return _nan
    whole, fraction, exponent = match[1], match[2] or "", match[3]
    if len(whole) + len(fraction) == 0 or (len(whole) > 1 and whole[0] == "0"):
        return _nan
    value = float(text)
    return _nan if exponent is None and fraction == "" and abs(value) > 2**53 - 1 and len(whole) > 15 else value


_grouped = {
    ".": re.compile(r"(?:[1-9][0-9]{0,2}([, '])[0-9]{3}(?:\1[0-9]{3})*|[1-9][0-9]?,(?:[0-9]{2},)+[0-9]{3})(?:\.[0-9]*)?\Z"),
    ",": re.compile(r"[1-9][0-9]{0,2}([. '])[0-9]{3}(?:\1[0-9]{3})*(?:,[0-9]*)?\Z"),
}
_minus = "-\u2010\u2011\u2012\u2013\u2212\ufe63\uff0d"
_digits = re.compile(r"[.,]?[0-9](?:[0-9.,'\u2018\u2019\u02bc\u00b4`\s]*[0-9])?(?:[.,](?![.,]))?(?:[eE][+-]?[0-9]{1,5}(?![0-9]|[^\W\d_]))?")
_clock = re.compile(r"T?([0-9]{1,3}):([0-5][0-9])(?::([0-5][0-9])(?:[.,]([0-9]{1,9}))?)?\s?(?:([ap])\.?m\.?)?\Z", re.IGNORECASE)


def _formatted(text, known):
    """The number of a text as its column writes numbers: decimal mark, groups, signs, one unit. NaN when it is none."""
    if known["clock"]:
        match = _clock.match(text)
        if match is None or (match[5] and not 1 <= int(match[1]) <= 12):
            return _nan
        hour = int(match[1]) % 12 + (12 if match[5].lower() == "p" else 0) if match[5] else int(match[1])
        return (hour * 3600 + int(match[2]) * 60 + float(f"{match[3] or 0}.{match[4] or 0}")) / 3600
    decimal, unit = known["decimal"], known["unit"]
    if decimal == "." and unit == "":
        plain = _number_of_text(text)
        if plain == plain:
            return plain
    match = _digits.search(text)
    if match is None or len(text) > 60:
        return _nan
    before, after = text[: match.start()].strip(), text[match.end() :].strip()
    negative = before.startswith("(") and after.endswith(")")
    if negative:
        before, after = before[1:].strip(), after[:-1].strip()
    signs = 0
    for mark in _minus + "+":
        if before[:1] == mark or before[-1:] == mark:
            before, signs, negative = before.strip(mark).strip(), signs + 1, negative or mark != "+"
        if after[:1] == mark or after[-1:] == mark:
            after, signs, negative = after.strip(mark).strip(), signs + 1, negative or mark != "+"
    if signs > 1 or any(mark in before + after for mark in "()"):
        return _nan
    marked = re.search(r"(?:^|\s|(?<=[0-9]))(CR|DR)\.?\Z", after, re.IGNORECASE)
    if marked:
        negative = marked[1].upper() == known["minus"]
        after = after[: marked.start()].strip()
    found = before + after
    if found != "" and (unit == "" or _unit_key(found) != _unit_key(unit)):
        return _nan
    digits = re.sub(r"\s", " ", re.sub("[\u2018\u2019\u02bc\u00b4`]", "'", match[0]))
    if _grouped[decimal].match(digits):
        digits = re.sub("[, ']" if decimal == "." else "[. ']", "", digits)
    elif decimal == "," and "." in digits:
        return _nan
    value = _number_of_text(digits if decimal == "." else digits.replace(",", ".", 1))
    return -value if negative else value


def _unit_key(unit):
    short = re.sub(r"\s+", " ", unit.replace("²", "2").replace("³", "3").replace("^", "").replace("％", "%"))
    short = short[:-1] if short.endswith(".") else short
    if len(short) < 2:
        return short
    small = short.lower()
    return small[:-1] if len(small) >= 3 and small.endswith("s") else small


def _level(cell, column):
    """The text of a cell, None when it is missing."""
    text = _text(cell, column)
    if text is None or text in column["missing"]:
        return None
    return None if _number_of_text(text) in column.get("missingValues", ()) else text


def _text(cell, column):
    if isinstance(cell, str):
        return cell.strip(_spaces)
    if cell is None:
        return None
    if isinstance(cell, bool) or type(cell).__name__ in ("bool_", "bool"):
        return "true" if cell else "false"
    if isinstance(cell, (datetime.date, datetime.datetime)):
        days = _days(cell, column)
        if days != days:
            return None
        moment = datetime.datetime(1970, 1, 1) + datetime.timedelta(milliseconds=math.floor(days * 86400000 + 0.5))
        return moment.isoformat(timespec="milliseconds") + "Z"
    if isinstance(cell, int):
        return str(cell) if abs(cell) < 10**21 else _number_text(float(cell))
    if not hasattr(cell, "__float__"):
        return None
    number = float(cell)
    return _number_text(number) if math.isfinite(number) else None


def _number_text(number):
    """A number as JavaScript writes it: 1 for 1.0, 1e-7 for 1e-07, 1e21 as 1e+21."""
    if number == 0:
        return "0"
    mantissa, exponent = f"{abs(number)!r}e0".split("e")[:2]
    whole, _, fraction = mantissa.partition(".")
    digits = (whole + fraction).lstrip("0")
    point = len(whole) + int(exponent) - (len(whole + fraction) - len(digits))
    digits = digits.rstrip("0")
    sign = "-" if number < 0 else ""
    if len(digits) <= point <= 21:
        return sign + digits + "0" * (point - len(digits))
    if 0 < point <= 21:
        return sign + digits[:point] + "." + digits[point:]
    if -6 < point <= 0:
        return sign + "0." + "0" * -point + digits
    power = f"e{'+' if point > 0 else '-'}{abs(point - 1)}"
    return sign + digits[0] + ("." + digits[1:] if len(digits) > 1 else "") + power


_months = ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"]
_time = (
    r"(?:(?:[T ]|,\s?)\s*([0-9]{1,2}):([0-9]{2})(?::([0-9]{2})(?:[.,]([0-9]{1,9}))?)?\s?([AaPp][Mm])?\s?"
    r"(Z|UTC|[+-][0-9]{2}:?[0-9]{2})?)?\Z"
)
_compact = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})\Z")
_year_first = re.compile(r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})" + _time)
_year_last = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{4})" + _time)
_day_name = re.compile(r"([0-9]{1,2})[- /]([A-Za-z]{3,9})\.?,?[- /]([0-9]{4})" + _time)
_name_day = re.compile(r"([A-Za-z]{3,9})\.?[- ]([0-9]{1,2}),?[- ]([0-9]{4})" + _time)


def _days(cell, column):
    """Days since 1970-01-01 UTC; a moment without a zone is UTC."""
    if isinstance(cell, datetime.datetime):
        utc = cell if cell.tzinfo is None else cell.astimezone(datetime.timezone.utc).replace(tzinfo=None)
        try:
            since = utc - datetime.datetime(1970, 1, 1)
        except TypeError:  # such as pandas.NaT
            return _nan
        return _kept((since.days * 86400 + since.seconds + since.microseconds / 1e6) / 86400, column)
    if isinstance(cell, datetime.date):
        return _kept(float((cell - datetime.date(1970, 1, 1)).days), column)
    if not isinstance(cell, str):
        return _nan
    text = cell.strip(_spaces)
    if text in column["missing"]:
        return _nan
    return _kept(_days_of_text(text, column["dayFirst"]), column)


def _days_of_text(text, day_first):
    match = _compact.match(text)
    if match:
        return _day_number(match[1], match[2], match[3])
    match = _year_first.match(text)
    if match:
        return _day_number(match[1], match[3], match[4]) + _day_share(match.groups()[4:])
    match = _year_last.match(text)
    if match:
        first, mark, second, year = match.groups()[:4]
        if day_first is None:
            if int(first) > 12 or mark == ".":
                day_first = True
            elif int(second) > 12:
                day_first = False
            else:
                return _nan
        day, month = (first, second) if day_first else (second, first)
        return _day_number(year, month, day) + _day_share(match.groups()[4:])
    match = _day_name.match(text)
    if match:
        return _day_number(match[3], _month(match[2]), match[1]) + _day_share(match.groups()[3:])
    match = _name_day.match(text)
    if match:
        return _day_number(match[3], _month(match[1]), match[2]) + _day_share(match.groups()[3:])
    return _nan


def _month(name):
    lower = name.lower()
    for number, month in enumerate(_months, 1):
        if lower in (month, month[:3]) or (lower == "sept" and month == "september"):
            return number
    return 0


def _day_number(year, month, day):
    year, month, day = int(year), int(month), int(day)
    leap = (year % 4 == 0 and year % 100 != 0) or year % 400 == 0
    lengths = [31, 29 if leap else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    if not 1 <= month <= 12 or not 1 <= day <= lengths[month - 1]:
        return _nan
    shifted = year - 1 if month <= 2 else year
    era, year_of_era = divmod(shifted, 400)
    day_of_year = (153 * (month - 3 if month > 2 else month + 9) + 2) // 5 + day - 1
    return float(era * 146097 + year_of_era * 365 + year_of_era // 4 - year_of_era // 100 + day_of_year - 719468)


def _day_share(parts):
    hour, minute, second, fraction, half, offset = parts
    if hour is None:
        return 0.0
    hour, minute = int(hour), int(minute)
    second = int(second or "0") + (float("0." + fraction) if fraction else 0)
    if half:
        if not 1 <= hour <= 12:
            return _nan
        hour = hour % 12 + (12 if half.lower() == "pm" else 0)
    if hour > 24 or minute > 59 or second >= 61:
        return _nan
    zone = 0
    if offset and offset not in ("Z", "UTC"):
        zone = int(offset[1:3]) * 3600 + int(offset[-2:]) * 60
        zone = -zone if offset[0] == "-" else zone
    return (hour * 3600 + minute * 60 + second - zone) / 86400


def _date_part(part, days):
    if part == "days" or days != days:
        return days
    seconds = math.floor(days * 86400 + 0.5)
    day = seconds // 86400
    if part in ("month", "day of month", "day of year"):
        since = day + 719468
        of_era = since % 146097
        year = (of_era - of_era // 1460 + of_era // 36524 - of_era // 146096) // 365
        of_year = of_era - (365 * year + year // 4 - year // 100)
        if part == "day of year":
            return float(of_year + 61 if of_year < 306 else of_year - 305)
        from_march = (5 * of_year + 2) // 153
        if part == "day of month":
            return float(of_year - (153 * from_march + 2) // 5 + 1)
        return float(from_march + 3 if from_march < 10 else from_march - 9)
    if part == "weekday":
        return float((day + 3) % 7 + 1)
    return (seconds - day * 86400) / 3600


# The network


def _clip(x):
    x = max(-1e9, min(1e9, x))
    return x / math.sqrt(1 + x * x / 9)


def _encoder(given):
    kind = given["kind"]
    if kind == "scaled":
        centre, scale = given["centre"], given["scale"]
        return lambda x: 0.0 if x != x else _clip((x - centre) / scale)
    if kind == "log":
        centre, typical, size = given["centre"], given["typical"], given["size"]
        return lambda x: 0.0 if x != x else _clip(math.copysign(2 * math.log1p(abs(x - centre) / typical) / size, x - centre))
    if kind == "step":
        low, width, least, most, mean = given["low"], given["high"] - given["low"], given["least"], given["most"], given["mean"]
        return lambda x: 0.0 if x != x else max(least, min(most, (x - low) / width)) - mean
    if kind == "missing":
        return lambda x: 1.0 if x is None or x != x else 0.0
    table, unknown = dict(zip(given["levels"], given["values"])), given["unknown"]
    return lambda x: 0.0 if x is None else table.get(x, unknown)


_encoders = [(_encoder(given), given["feature"]) for given in MODEL["inputs"]]


def _single(numbers):
    """Weights are stored in single precision."""
    return array.array("f", numbers)


_layers = [
    (layer["rectified"], _single(layer["bias"]), layer["start"], layer["source"], _single(layer["weight"]))
    for layer in MODEL["layers"]
]


def _score(features):
    values = [encode(features[feature]) for encode, feature in _encoders]
    for rectified, biases, start, source, weight in _layers:
        sums = []
        for unit, bias in enumerate(biases):
            total = bias
            for k in range(start[unit], start[unit + 1]):
                total += weight[k] * values[source[k]]
            sums.append(0.0 if rectified and total < 0 else total)
        values.extend(sums)
    return _average(values)


def _average(values):
    """The mean over members, and for classes over temperatures, of the predictions; never of the logits."""
    task, outputs = MODEL["task"], MODEL["outputs"]
    if task["kind"] == "regression":
        numbers = [task["mean"] + task["deviation"] * values[output[0]] for output in outputs]
        return [sum(max(task["low"], min(task["high"], number)) for number in numbers) / len(numbers)]
    if len(classes) == 1:
        return [1.0]
    factors = MODEL["inverseTemperatures"]
    share = 1 / (len(outputs) * len(factors))
    means = [0.0] * len(classes)
    for output in outputs:
        logits = [values[place] for place in output]
        for factor in factors:
            if len(classes) == 2:
                means[1] += share * _logistic(factor * logits[0])
                continue
            highest = max(logits)
            powers = [math.exp(factor * (logit - highest)) for logit in logits]
            for place, power in enumerate(powers):
                means[place] += share * power / sum(powers)
    if len(classes) == 2:
        means[0] = 1 - means[1]
    return means


def _logistic(z):
    return 1 / (1 + math.exp(-z)) if z >= 0 else math.exp(z) / (1 + math.exp(z))


def _score_all(features):
    """As `_score` for many rows, a row of numpy arrays a value."""
    rows = len(features)
    count = len(_encoders) + sum(len(layer[1]) for layer in _layers)
    values = numpy.zeros((count, rows))
    for place, (encode, feature) in enumerate(_encoders):
        values[place] = [encode(row[feature]) for row in features]
    first = len(_encoders)
    for rectified, biases, start, source, weight in _layers:
        for unit, bias in enumerate(biases):
            begin, end = start[unit], start[unit + 1]
            sums = bias + numpy.asarray(weight[begin:end], dtype=float) @ values[source[begin:end]]
            values[first + unit] = numpy.maximum(sums, 0) if rectified else sums
        first += len(biases)
    return [_average(row) for row in values.T.tolist()]


def _told(scores):
    if not classes:
        return {"prediction": scores[0], "probabilities": []}
    told = {"prediction": classes[scores.index(max(scores))], "probabilities": scores}
    if MODEL["decision"] is not None:
        told["decision"] = classes[_decide(MODEL["decision"], scores)]
    return told


def _decide(rule, scores):
    """Position of the class that a threshold or costs decide for."""
    places = range(len(classes))
    if rule["positive"] is not None and rule["threshold"] is not None:
        positive = classes.index(rule["positive"])
        others = [place for place in places if place != positive]
        if scores[positive] >= rule["threshold"] or not others:
            return positive
        return max(others, key=lambda place: scores[place])
    expected = [0.0] * len(classes)
    for cost in rule["costs"]:
        expected[classes.index(cost["predicted"])] += scores[classes.index(cost["truth"])] * cost["cost"]
    return min(places, key=lambda place: (expected[place], -scores[place]))


def check():
    """The largest difference between the results here and those that occam-tab wrote down for a few rows."""
    largest = 0.0
    told = predict_many([example["cells"] for example in MODEL["examples"]])
    told_one = [predict(example["cells"]) for example in MODEL["examples"]]
    for results in (told, told_one):
        for example, result in zip(MODEL["examples"], results):
            for wanted, got in zip(example["outputs"], result["probabilities"] or [result["prediction"]]):
                largest = max(largest, abs(wanted - got))
    return largest


if __name__ == "__main__":
    if sys.argv[1:] != ["--check"]:
        sys.exit("Usage: python FILE --check; in a program, import it and call predict(row).")
    spread = MODEL["task"].get("deviation", 1)
    difference = check()
    print(f"The largest difference in {len(MODEL['examples'])} rows is {difference:.3g}.")
    sys.exit(0 if difference <= 1e-6 * spread else 1)
