import type { Clock } from "@mission-control/series";
import type { Faults, InstanceSpec } from "../company/instance.ts";
import type { RunningBalancer } from "../edge/start-balancer.ts";
import type { InstanceProcess } from "./fork-instance.ts";

/** An instance that ended by itself is started again after so long. */
const AGAIN_MS = 1_000;

interface Member {
  spec: InstanceSpec;
  /** Undefined while it starts. */
  process: InstanceProcess | undefined;
}

export type Fleet = ReturnType<typeof createFleet>;

/** The instances that run behind the balancer. What is asked of one instance happens in the order in which it is asked. */
export function createFleet(options: {
  clock: Clock;
  balancer: Pick<RunningBalancer, "add" | "remove" | "weigh">;
  start(spec: InstanceSpec): Promise<InstanceProcess>;
  /** An instance ended that nobody had asked to, or something asked of it failed. */
  onTrouble(name: string, words: string): void;
}) {
  const { clock, balancer, start, onTrouble } = options;
  const members = new Map<string, Member>();
  const silent = new Set<string>();
  const turns = new Map<string, Promise<void>>();
  let isClosing = false;

  function inTurn(name: string, work: () => Promise<void>): Promise<void> {
    const mine = (turns.get(name) ?? Promise.resolve()).then(work, work);
    turns.set(
      name,
      mine.catch(() => {}),
    );
    return mine;
  }

  function known(name: string): Member {
    const member = members.get(name);
    if (member === undefined) throw new Error(`there is no instance ${name}`);
    return member;
  }

  async function begin(member: Member): Promise<void> {
    const { name, service, version, weight } = member.spec;
    const process = await start(member.spec);
    if (isClosing) return process.kill();
    member.process = process;
    void process.gone.then(() => lost(name, member, process));
    await balancer.add({ name, service, version, weight, port: process.port });
  }

  /** Takes it out of the balancer first, so that nobody is sent to a process that ends. */
  async function finish(member: Member): Promise<void> {
    const { process } = member;
    member.process = undefined;
    await balancer.remove(member.spec.name);
    await process?.end();
  }

  function lost(name: string, member: Member, process: InstanceProcess): void {
    if (isClosing || member.process !== process || silent.has(name)) return;
    onTrouble(name, "its process ended by itself and is started again");
    clock.after(AGAIN_MS, () => {
      if (isClosing || member.process !== process) return;
      restart(name).catch((error) => onTrouble(name, String(error)));
    });
  }

  function restart(name: string, change: Partial<InstanceSpec> = {}): Promise<void> {
    return inTurn(name, async () => {
      const member = known(name);
      member.spec = { ...member.spec, ...change };
      await finish(member);
      silent.delete(name);
      if (!isClosing) await begin(member);
    });
  }

  return {
    instances: (): InstanceSpec[] => [...members.values()].map((member) => member.spec),
    isSilent: (name: string): boolean => silent.has(name),
    pids: (): number[] => [...members.values()].flatMap(({ process }) => process?.pid ?? []),

    add: (spec: InstanceSpec): Promise<void> =>
      inTurn(spec.name, async () => {
        if (members.has(spec.name)) throw new Error(`there is an instance ${spec.name} already`);
        const member: Member = { spec, process: undefined };
        members.set(spec.name, member);
        try {
          await begin(member);
        } catch (error) {
          members.delete(spec.name);
          throw error;
        }
      }),
    remove: (name: string): Promise<void> =>
      inTurn(name, async () => {
        await finish(known(name));
        members.delete(name);
        silent.delete(name);
      }),
    restart,
    silence(name: string): void {
      const { process } = known(name);
      silent.add(name);
      process?.kill();
    },
    fault(name: string, change: Partial<Faults>): void {
      const member = known(name);
      member.spec = { ...member.spec, faults: { ...member.spec.faults, ...change } };
      member.process?.fault(member.spec.faults);
    },
    weigh(name: string, weight: number): void {
      const member = known(name);
      member.spec = { ...member.spec, weight };
      balancer.weigh(name, weight).catch((error) => onTrouble(name, String(error)));
    },
    /** Nothing starts from now on, and what ends is not missed. */
    retire(): void {
      isClosing = true;
    },
    /** Ends every process. */
    async close(): Promise<void> {
      isClosing = true;
      await Promise.all([...members.values()].map(({ process }) => process?.end()));
      await Promise.all(turns.values());
    },
  };
}
