import type { Deploy } from "./deploy.ts";
import { deployKinds, deployStatuses } from "./deploy-kinds.ts";
import type { Event } from "./event.ts";

/** The type of the events that mark deploys. */
export const deployType = "deploy";

/**
 * The deploy that an event marks, or undefined where its type is another. Anyone may post an event of that type, so
 * what is missing or odd counts as a finished release, and only http and https links are kept.
 */
export function deployOfEvent(event: Event): Deploy | undefined {
  if (event.type !== deployType) return undefined;
  const attributes = new Map(Object.entries(event.attributes));
  const text = (name: string) => {
    const value = attributes.get(name);
    return value === undefined || value === null ? "" : String(value);
  };
  return {
    id: event.id,
    timeMs: event.timeMs,
    service: event.service,
    host: event.host,
    version: text("version"),
    status: deployStatuses.find((status) => status === attributes.get("status")) ?? "finished",
    kind: deployKinds.find((kind) => kind === attributes.get("kind")) ?? "release",
    author: text("author"),
    environment: text("environment"),
    title: event.title,
    link: /^https?:\/\//i.test(text("link")) ? text("link") : "",
  };
}
