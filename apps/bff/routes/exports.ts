import type { FileHandle } from "node:fs/promises";
import { Readable } from "node:stream";
import { exportFormatSchema, limits, type PromqlStore, Refusal } from "@mission-control/contracts";
import { movesWithRange, PromqlError, typeOf } from "@mission-control/promql";
import { type Context, Hono } from "hono";
import type { StepGrid } from "../evaluate/task.ts";
import { stepsOf } from "../export/cut-grid.ts";
import type { Exports } from "../export/exports.ts";
import type { ExportAsk } from "../export/run-export.ts";
import { isPiped, type PipedReader, pipedOf } from "../functions/piped.ts";
import { rangeOf as rangeFrom } from "../stores/range-of.ts";
import { expressionOf, ParameterError, parametersOf, rangeOf } from "./parameters.ts";

/** The store of a name that evaluates by itself. @throws PromqlError where there is none of that name */
type Proxied = (name: string | undefined) => PromqlStore | undefined;

type PipedFrom = (store: PromqlStore | undefined, text: string) => PipedReader;

const MEDIA = { parquet: "application/vnd.apache.parquet", csv: "text/csv; charset=utf-8" } as const;

/**
 * `/api/export`: a range query's answer as a Parquet or CSV file, in one go; `/api/exports`: the same as a job that says how
 * far it is, for a page. Parameters are those of `query_range`, `store` among them, and `format`.
 */
export function exportRoutes({
  exports,
  proxied = () => undefined,
  piped,
}: {
  exports: Exports;
  proxied?: Proxied;
  /** Answers queries that functions follow. @throws PromqlError */
  piped?: PipedFrom;
}): {
  export: Hono;
  exports: Hono;
} {
  const inOneGo = new Hono();
  const jobs = new Hono();

  inOneGo.get("/", async (c) => {
    const { id } = exports.start(await askOf(c, proxied, piped));
    // Whoever leaves does not wait for the file: nobody else knows of it.
    c.req.raw.signal.addEventListener("abort", () => exports.remove(id), { once: true });
    try {
      await exports.ended(id);
      return fileAnswer(c, await exports.read(id));
    } finally {
      exports.remove(id);
    }
  });

  jobs.post("/", async (c) => {
    const begun = exports.start(await askOf(c, proxied, piped));
    return c.json(begun, 202, { Location: `/api/exports/${begun.id}` });
  });
  jobs.get("/:id", (c) => c.json(exports.find(c.req.param("id"))));
  jobs.get("/:id/file", async (c) => fileAnswer(c, await exports.read(c.req.param("id"))));
  jobs.delete("/:id", (c) => {
    exports.find(c.req.param("id"));
    exports.remove(c.req.param("id"));
    return c.body(null, 204);
  });

  const notSo = () => {
    throw new Refusal(
      "method_not_allowed",
      "GET /api/export gives a file at once. Exports are begun with POST /api/exports, followed with GET, ended with DELETE.",
    );
  };
  inOneGo.all("/", notSo);
  for (const path of ["/", "/:id", "/:id/file"]) jobs.all(path, notSo);
  return { export: inOneGo, exports: jobs };
}

/** @throws Refusal `invalid_query`, `too_costly` */
async function askOf(c: Context, proxied: Proxied, piped?: PipedFrom): Promise<ExportAsk> {
  try {
    const parameters = await parametersOf(c);
    const format = exportFormatSchema.safeParse(parameters.get("format") ?? "parquet");
    if (!format.success) throw new ParameterError('invalid parameter "format": it is parquet or csv');
    const text = parameters.get("query") ?? "";
    const calls = piped !== undefined && isPiped(text);
    if (calls) parameters.set("query", pipedOf(text).query);
    const expr = expressionOf(parameters);
    const type = typeOf(expr);
    if (type === "matrix" || type === "string") {
      throw new ParameterError('invalid parameter "query": an export takes an instant vector or a scalar');
    }
    const grid = rangeOf(parameters);
    const most = movesWithRange(expr) ? limits.stepsPerQuery : limits.stepsPerExport;
    if (stepsOf(grid) > most) {
      throw new ParameterError(
        `an export of this query may have ${most.toLocaleString("en")} steps. Try a larger step or a shorter range`,
      );
    }
    const store = proxied(parameters.get("store") ?? undefined);
    const reader = calls ? piped(store, text) : undefined;
    const elsewhere =
      reader !== undefined
        ? (part: StepGrid, signal: AbortSignal) => reader.range(text, part, { signal })
        : store && ((part: StepGrid, signal: AbortSignal) => rangeFrom(store, text, part, { signal }));
    return { expr, grid, format: format.data, elsewhere };
  } catch (error) {
    if (error instanceof ParameterError) throw new Refusal("invalid_query", error.message, { cause: error });
    if (error instanceof PromqlError)
      throw new Refusal("invalid_query", `invalid parameter "query": ${error.message}`, { cause: error });
    throw error;
  }
}

function fileAnswer(c: Context, file: { name: string; bytes: number; handle: FileHandle }): Response {
  const format = file.name.endsWith(".csv") ? "csv" : "parquet";
  const body = Readable.toWeb(file.handle.createReadStream()) as ReadableStream<Uint8Array>;
  return c.body(body, 200, {
    "Content-Type": MEDIA[format],
    "Content-Length": String(file.bytes),
    "Content-Disposition": `attachment; filename="${file.name}"`,
  });
}
