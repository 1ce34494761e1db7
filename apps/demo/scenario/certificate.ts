import { CERTIFICATE_DAYS } from "../company/roster.ts";
import type { Scenario } from "../company/stage.ts";
import { byBolt } from "./release.ts";
import { at, minutes, seconds } from "./step.ts";

/** Nobody renewed it, and only the probers see the day come. */
export const certificate: Scenario = {
  name: "certificate",
  title: "A certificate close to its end",
  about: "The edge's certificate has 12 days left, then 2, then it is renewed.",
  seeIt: 'probes, "certificate, days left"',
  lengthMs: minutes(11),
  steps: () => [
    at(seconds(30), "the certificate has 12 days left", (stage) => stage.certificate(12)),
    at(minutes(4), "the certificate has 2 days left", (stage) => stage.certificate(2)),
    at(minutes(8), "the certificate is renewed", async (stage) => {
      await stage.certificate(CERTIFICATE_DAYS);
      stage.deploy(byBolt({ service: "edge", kind: "provisioning", title: "The certificate is renewed" }));
    }),
  ],
};
