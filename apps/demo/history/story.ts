import { manualClock } from "@mission-control/series";
import type { InstanceSpec } from "../company/instance.ts";
import { roster } from "../company/roster.ts";
import type { Stage, Step } from "../company/stage.ts";
import type { Change } from "./generate.ts";
import { createReports, type Report } from "./reports.ts";
import { endOf, numberOf, type Tale } from "./tale.ts";
import { createVersions } from "./versions.ts";

const DAY_MS = 86_400_000;

/** What happens to the company and what is told of it, both in order of time. */
export interface Story {
  readonly changes: readonly Change[];
  readonly reports: readonly Report[];
}

/**
 * Plays tales on a stage that writes down what they do, with no time passing for anybody. Scenarios speak of the versions of
 * a company that has just begun; here their numbers are counted on from what runs at that time, so that the last ones of all
 * `tales` are those of the roster. A tale that is not over at `endMs` is left out.
 */
export async function playTales(options: {
  tales: readonly Tale[];
  startMs: number;
  endMs: number;
  seed: string;
}): Promise<Story> {
  const ends = await playFrom({ ...options, endMs: Number.POSITIVE_INFINITY }, new Map());
  const behind = new Map(
    roster.map(({ service, version }) => [service, numberOf(ends.version(service)) - numberOf(version)]),
  );
  const { story } = await playFrom(options, behind);
  return story;
}

interface Due {
  readonly timeMs: number;
  readonly step: Step;
  readonly tale: Tale;
}

async function playFrom(
  { tales, startMs, endMs, seed }: Parameters<typeof playTales>[0],
  behind: ReadonlyMap<string, number>,
) {
  const told = createToldStage({ startMs, seed, behind });
  const due: Due[] = tales
    .filter((tale) => endOf(tale) <= endMs)
    .flatMap((tale) => tale.steps.map((step) => ({ timeMs: tale.beginMs + step.atMs, step, tale })))
    .sort((one, other) => one.timeMs - other.timeMs);
  let playing: Tale | undefined;
  for (const { timeMs, step, tale } of due) {
    // What takes weeks, as a certificate does, has no versions and does not begin anything.
    if (tale !== playing && tale.lengthMs < DAY_MS) {
      told.versions.settle();
      playing = tale;
    }
    await told.at(timeMs, step);
  }
  told.versions.settle();
  return { story: told.story(), version: told.versions.now };
}

function createToldStage({
  startMs,
  seed,
  behind,
}: {
  startMs: number;
  seed: string;
  behind: ReadonlyMap<string, number>;
}) {
  const clock = manualClock(startMs);
  const reports = createReports(seed);
  const changes: Change[] = [];
  const specs = new Map<string, InstanceSpec>();
  const versions = createVersions(specs);

  const change = (apply: Change["apply"], isRegrouping = false) =>
    void changes.push({ timeMs: clock.now(), isRegrouping, apply });

  function start(spec: InstanceSpec): void {
    specs.set(spec.name, spec);
    change((company) => company.start(spec), true);
  }

  function alter(name: string, what: Partial<InstanceSpec>): void {
    const spec = { ...specs.get(name)!, ...what };
    specs.set(name, spec);
    change((company) => company.change(spec));
  }

  const stage: Stage = {
    clock,
    instances: () => [...specs.values()].map(versions.asToldSpec),
    async add(spec) {
      start(versions.asRunSpec(spec));
    },
    async remove(name) {
      specs.delete(name);
      change((company) => company.stop(name), true);
    },
    async restart(name, what = {}) {
      start(versions.asRunSpec({ ...versions.asToldSpec(specs.get(name)!), ...what }));
    },
    silence: (name) => change((company) => company.silence(name), true),
    fault: (name, what) => alter(name, { faults: { ...specs.get(name)!.faults, ...what } }),
    weigh: (name, weight) => alter(name, { weight }),
    load: (what) => change((company) => company.load(what)),
    async certificate(daysLeft) {
      const endsMs = clock.now() + daysLeft * DAY_MS;
      change((company) => company.certificate(endsMs));
    },
    pointDns: (to) => change((company) => company.pointDns(to)),
    resetDns: () => change((company) => company.pointDns("blue")),
    deploy: (deploy) => reports.deploy(clock.now(), versions.asRunDeploy(deploy)),
    event(event) {
      if (event.type === "mention") change((company) => company.mention());
      reports.event(clock.now(), event);
    },
  };

  for (const spec of roster) {
    const number = numberOf(spec.version) - (behind.get(spec.service) ?? 0);
    start({ ...spec, version: `v${number}` });
  }
  versions.settle();
  return {
    versions,
    async at(timeMs: number, step: Step): Promise<void> {
      clock.advance(timeMs - clock.now());
      await step.do(stage);
    },
    story: (): Story => ({ changes, reports: reports.take() }),
  };
}
