import { describe, expect, test } from "vitest";
import { settingsSchema } from "./settings.ts";

const storesOf = (series: unknown) => settingsSchema.parse({ series }).series.stores;
const faultOf = (series: unknown) => {
  const issue = settingsSchema.safeParse({ series }).error?.issues[0];
  return issue && `${issue.path.join(".")}: ${issue.message}`;
};
const url = "http://127.0.0.1:9090";
const one = (more: object) => ({ stores: [{ name: "main", url, ...more }] });

describe("settings of stores", () => {
  test("are short for one: it is the default and takes what comes in", () => {
    expect(storesOf({ url: `${url}/` })).toEqual([
      { name: "main", url, headers: {}, timeout: 30_000, write: true, default: true },
    ]);
  });

  test("name several, of which none is the default unless it says so", () => {
    const stores = storesOf({
      stores: [
        { name: "a", url },
        { name: "b", url: "https://metrics.example.com/prom", kind: "victoriametrics", default: true },
      ],
    });
    expect(stores.map((store) => [store.name, store.kind, store.default])).toEqual([
      ["a", undefined, false],
      ["b", "victoriametrics", true],
    ]);
  });

  test("write where the kind can: to Thanos only by the address of its receiver", () => {
    const writes = (more: object) => storesOf(one(more))[0]!.write;
    expect(writes({ kind: "mimir" })).toBe(true);
    expect(writes({ write: false })).toBe(false);
    expect(writes({ kind: "thanos" })).toBe(false);
    expect(writes({ kind: "thanos", writeUrl: "http://127.0.0.1:19291" })).toBe(true);
  });

  test.each([
    [{ url: "ftp://127.0.0.1" }, "series.url: an address such as http://127.0.0.1:9090"],
    [{ url: "127.0.0.1:9090" }, "series.url: an address such as http://127.0.0.1:9090"],
    [
      { url: "http://u-1042:s3cret-word@127.0.0.1" },
      "series.url: without credentials, ? and #: there are settings for them",
    ],
    [
      { url: `${url}/?a=s3cret-word` },
      "series.url: without credentials, ? and #: there are settings for them",
    ],
    [
      { url, stores: [{ name: "a", url }] },
      "series.url: name one store by url, or several by stores, not both",
    ],
    [{ urll: url }, 'series: Unrecognized key: "urll"'],
    [one({ name: "embedded" }), "series.stores.0.name: this name is the built-in store's"],
    [one({ name: "../a" }), "series.stores.0.name: 1 to 40 letters, digits, - _ or ."],
    [
      {
        stores: [
          { name: "a", url },
          { name: "a", url },
        ],
      },
      'series.stores.1.name: "a" is the name of another store already',
    ],
    [
      {
        stores: [
          { name: "a", url, default: true },
          { name: "b", url, default: true },
        ],
      },
      'series.stores.1.default: "a" is the default already',
    ],
    [
      { stores: Array.from({ length: 11 }, (_, i) => ({ name: `s${i}`, url })) },
      "series.stores: Too big: expected array to have <=10 items",
    ],
    [
      one({ kind: "thanos", write: true }),
      "series.stores.0.writeUrl: Thanos takes writes at its receiver: name its address here",
    ],
    [one({ password: "s3cret-word" }), "series.stores.0.username: a password needs a user's name"],
    [
      one({ username: "u-1042", password: "s3cret-word", passwordFile: "/f" }),
      "series.stores.0.passwordFile: name the password or its file, not both",
    ],
    [
      one({ username: "u-1042", bearerToken: "s3cret-word" }),
      "series.stores.0.username: name a user or a bearer token, not both",
    ],
    [one({ bearerToken: "s3cret-word\r\nHost: x" }), "series.stores.0.bearerToken: one line of text"],
    [one({ headers: { Cookie: "s3cret-word" } }), "series.stores.0.headers: Cookie cannot be set here"],
    [one({ headers: { "X-A": "s3cret-word\n" } }), "series.stores.0.headers.X-A: one line of text"],
    [one({ timeout: "1ms" }), "series.stores.0.timeout: between 100 ms and 300000 ms"],
    [one({ kind: "influx" }), /^series\.stores\.0\.kind: Invalid option/],
  ])("refuse %j, say why, and repeat no secret", (series, message) => {
    if (typeof message === "string") expect(faultOf(series)).toBe(message);
    else expect(faultOf(series)).toMatch(message);
    expect(JSON.stringify(settingsSchema.safeParse({ series }).error?.issues)).not.toContain("s3cret-word");
  });
});
