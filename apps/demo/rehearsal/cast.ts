import type { Clock } from "@mission-control/series";
import type { healthy, InstanceSpec, Service } from "../company/instance.ts";
import type { Stage } from "../company/stage.ts";
import type { Balancer } from "../edge/balancer.ts";
import { type InstanceServer, rest } from "../server/server.ts";

/** A process needs so long from its start until it answers. */
const START_MS = 400;

interface Member {
  spec: InstanceSpec;
  /** Undefined while it starts. */
  server: InstanceServer | undefined;
}

/** The instances of a rehearsal: objects behind the balancers that would be processes. */
export function createCast(options: {
  clock: Clock;
  balancers: Readonly<Record<Service, Balancer>>;
  open(spec: InstanceSpec): InstanceServer;
}) {
  const { clock, balancers, open } = options;
  const members = new Map<string, Member>();

  function known(name: string): Member {
    const member = members.get(name);
    if (member === undefined) throw new Error(`there is no instance ${name}`);
    return member;
  }

  function begin(member: Member): void {
    const { name, service, version, weight } = member.spec;
    const server = open(member.spec);
    member.server = server;
    balancers[service].add({ name, version, weight, ask: server.answer });
  }

  async function finish(member: Member): Promise<void> {
    const { server, spec } = member;
    member.server = undefined;
    await balancers[spec.service].remove(spec.name);
    server?.stop();
  }

  return {
    /** Without the time that a start takes. */
    open(spec: InstanceSpec): void {
      const member: Member = { spec, server: undefined };
      members.set(spec.name, member);
      begin(member);
    },
    instances: (): InstanceSpec[] => [...members.values()].map(({ spec }) => spec),
    async add(spec: InstanceSpec): Promise<void> {
      if (members.has(spec.name)) throw new Error(`there is an instance ${spec.name} already`);
      const member: Member = { spec, server: undefined };
      members.set(spec.name, member);
      await rest(clock, START_MS);
      begin(member);
    },
    async remove(name: string): Promise<void> {
      const member = known(name);
      members.delete(name);
      await finish(member);
    },
    async restart(name: string, change: Partial<InstanceSpec> = {}): Promise<void> {
      const member = known(name);
      member.spec = { ...member.spec, ...change };
      await finish(member);
      await rest(clock, START_MS);
      begin(member);
    },
    /** It is gone, and nobody told the balancer. */
    silence: (name: string): void => known(name).server?.stop(),
    fault(name: string, change: Partial<typeof healthy>): void {
      const member = known(name);
      member.spec = { ...member.spec, faults: { ...member.spec.faults, ...change } };
      member.server?.fault(change);
    },
    weigh(name: string, weight: number): void {
      const member = known(name);
      member.spec = { ...member.spec, weight };
      balancers[member.spec.service].weigh(name, weight);
    },
  } satisfies Partial<Stage> & { open: unknown };
}
