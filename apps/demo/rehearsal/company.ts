import type { Clock } from "@mission-control/series";
import type { InstanceSpec, Service } from "../company/instance.ts";
import type { Random } from "../company/random.ts";
import { CERTIFICATE_DAYS, roster } from "../company/roster.ts";
import type { Stage } from "../company/stage.ts";
import { createBalancer } from "../edge/balancer.ts";
import { createEdgeCache } from "../edge/cache.ts";
import { createDnsName } from "../live/dns-name.ts";
import { createRehearsedLook } from "../load/look.ts";
import { createMix } from "../load/mix.ts";
import { createPacer } from "../load/pace.ts";
import { createPopulation } from "../load/population.ts";
import { createProber } from "../load/prober.ts";
import { createApiServer } from "../server/api.ts";
import { openDatabase } from "../server/database.ts";
import { createWebServer } from "../server/web.ts";
import { createCast } from "./cast.ts";
import { withProcess } from "./process-formula.ts";
import type { createRecorder } from "./recorder.ts";

const DAY_MS = 86_400_000;

/** The company with its real parts, and calls where it would have connections. */
export function openCompany(options: {
  clock: Clock;
  random: Random;
  recorder: ReturnType<typeof createRecorder>;
  /** Requests a second at the edge. */
  rate: number;
}) {
  const { clock, random, recorder, rate } = options;
  const database = openDatabase({ random });
  const balancerOf = (service: Service) =>
    createBalancer({
      clock,
      random: random.fork(`balancer of ${service}`),
      service,
      log: recorder.access,
      notice: ({ text }) => recorder.notice(text),
    });
  const balancers = { web: balancerOf("web"), api: balancerOf("api") };
  const edge = createEdgeCache({
    clock,
    random: random.fork("edge"),
    telemetry: recorder.telemetry({ service: "edge" }),
    origin: balancers.web.answer,
    log: recorder.access,
  });
  const dns = createDnsName({ clock, random: random.fork("dns") });
  const ask = (call: Parameters<typeof edge.answer>[0]) => edge.at(dns.resolve())(call);

  const starts = new Map<string, number>();
  function open(spec: InstanceSpec) {
    const { name, service, version } = spec;
    const start = (starts.get(name) ?? 0) + 1;
    starts.set(name, start);
    const telemetry = recorder.telemetry({ service, host: name, tags: { instance: name, version } });
    const common = { clock, random: random.fork(`start ${start}`), spec, telemetry };
    const server =
      service === "web"
        ? createWebServer({ ...common, api: balancers.api.answer })
        : createApiServer({ ...common, database });
    return withProcess(server, common);
  }
  const cast = createCast({ clock, balancers, open });

  const population = createPopulation({ random: random.fork("population") });
  const load = createPacer({
    clock,
    random: random.fork("load"),
    ask,
    askApi: balancers.api.answer,
    rate,
    mix: createMix({ random: random.fork("mix"), population }),
    telemetry: recorder.telemetry({ service: "hammer" }),
    curve: () => 1,
  });
  let certificateEndMs = clock.now() + CERTIFICATE_DAYS * DAY_MS;
  const prober = createProber({
    clock,
    random: random.fork("probes"),
    telemetry: recorder.telemetry({ service: "prober" }),
    look: createRehearsedLook({ clock, ask, certificate: () => certificateEndMs }),
  });
  const told = recorder.telemetry({ service: "company" });

  const stage: Stage = {
    ...cast,
    clock,
    load: load.shape,
    async certificate(daysLeft) {
      certificateEndMs = clock.now() + daysLeft * DAY_MS;
    },
    pointDns: dns.point,
    resetDns: dns.reset,
    deploy: (deploy) => void told.deploy(deploy),
    event: (event) => void told.event(event),
  };

  return {
    stage,
    start(): void {
      for (const spec of roster) cast.open(spec);
      load.start();
      prober.start();
    },
    close(): void {
      load.stop();
      prober.stop();
      for (const balancer of Object.values(balancers)) balancer.stop();
      database.close();
    },
  };
}
