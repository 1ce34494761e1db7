import { limits } from "@mission-control/contracts";

/**
 * What stands between a function's code and us, in its own world: it takes columns in and gives them out as buffers, and takes
 * away what would give another result each time. It holds on to what it needs of that world before any foreign code runs;
 * all that comes out is checked again outside.
 */
export const bridgeSource = `(() => {
  "use strict";
  const { Float64Array, Object, Math, JSON, String, Array } = globalThis;
  const { freeze, keys, defineProperty } = Object;
  const { isArray } = Array;
  const { parse, stringify } = JSON;
  const isColumn = (given) => given instanceof Float64Array;
  const set = Float64Array.prototype.set;
  const call = Function.prototype.call.bind(Function.prototype.call);

  const notAllowed = (where, name, why) =>
    defineProperty(where, name, {
      configurable: false,
      get() { throw new TypeError(name + " is not allowed: " + why); },
    });
  for (const name of ["eval", "WeakRef", "FinalizationRegistry", "SharedArrayBuffer", "Atomics"]) delete globalThis[name];
  const same = "a function gives the same for the same values each time";
  notAllowed(globalThis, "Date", "times are given, in milliseconds");
  notAllowed(Math, "random", same);

  let given = [];
  let args = {};
  const what = (value) =>
    value === null ? "null" : isArray(value) ? "a list" : typeof value === "object" ? "an object" : "a " + typeof value;
  const labelsOf = (text) => freeze(parse(text));

  return {
    clear() { given = []; args = {}; },
    add(labels, values) { given[given.length] = { labels: labelsOf(labels), values: new Float64Array(values) }; },
    number(name, value) { args[name] = value; },
    columns(name) { args[name] = given; given = []; },
    map(code, labels, times, values, from, to) {
      const [timesMs, column, named] = [new Float64Array(times), new Float64Array(values), labelsOf(labels)];
      for (let i = from; i < to; i++) {
        const value = column[i];
        if (value !== value) continue;
        const result = code(value, timesMs[i], named, args);
        if (typeof result !== "number") return "gave back " + what(result) + " for the value " + value + ", not a number";
        column[i] = result;
      }
      return "";
    },
    aggregate(code, times, stepMs) {
      const timesMs = new Float64Array(times);
      const steps = timesMs.length;
      const result = code({ timesMs, stepMs, series: given }, args);
      given = [];
      if (!isArray(result)) return { fault: "gave back " + what(result) + ", not a list of { labels, values }" };
      const count = result.length;
      if (count > ${limits.functionSeries}) return { fault: "gave back " + count + " series; ${limits.functionSeries} are the most" };
      const names = [];
      const columns = new Float64Array(count * steps);
      for (let i = 0; i < count; i++) {
        const one = result[i];
        const at = "series " + (i + 1) + " of " + count;
        if (typeof one !== "object" || one === null) return { fault: at + " is " + what(one) + ", not { labels, values }" };
        const { labels, values } = one;
        if (typeof labels !== "object" || labels === null || isArray(labels))
          return { fault: at + ": labels is " + what(labels) + ", not an object of texts" };
        if (!isColumn(values) && !isArray(values))
          return { fault: at + ": values is " + what(values) + ", not a list of numbers" };
        if (values.length !== steps)
          return { fault: at + ": values has " + values.length + " numbers, not " + steps + ", one for each of timesMs" };
        const plain = {};
        for (const name of keys(labels)) {
          const value = labels[name];
          if (typeof value !== "string") return { fault: at + ": label " + name + " is " + what(value) + ", not a text" };
          defineProperty(plain, name, { value, enumerable: true });
        }
        names[i] = plain;
        if (isColumn(values)) call(set, columns, values, i * steps);
        else
          for (let step = 0; step < steps; step++) {
            const value = values[step];
            if (typeof value !== "number")
              return { fault: at + ": value " + (step + 1) + " is " + what(value) + ", not a number (a gap is NaN)" };
            columns[i * steps + step] = value;
          }
      }
      return { labels: stringify(names), values: columns.buffer };
    },
  };
})()`;
