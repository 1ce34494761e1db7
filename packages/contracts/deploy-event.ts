import { type Deploy, deployKindSchema, deployStatusSchema } from "./deploy.ts";
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
  const status = deployStatusSchema.safeParse(attributes.get("status"));
  const kind = deployKindSchema.safeParse(attributes.get("kind"));
  return {
    id: event.id,
    timeMs: event.timeMs,
    service: event.service,
    host: event.host,
    version: text("version"),
    status: status.success ? status.data : "finished",
    kind: kind.success ? kind.data : "release",
    author: text("author"),
    environment: text("environment"),
    title: event.title,
    link: /^https?:\/\//i.test(text("link")) ? text("link") : "",
  };
}
