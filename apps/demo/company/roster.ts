import { healthy, type InstanceSpec, type Service } from "./instance.ts";

const versions: Record<Service, string> = { web: "v980", api: "v411" };

/** Of 256; an instance added with a third of it takes a tenth of the requests. */
const WEIGHT = 30;

/** The company as it starts: three instances of each service, well, and of equal weight. */
export const roster: readonly InstanceSpec[] = (["web", "api"] as const).flatMap((service) =>
  [1, 2, 3].map((number) => ({
    name: `${service}-${number}`,
    service,
    version: versions[service],
    weight: WEIGHT,
    faults: healthy,
  })),
);

/** The edge's certificate, when all is well: days that it still lasts. */
export const CERTIFICATE_DAYS = 80;
