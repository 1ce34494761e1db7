import type { Client } from "@mission-control/client";
import type { Clock } from "@mission-control/series";
import type { Random } from "../company/random.ts";
import type { LoadShape } from "../company/stage.ts";
import type { EdgeAt } from "../edge/edge-http.ts";
import { dayCurve } from "../load/day-curve.ts";
import { createHammer } from "../load/hammer.ts";
import { createMix } from "../load/mix.ts";
import { createPopulation } from "../load/population.ts";
import { createProber } from "../load/prober.ts";
import { createTlsLook } from "../load/tls-look.ts";

const NAME = "www.shop.example";

/** Begins the load: a hammer that follows the company's day, and probers, both at the address that the name has. */
export function startLoad(options: {
  clock: Clock;
  /** The company's time, of which the day's curve is. */
  time: Clock;
  random: Random;
  /** Requests a second where the day's curve is 1. */
  rate: number;
  /** Leave the day's curve out. */
  isSteady: boolean;
  /** Asked each time somebody looks the name up. */
  edge: () => EdgeAt;
  apiPort: number;
  hammer: Client;
  prober: Client;
}) {
  const { clock, time, random, rate, isSteady, edge, apiPort } = options;
  const population = createPopulation({ random: random.fork("population") });
  const hammer = createHammer({
    clock,
    url() {
      const { host, http } = edge();
      return `http://${host}:${http}`;
    },
    apiUrl: `http://127.0.0.1:${apiPort}`,
    rate,
    mix: createMix({ random: random.fork("mix"), population }),
    telemetry: options.hammer,
    curve: isSteady ? () => 1 : () => dayCurve(time.now()),
  });
  const prober = createProber({
    clock,
    random: random.fork("prober"),
    telemetry: options.prober,
    look: createTlsLook({
      clock,
      host: NAME,
      url() {
        const { host, https } = edge();
        return `https://${host}:${https}`;
      },
    }),
    target: NAME,
  });
  hammer.start();
  prober.start();
  return {
    shape: (shape: LoadShape) => hammer.shape(shape),
    status: hammer.status,
    async stop(): Promise<void> {
      prober.stop();
      await hammer.stop();
    },
  };
}
