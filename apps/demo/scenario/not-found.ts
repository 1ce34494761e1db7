import type { Scenario } from "../company/stage.ts";
import { ROLLOUT_MS, rollOut } from "./release.ts";
import { at, minutes, seconds } from "./step.ts";

const CRAWLED_MS = seconds(30) + ROLLOUT_MS + minutes(1);

/** A crawler asks for what nobody made, and a framework calls each such address an exception. */
export const notFound: Scenario = {
  name: "not-found",
  title: "Not found, with a stack trace",
  about:
    "web v981 reports what cannot be found as exceptions of parse-query-string, while a crawler asks for malformed addresses.",
  seeIt: 'web, "not found", and live events that look grave and are not',
  lengthMs: minutes(14),
  steps: () => [
    ...rollOut({
      service: "web",
      version: "v981",
      fromMs: seconds(30),
      title: "A new parser of query strings",
      faults: { reportsMissing: true },
    }),
    at(CRAWLED_MS, "a crawler asks for addresses that nobody made", (stage) =>
      stage.load({ malformedShare: 0.08 }),
    ),
    at(CRAWLED_MS + minutes(5), "the crawler goes away", (stage) => stage.load({ malformedShare: 0 })),
    ...rollOut({
      service: "web",
      version: "v982",
      fromMs: CRAWLED_MS + minutes(6),
      title: "Not found is no exception",
    }),
  ],
};
