import { Refusal, type Reject } from "@mission-control/contracts";
import type { AcceptedSamples } from "@mission-control/pipeline";
import type { Samples } from "@mission-control/series";
import type { RemoteWrite } from "@mission-control/sources";
import { Hono } from "hono";
import { readSent } from "../edge/body.ts";
import { answerProblem } from "../edge/problems.ts";

/** Requests of which bodies are held at once: 128 MiB at the worst. */
const MOST_AT_ONCE = 16;

/**
 * `/api/v1/write`: Prometheus remote write 1.0 and 2.0. What is answered 204 is on disk. Where 16 requests are under way the
 * next is refused with `overloaded`, to be sent again.
 */
export function writeRoutes(options: {
  remoteWrite: RemoteWrite;
  /** Takes samples in, all the way to disk. */
  accept: (samples: Samples) => Promise<AcceptedSamples>;
}): Hono {
  const { remoteWrite, accept } = options;
  const app = new Hono();
  let underWay = 0;

  app.use(async (_c, next) => {
    if (underWay >= MOST_AT_ONCE)
      throw new Refusal("overloaded", `${MOST_AT_ONCE} requests write already; nothing was stored.`);
    underWay++;
    try {
      await next();
    } finally {
      underWay--;
    }
  });

  app.post("/", async (c) => {
    const body = await readSent(c.req.raw);
    const written = remoteWrite.read(body, {
      contentType: c.req.header("content-type") ?? "",
      contentEncoding: c.req.header("content-encoding") ?? "",
    });
    if ("code" in written) throw refusalOf(written);
    const kept = await accept(written.samples);
    remoteWrite.noteRefused(kept.rejected, kept.rejects);
    const rejects = [...written.rejects, ...kept.rejects];
    const answer =
      rejects.length === 0
        ? c.body(null, 204)
        : partly(kept.accepted, written.refused + kept.rejected, rejects);
    if (written.version === 2) {
      answer.headers.set("X-Prometheus-Remote-Write-Samples-Written", String(kept.accepted));
      answer.headers.set("X-Prometheus-Remote-Write-Histograms-Written", "0");
      answer.headers.set("X-Prometheus-Remote-Write-Exemplars-Written", "0");
    }
    return answer;
  });

  app.all("/", () => {
    throw new Refusal("method_not_allowed", "Samples are posted.");
  });

  return app;
}

const codes = new Set(["unsupported_media", "too_large", "invalid_body"] as const);

function refusalOf({ code, message }: Reject): Refusal {
  const known = [...codes].find((each) => each === code) ?? "invalid_body";
  return new Refusal(known, message);
}

/** What is bad stays bad however often it is sent, so the sender is told not to; what is good was kept. */
function partly(kept: number, refused: number, rejects: readonly Reject[]): Response {
  const samples = (count: number) => `${count} sample${count === 1 ? "" : "s"}`;
  const words = `${samples(refused)} refused; ${kept === 0 ? "nothing" : samples(kept)} kept.`;
  return answerProblem(new Refusal("invalid_body", words, { errors: [...rejects] }), { accepted: kept });
}
