import { businessSeries } from "./catalog-business.ts";
import { edgeSeries } from "./catalog-edge.ts";
import { balancerSeries, instanceSeries } from "./catalog-servers.ts";
import type { Company } from "./company.ts";
import type { Formula } from "./series.ts";

/**
 * Every series that history tells of as the company is now, about 300: the very names that the running demo sends or Mission
 * Control makes of its logs, so that a wall shows past and present in the same lanes.
 */
export function catalogOf(company: Company): Formula[] {
  const instances = [...company.instances()].filter((one) => !one.isSilent);
  return [
    ...edgeSeries(company),
    ...balancerSeries(instances),
    ...instances.flatMap(instanceSeries),
    ...businessSeries(company, instances),
  ];
}
