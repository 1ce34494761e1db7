import type { Scenario } from "../company/stage.ts";
import { createLeak } from "./leak.ts";
import { byBolt, namesOf, ROLLOUT_MS, rollOut } from "./release.ts";
import { at, minutes, seconds } from "./step.ts";

const OUT_MS = seconds(30);

/** The longest that a pool takes to run dry, in minutes, and the shortest. */
const [SHORTEST, LONGEST] = [5, 7];

/** A release keeps connections for itself: the pool runs dry, a restart helps for a while, the next release mends it. */
export const connectionLeak: Scenario = {
  name: "connection-leak",
  title: "A leak of connections",
  about:
    "api v414 does not give connections back: the pool fills, two requests in three fail, a restart helps for 5 to 7 minutes.",
  seeIt: 'api, "db pool busy", which climbs like stairs; then "queue depth" and "errors"',
  lengthMs: OUT_MS + ROLLOUT_MS + minutes(3 + 2 * LONGEST + 3 + 4),
  steps(random) {
    const firstMs = Math.round(minutes(SHORTEST + random.next() * (LONGEST - SHORTEST)));
    const againMs = Math.round(minutes(SHORTEST + random.next() * (LONGEST - SHORTEST)));
    const fullMs = OUT_MS + ROLLOUT_MS + firstMs;
    const restartMs = fullMs + minutes(3);
    const backMs = restartMs + againMs;
    const first = createLeak(OUT_MS, fullMs);
    const again = createLeak(restartMs, backMs);
    return [
      ...rollOut({
        service: "api",
        version: "v414",
        fromMs: OUT_MS,
        title: "One query less for a cart",
        begin: first.begin,
        restart: (stage, name) => first.restart(stage, name, { version: "v414" }),
      }),
      at(fullMs, "the pool is full: could not obtain database connection", first.end),
      at(restartMs, "api is restarted, which helps", (stage) => {
        again.begin(stage);
        stage.deploy(byBolt({ service: "api", kind: "provisioning", title: "Restarted: the pool is full" }));
      }),
      ...namesOf("api").map((name) =>
        at(restartMs, `${name} starts again`, (stage) => again.restart(stage, name)),
      ),
      at(backMs, "it comes back: the pool is full again", again.end),
      ...rollOut({
        service: "api",
        version: "v415",
        fromMs: backMs + minutes(2),
        title: "Connections are given back",
      }),
    ];
  },
};
