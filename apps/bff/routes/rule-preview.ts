import { Readable } from "node:stream";
import {
  Refusal,
  type ReplayLine,
  type ReplayQuestion,
  rejectsOf,
  replayQuestionSchema,
  ruleFaults,
} from "@mission-control/contracts";
import { Hono } from "hono";
import type { Replays } from "../alerts/replays.ts";
import { parseJson, readBody } from "../edge/body.ts";
import { refusalOf } from "../evaluate/refusal-of.ts";

/** What helps where a replay is too much. */
const LESS = "choose a shorter time";

/** `/api/rules/preview` and `/api/rules/tune`: what a rule would have done, before it is saved. */
export function rulePreviewRoutes(options: { replays: Replays; onError: (error: unknown) => void }): Hono {
  const { replays, onError } = options;
  const app = new Hono();

  app.post("/preview", async (c) => {
    const question = questionOf(parseJson(await readBody(c.req.raw)));
    const leaving = new AbortController();
    const signal = AbortSignal.any([c.req.raw.signal, leaving.signal]);
    const lines = Readable.from(linesOf(replays, question, signal, onError), { objectMode: false });
    lines.once("close", () => leaving.abort());
    return c.body(Readable.toWeb(lines) as ReadableStream, 200, { "Content-Type": "application/x-ndjson" });
  });

  app.post("/tune", async (c) => {
    const question = questionOf(parseJson(await readBody(c.req.raw)));
    const { atMostPerWeek } = question;
    if (atMostPerWeek === undefined)
      throw new Refusal("invalid_body", "Say how often a week people want to be woken at most.", {
        errors: [{ code: "custom", path: "atMostPerWeek", message: "a number" }],
      });
    try {
      return c.json(await replays.tune({ ...question, atMostPerWeek }, { signal: c.req.raw.signal }));
    } catch (error) {
      throw refusalOf(error, LESS) ?? error;
    }
  });

  const notSo = () => {
    throw new Refusal("method_not_allowed", "What a rule would have done is asked with POST.");
  };
  app.all("/preview", notSo);
  app.all("/tune", notSo);
  return app;
}

/** @throws Refusal `invalid_body`, each fault at its field */
function questionOf(body: unknown): ReplayQuestion {
  const { data, error } = replayQuestionSchema.safeParse(body);
  if (error !== undefined)
    throw new Refusal("invalid_body", "The rule cannot be replayed as it is.", { errors: rejectsOf(error) });
  const faults = ruleFaults(data.rule).map(({ path, message }) => ({
    code: "custom",
    path: `rule.${path}`,
    message,
  }));
  if (faults.length > 0)
    throw new Refusal("invalid_body", "The rule cannot be replayed as it is.", { errors: faults });
  return data;
}

async function* linesOf(
  replays: Replays,
  question: ReplayQuestion,
  signal: AbortSignal,
  onError: (error: unknown) => void,
): AsyncGenerator<string> {
  let [progress, told] = [0, -1];
  let wake = () => {};
  const replaying = replays
    .replay(question, {
      signal,
      onProgress: (share) => {
        progress = share;
        wake();
      },
    })
    .then(
      (replay): ReplayLine => ({ replay }),
      (error: unknown): ReplayLine => failureOf(error, signal, onError),
    );
  let ended: ReplayLine | undefined;
  void replaying.then((line) => {
    ended = line;
    wake();
  });
  while (ended === undefined) {
    if (progress === told)
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    else {
      told = progress;
      yield lineOf({ progress: Math.round(progress * 1_000) / 1_000 });
    }
  }
  yield lineOf(ended);
}

const lineOf = (line: ReplayLine): string => `${JSON.stringify(line)}\n`;

/** The answer has begun: what is our own fault is told in it, too, and to the log. */
function failureOf(error: unknown, signal: AbortSignal, onError: (error: unknown) => void): ReplayLine {
  const refusal = refusalOf(error, LESS);
  if (refusal !== undefined) return { failed: refusal.message, code: refusal.code };
  if (!signal.aborted) onError(error);
  return { failed: "Something went wrong here; the server's log says what.", code: "internal" };
}
