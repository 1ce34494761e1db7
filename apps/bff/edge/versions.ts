import { Refusal } from "@mission-control/contracts";

/** A version as an entity tag. */
export const etagOf = (version: number): string => `"${version}"`;

/** The version that a change builds on, as HTTP says it; undefined where whatever is there may be replaced. @throws Refusal `invalid_query` */
export function ontoOf(ifMatch: string | undefined, ifNoneMatch: string | undefined): number | undefined {
  if (ifNoneMatch?.trim() === "*") return 0;
  if (ifMatch === undefined) return undefined;
  const version = /^\s*"(\d{1,9})"\s*$/.exec(ifMatch)?.[1];
  if (version !== undefined) return Number(version);
  throw new Refusal("invalid_query", 'If-Match names the version that was changed, such as "3".');
}
