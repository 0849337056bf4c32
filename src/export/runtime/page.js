"use strict";
{
  const { model, controls } = JSON.parse(document.getElementById("model").textContent);
  const predictor = occamTab.predictorOf(occamTab.unpacked(model));
  const { classes } = predictor;
  const points = 25; // of a curve
  const mostBars = 6;
  const mostOptions = 60; // a longer list of levels is typed, with suggestions
  const sliceMilliseconds = 12; // curves are drawn in between, so that typing stays quick

  const make = (tag, properties = {}, ...children) => {
    const element = document.createElement(tag);
    Object.assign(element, properties);
    element.append(...children);
    return element;
  };
  const drawn = (tag, attributes) => {
    const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    return element;
  };
  const number = new Intl.NumberFormat("en", { maximumSignificantDigits: 5 });
  const percent = (share) => `${(100 * share).toFixed(share > 0.0995 && share < 0.9995 ? 0 : 1)}%`;
  const shown = (value) => (classes.length > 0 ? percent(value) : number.format(value));
  const dayMilliseconds = 86_400_000;

  /** The cell of each column of the model; null is missing. */
  const cells = new Array(predictor.columns.length).fill(null);
  let followed = classes.length === 2 ? 1 : 0; // the class that curves show

  const outcome = (row) => {
    const { prediction, probabilities } = predictor.predict(row);
    return classes.length > 0 ? probabilities[followed] : prediction;
  };

  const control = ({ column, name, kind, low, typical, high, hasTime, levels }, place) => {
    const id = `c${place}`;
    const curve = drawn("svg", { viewBox: "0 0 100 34", preserveAspectRatio: "none", "aria-hidden": "true" });
    const effect = make("p", { className: "effect" });
    const set = (cell) => {
      cells[column] = cell;
      update();
    };
    let inputs;
    let positions; // the cells along which the curve goes
    let isCurve = true;
    if (kind === "category") {
      isCurve = false;
      positions = levels.slice(0, points);
      cells[column] = levels[0] ?? null;
      if (levels.length <= mostOptions) {
        const select = make("select", { id });
        for (const level of levels) select.append(make("option", { textContent: level === "" ? "(empty)" : level }));
        select.append(make("option", { textContent: "(another)" }), make("option", { textContent: "(missing)" }));
        select.addEventListener("change", () => {
          const at = select.selectedIndex;
          // A text that is no level: the control character keeps it from being one.
          set(at < levels.length ? levels[at] : at === levels.length ? "\u0001another" : null);
        });
        inputs = [select];
      } else {
        const list = make("datalist", { id: `${id}-list` });
        for (const level of levels) list.append(make("option", { value: level }));
        const text = make("input", { id, type: "text", value: levels[0], autocomplete: "off" });
        text.setAttribute("list", list.id);
        text.addEventListener("input", () => set(text.value === "" ? null : text.value));
        inputs = [text, list];
      }
    } else if (kind === "numeric") {
      positions = Array.from({ length: points }, (_, i) => low + ((high - low) * i) / (points - 1));
      const start = Number(typical.toPrecision(4));
      cells[column] = start;
      const slider = make("input", { type: "range", min: low, max: high, step: "any", value: start });
      slider.setAttribute("aria-label", `${name}, slider`);
      const field = make("input", { id, type: "number", step: "any", value: start, placeholder: "missing" });
      slider.addEventListener("input", () => {
        field.value = Number(Number(slider.value).toPrecision(4));
        set(Number(field.value));
      });
      field.addEventListener("input", () => {
        if (field.value !== "") slider.value = field.value;
        set(field.value === "" ? null : Number(field.value));
      });
      inputs = low < high ? [field, slider] : [field];
    } else {
      const day = (days) => new Date(Math.round(days * dayMilliseconds)).toISOString();
      positions = Array.from({ length: points }, (_, i) => day(low + ((high - low) * i) / (points - 1)));
      const length = hasTime ? 16 : 10;
      const field = make("input", {
        id,
        type: hasTime ? "datetime-local" : "date",
        value: day(typical).slice(0, length),
      });
      const cellOf = () => (field.value === "" ? null : field.value);
      field.addEventListener("input", () => set(cellOf()));
      inputs = [field];
      cells[column] = cellOf();
    }
    const label = make("label", { htmlFor: id, textContent: name === "" ? "(no name)" : name });
    const box = make(
      "div",
      { className: "column" },
      label,
      make("div", { className: "inputs" }, ...inputs),
      curve,
      effect,
    );
    return { box, draw: () => drawCurve({ curve, effect, column, positions, isCurve, low, high, kind }) };
  };

  /** What the prediction would be along a column, the others as they are. */
  const drawCurve = ({ curve, effect, column, positions, isCurve, low, high, kind }) => {
    const row = cells.slice();
    const values = positions.map((cell) => {
      row[column] = cell;
      return outcome(row);
    });
    curve.replaceChildren();
    if (values.length < 2 || (isCurve && !(low < high))) {
      effect.textContent = "";
      return;
    }
    const least = Math.min(...values);
    const most = Math.max(...values);
    const range = most - least || 1;
    const x = (i) => 2 + (96 * i) / (values.length - 1);
    const y = (value) => 31 - (28 * (value - least)) / range;
    if (isCurve) curve.append(drawn("polyline", { points: values.map((value, i) => `${x(i)},${y(value)}`).join(" ") }));
    else {
      for (const [i, value] of values.entries()) {
        const isHere = positions[i] === cells[column];
        curve.append(drawn("line", { x1: x(i), x2: x(i), y1: 32, y2: y(value) - 0.5, class: isHere ? "here" : "" }));
      }
    }
    const here = cells[column];
    if (isCurve && here !== null) {
      const at = kind === "date" ? Date.parse(`${here}Z`.replace(/^(.{10})Z$/, "$1")) / dayMilliseconds : here;
      const share = Math.min(1, Math.max(0, (at - low) / (high - low)));
      curve.append(drawn("line", { x1: 2 + 96 * share, x2: 2 + 96 * share, y1: 1, y2: 33, class: "here" }));
    }
    effect.textContent = most - least < 1e-9 ? "Changes nothing here." : `${shown(least)} to ${shown(most)}`;
  };

  const result = make("p", { className: "result" });
  const bars = make("div", { className: "bars" });
  const all = controls.map(control);
  let pending = 0;

  const showPrediction = () => {
    const { prediction, probabilities } = predictor.predict(cells);
    result.textContent = classes.length > 0 ? prediction : number.format(prediction);
    const order = probabilities.map((_, i) => i).sort((a, b) => probabilities[b] - probabilities[a]);
    bars.replaceChildren(
      ...order.slice(0, mostBars).map((i) => {
        const bar = make("meter", { min: 0, max: 1, value: probabilities[i] });
        bar.setAttribute("aria-label", `probability of ${classes[i]}`);
        const name = make("span", { className: "class", textContent: classes[i] });
        return make("div", { className: "bar" }, name, bar, make("span", { textContent: percent(probabilities[i]) }));
      }),
      ...(order.length > mostBars ? [make("p", { textContent: `and ${order.length - mostBars} more` })] : []),
    );
  };

  /** Draws all curves, a few at a time; a newer change begins anew. */
  const update = () => {
    showPrediction();
    const turn = ++pending;
    const drawFrom = (first) => {
      const began = performance.now();
      let next = first;
      while (turn === pending && next < all.length && performance.now() - began < sliceMilliseconds) all[next++].draw();
      if (turn === pending && next < all.length) setTimeout(() => drawFrom(next));
    };
    setTimeout(() => drawFrom(0));
  };

  const caption = make("p", { className: "caption" });
  if (classes.length > 2) {
    const select = make("select", { id: "followed" });
    for (const name of classes) select.append(make("option", { textContent: name }));
    select.addEventListener("change", () => {
      followed = select.selectedIndex;
      update();
    });
    caption.append(make("label", { htmlFor: "followed", textContent: "Curves: probability of " }), select);
  } else {
    caption.textContent =
      classes.length === 2 ? `Curves: probability of ${classes[1]}.` : "Curves: the predicted number.";
  }
  const { data, rows, sha256, version } = model.origin;
  const about =
    `Learnt from ${data}, ${rows} rows${sha256 === "" ? "" : ` (SHA-256 ${sha256.slice(0, 12)}…)`}; occam-tab ${version}. ` +
    "Everything is computed on this page; nothing is sent.";
  const unread = predictor.columns.length - controls.length;
  const note = unread === 0 ? "" : ` The model found no use for ${unread} more ${unread === 1 ? "column" : "columns"}.`;
  result.setAttribute("role", "status");
  document
    .getElementById("page")
    .append(
      make("header", {}, make("h1", { textContent: predictor.target || "(no name)" }), result, bars),
      make("main", {}, caption, make("form", { onsubmit: () => false }, ...all.map(({ box }) => box))),
      make("footer", { textContent: about + note }),
    );
  // The class that is likeliest at first is the one to follow.
  if (classes.length > 2) {
    followed = classes.indexOf(predictor.predict(cells).prediction);
    document.getElementById("followed").selectedIndex = followed;
  }
  update();
}
