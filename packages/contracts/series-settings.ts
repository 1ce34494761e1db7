import { z } from "zod";
import { duration } from "./duration.ts";
import { embeddedStore, mainStore } from "./store-names.ts";

const MOST_STORES = 10;

/** The kinds of store that speak Prometheus' HTTP API. */
export const storeKindSchema = z.enum(["prometheus", "victoriametrics", "mimir", "thanos"]);
export type StoreKind = z.infer<typeof storeKindSchema>;

/** The name of a store, as links, views and requests say it. */
export const storeNameSchema = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,39}$/, "1 to 40 letters, digits, - _ or .");

/** An address without credentials, which would end up in logs and error texts. */
const storeUrl = z
  .string()
  .refine(isHttp, "an address such as http://127.0.0.1:9090")
  .refine(
    (text) => !isHttp(text) || isBare(text),
    "without credentials, ? and #: there are settings for them",
  )
  .transform((text) => text.replace(/\/+$/, ""));

function isHttp(text: string): boolean {
  return URL.canParse(text) && ["http:", "https:"].includes(new URL(text).protocol);
}

function isBare(text: string): boolean {
  const { username, password, search, hash } = new URL(text);
  return [username, password, search, hash].every((part) => part === "");
}

const secret = z
  .string()
  .min(1)
  .max(4_096)
  .regex(/^[^\r\n\0]*$/, "one line of text");
const headerName = z.string().regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$/, "a header's name");

/** Headers that are ours to set, or would make the request another one. */
const OUR_HEADERS =
  /^(host|cookie|authorization|content-.*|transfer-encoding|connection|accept.*|x-prometheus-.*)$/i;

const storeFields = z.strictObject({
  name: storeNameSchema.refine((name) => name !== embeddedStore, "this name is the built-in store's"),
  url: storeUrl,
  /** Without one the store is asked what it is. */
  kind: storeKindSchema.optional(),
  /** Where writes go, if not to `url`: vminsert of a cluster, the receiver of Thanos. */
  writeUrl: storeUrl.optional(),
  username: secret.optional(),
  password: secret.optional(),
  passwordFile: z.string().min(1).optional(),
  bearerToken: secret.optional(),
  bearerTokenFile: z.string().min(1).optional(),
  /** Further headers of every request, such as `X-Scope-OrgID`. */
  headers: z.record(headerName, secret).default({}),
  timeout: duration(100, 300_000).prefault("30s"),
  /** Whether what comes in is written there too. */
  write: z.boolean().optional(),
  /** Whether queries that name no store go there. */
  default: z.boolean().default(false),
});

const storeSchema = storeFields
  .check(({ value, issues }) => {
    const fault = (key: string, message: string) =>
      issues.push({ code: "custom", path: [key], message, input: undefined });
    const { username, password, passwordFile, bearerToken, bearerTokenFile, kind, write, writeUrl } = value;
    const basic = username ?? password ?? passwordFile;
    if (password !== undefined && passwordFile !== undefined)
      fault("passwordFile", "name the password or its file, not both");
    if (bearerToken !== undefined && bearerTokenFile !== undefined)
      fault("bearerTokenFile", "name the token or its file, not both");
    if (basic !== undefined && username === undefined) fault("username", "a password needs a user's name");
    if (basic !== undefined && (bearerToken ?? bearerTokenFile) !== undefined)
      fault("username", "name a user or a bearer token, not both");
    if (kind === "thanos" && write === true && writeUrl === undefined)
      fault("writeUrl", "Thanos takes writes at its receiver: name its address here");
    const ours = Object.keys(value.headers).find((name) => OUR_HEADERS.test(name));
    if (ours !== undefined) fault("headers", `${ours} cannot be set here`);
  })
  .transform(({ write, ...store }) => ({
    ...store,
    write: write ?? (store.kind !== "thanos" || store.writeUrl !== undefined),
  }));

/** One store beside the built-in one: where it is and how to speak to it. Holds credentials: it never leaves the server. */
export type StoreSettings = z.output<typeof storeSchema>;

const seriesFields = z.strictObject({
  url: storeUrl.optional(),
  stores: z.array(storeSchema).max(MOST_STORES).default([]),
});

/** The names of all these settings. */
export const seriesSettingNames: readonly string[] = [seriesFields, storeFields].flatMap((fields) =>
  Object.keys(fields.shape),
);

/**
 * The stores beside the built-in one. `url` is the short form of one that is the default; otherwise the built-in one is
 * the default unless a store of the list says that it is.
 */
export const seriesSettingsSchema = seriesFields
  .check(({ value: { url, stores }, issues }) => {
    const fault = (path: PropertyKey[], message: string) =>
      issues.push({ code: "custom", path, message, input: undefined });
    if (url !== undefined && stores.length > 0)
      fault(["url"], "name one store by url, or several by stores, not both");
    for (const [i, { name }] of stores.entries()) {
      const first = stores.findIndex((store) => store.name === name);
      if (first < i) fault(["stores", i, "name"], `"${name}" is the name of another store already`);
    }
    const defaults = stores.filter((store) => store.default);
    const second = defaults[1];
    if (second !== undefined) {
      fault(["stores", stores.indexOf(second), "default"], `"${defaults[0]!.name}" is the default already`);
    }
  })
  .transform(({ url, stores }): { stores: readonly StoreSettings[] } =>
    url === undefined ? { stores } : { stores: [storeSchema.parse({ name: mainStore, url, default: true })] },
  );
