import { z } from "zod";
import { deployKinds, deployStatuses } from "./deploy-kinds.ts";
import { timeSchema } from "./event.ts";
import { limits } from "./limits.ts";

const name = z.string().trim().min(1).max(limits.nameLength);

/** Where a deploy stands. */
export const deployStatusSchema = z.enum(deployStatuses);
export type DeployStatus = z.infer<typeof deployStatusSchema>;

/** What a deploy changed: a release, DNS, a cluster's size, a machine. */
export const deployKindSchema = z.enum(deployKinds);
export type DeployKind = z.infer<typeof deployKindSchema>;

/** A deploy as a script posts it to `/api/deploys`. Only `service` is required. */
export const rawDeploySchema = z.strictObject({
  id: name.optional(),
  time: timeSchema.optional(),
  service: name,
  version: name.optional(),
  status: deployStatusSchema.default("finished"),
  kind: deployKindSchema.default("release"),
  author: name.optional(),
  environment: name.optional(),
  host: name.optional(),
  title: z.string().max(limits.textLength).optional(),
  link: z
    .url({ protocol: /^https?$/ })
    .max(limits.textLength)
    .optional(),
});
export type RawDeploy = z.infer<typeof rawDeploySchema>;

/** A deploy as the wall draws it. It is an event of the type `deploy`; `id` is that event's. */
export const deploySchema = z.object({
  id: z.string(),
  timeMs: z.number(),
  service: z.string(),
  /** The machine that it is about, "" where it is about the service. */
  host: z.string(),
  version: z.string(),
  status: deployStatusSchema,
  kind: deployKindSchema,
  author: z.string(),
  environment: z.string(),
  title: z.string(),
  link: z.string(),
});
export type Deploy = z.infer<typeof deploySchema>;

/** Deploys in a stretch of time, oldest first. */
export const deployListSchema = z.object({ deploys: z.array(deploySchema) });
