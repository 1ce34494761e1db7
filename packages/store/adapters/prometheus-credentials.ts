import { readFile } from "node:fs/promises";
import { Refusal } from "@mission-control/contracts";

/** Who we are to a store. A secret in a file is read again for each request, so that it can be changed while we run. */
export interface Credentials {
  readonly username?: string | undefined;
  readonly password?: string | undefined;
  readonly passwordFile?: string | undefined;
  readonly bearerToken?: string | undefined;
  readonly bearerTokenFile?: string | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** Shorter ones would also stand in words that are none. */
const SHORTEST_SECRET = 4;

/** Gives each request its headers, and keeps what is secret in them out of everything that is told. */
export function createCredentials(given: Credentials) {
  const secrets = new Set<string>();
  const keep = (secret: string) => {
    if (secret.length >= SHORTEST_SECRET) secrets.add(secret);
    return secret;
  };
  for (const value of Object.values(given.headers ?? {})) keep(value);

  async function authorization(): Promise<string | undefined> {
    const token = given.bearerToken ?? (await secretIn(given.bearerTokenFile));
    if (token !== undefined) return `Bearer ${keep(token)}`;
    if (given.username === undefined) return undefined;
    const password = given.password ?? (await secretIn(given.passwordFile)) ?? "";
    const both = Buffer.from(`${given.username}:${keep(password)}`).toString("base64");
    return `Basic ${keep(both)}`;
  }

  return {
    /** @throws Refusal `store_away` where a file of a secret cannot be read. */
    async headers(): Promise<Record<string, string>> {
      const known = await authorization();
      return { ...given.headers, ...(known === undefined ? {} : { authorization: known }) };
    },
    /** A text without the secrets: stores may repeat in an error what they were sent. */
    conceal(text: string): string {
      let concealed = text;
      for (const secret of secrets) concealed = concealed.replaceAll(secret, "…");
      return concealed;
    },
  };
}

async function secretIn(file: string | undefined): Promise<string | undefined> {
  if (file === undefined) return undefined;
  try {
    return (await readFile(file, "utf8")).trim();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new Refusal("store_away", `its credentials cannot be read (${code ?? "unknown"} ${file})`);
  }
}
