import { blackbox } from "./fixtures/blackbox.ts";
import { cluster } from "./fixtures/cluster.ts";
import { ingress } from "./fixtures/ingress.ts";
import { itself } from "./fixtures/itself.ts";
import { jvm } from "./fixtures/jvm.ts";
import { machine } from "./fixtures/machine.ts";
import { mysql } from "./fixtures/mysql.ts";
import { postgres } from "./fixtures/postgres.ts";
import { rabbit } from "./fixtures/rabbit.ts";
import { redis } from "./fixtures/redis.ts";

/**
 * Dashboards in the shapes of those that people import most, small and written for these laws: each has the schema version,
 * the layout and the ways of writing variables of its kind. By the name of what they watch.
 */
export const dashboards: Readonly<Record<string, () => object>> = {
  machine,
  cluster,
  itself,
  postgres,
  redis,
  ingress,
  jvm,
  blackbox,
  rabbit,
  mysql,
};
