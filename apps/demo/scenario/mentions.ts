import type { Random } from "../company/random.ts";
import type { Scenario, Step } from "../company/stage.ts";
import { at, minutes, seconds } from "./step.ts";

const EACH_MS = seconds(15);
const WAVES = 16;
const BEGIN_MS = seconds(30);
const END_MS = BEGIN_MS + WAVES * EACH_MS;

/** Many people speak of the shop at once, and come. */
export const mentions: Scenario = {
  name: "mentions",
  title: "A flurry of mentions",
  about: "The shop is mentioned more and more often for four minutes, and the load doubles with it.",
  seeIt: 'business, "mentions", and edge, "requests" a little later',
  lengthMs: minutes(11),
  steps(random) {
    const counts = Array.from({ length: WAVES }, (_, wave) => 1 + random.poisson(peakAt(wave) * 12));
    return [
      ...counts.map((count, wave) => mentioned(count, wave, random)),
      at(END_MS, "the flurry is told as one event", (stage) =>
        stage.event({
          type: "mention",
          service: "web",
          title: `A flurry: ${sum(counts)} mentions in ${(WAVES * EACH_MS) / minutes(1)} minutes`,
          severity: "warning",
          attributes: { kind: "flurry", count: sum(counts), source: "message board" },
        }),
      ),
      at(END_MS + minutes(2), "the load goes down", (stage) => stage.load({ factor: 1.4 })),
      at(END_MS + minutes(4), "the load is as on any day", (stage) => stage.load({ factor: 1 })),
    ];
  },
};

/** From 0 up to 1 in the middle of the second half, and down a little. */
const peakAt = (wave: number): number => Math.sin((Math.PI * 0.75 * (wave + 1)) / WAVES) ** 2;

const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);

function mentioned(count: number, wave: number, random: Random): Step {
  const sources = Array.from({ length: count }, () => random.pick(["message board", "chat", "newsletter"]));
  return at(BEGIN_MS + wave * EACH_MS, `${count} ${count === 1 ? "mention" : "mentions"}`, (stage) => {
    for (const source of sources) {
      stage.event({
        type: "mention",
        service: "web",
        title: `The shop is mentioned in a ${source}`,
        attributes: { source },
      });
    }
    stage.load({ factor: 1 + 1.2 * peakAt(wave) });
  });
}
