import type { Scenario } from "../company/stage.ts";
import { byBolt } from "./release.ts";
import { at, minutes } from "./step.ts";

const mark = { service: "www", kind: "dns" } as const;

/** A name gets another address, and who asks follows as caches let go of the old one. */
export const dnsChange: Scenario = {
  name: "dns-change",
  title: "A name moves",
  about: "www points to the green address instead of the blue one; the load follows over some minutes.",
  seeIt: 'edge, "to address": blue fades as green comes',
  lengthMs: minutes(12),
  steps: () => [
    at(minutes(1), "www points to green", (stage) => {
      stage.deploy(byBolt({ ...mark, status: "started", title: "www: from blue to green" }));
      stage.pointDns("green");
    }),
    at(minutes(8), "nobody comes by blue any more", (stage) =>
      stage.deploy(byBolt({ ...mark, status: "finished", title: "www: from blue to green" })),
    ),
  ],
};
