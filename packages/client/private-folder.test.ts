import { spawnSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createClient } from "./client.ts";

const uid = process.getuid?.();
const undo: (() => unknown)[] = [];
let temporary: string;
beforeEach(() => {
  temporary = mkdtempSync(join(tmpdir(), "client-private-"));
  undo.push(() => rmSync(temporary, { recursive: true, force: true }));
  // As /tmp is.
  chmodSync(temporary, 0o1777);
  vi.stubEnv("TMPDIR", temporary);
  undo.push(() => vi.unstubAllEnvs());
});
afterEach(async () => {
  for (const each of undo.splice(0).reverse()) await each();
});

// Port 1 is nobody's.
const keepAnEvent = async () => {
  const client = createClient({ url: "http://127.0.0.1:1", service: "shop" });
  expect(client.event({ type: "a" })).toBe(true);
  await client.close();
};

const modesBelow = (dir: string) =>
  readdirSync(dir, { recursive: true, encoding: "utf8" }).map((name) => {
    const stat = statSync(join(dir, name));
    return `${stat.isDirectory() ? "folder" : "file"} ${(stat.mode & 0o777).toString(8)}`;
  });

/** Keeps an event as another user, and says on stderr what is wrong. */
async function asUser(user: number) {
  const script = join(temporary, "keep.mjs");
  await build({
    stdin: {
      contents: `
        import { createClient } from "./client.ts";
        process.setgid(${user});
        process.setuid(${user});
        const client = createClient({ url: "http://127.0.0.1:1", service: "shop" });
        if (!client.event({ type: "a" })) throw new Error("not kept");
        await client.close();
      `,
      resolveDir: import.meta.dirname,
    },
    outfile: script,
    bundle: true,
    platform: "node",
    format: "esm",
    logLevel: "error",
  });
  return spawnSync(process.execPath, [script], { encoding: "utf8" });
}

describe.skipIf(uid === undefined)("the spool in the system's temporary folder", () => {
  it("is read by its user only", async () => {
    await keepAnEvent();
    expect(modesBelow(temporary)).toEqual(["folder 700", "folder 700", "folder 700", "file 600"]);
  });

  it("is closed to others where it was open", async () => {
    const ours = join(temporary, `mission-control-client-${uid}`);
    mkdirSync(ours);
    chmodSync(ours, 0o755);
    await keepAnEvent();
    expect(statSync(ours).mode & 0o777).toBe(0o700);
  });

  it("is not put where a link leads", async () => {
    const elsewhere = join(temporary, "elsewhere");
    mkdirSync(elsewhere);
    symlinkSync(elsewhere, join(temporary, `mission-control-client-${uid}`));
    await expect(keepAnEvent()).rejects.toThrow("somebody else's");
    expect(readdirSync(elsewhere)).toEqual([]);
  });

  describe.skipIf(uid !== 0)("(run by root, who can be another user)", () => {
    it("is each user's own", async () => {
      await keepAnEvent();
      expect(await asUser(65_534)).toMatchObject({ status: 0, stderr: "" });
      expect(readdirSync(temporary)).toEqual(
        expect.arrayContaining(["mission-control-client-0", "mission-control-client-65534"]),
      );
    });

    it("is refused where somebody else made its folder", async () => {
      const theirs = join(temporary, "mission-control-client-0");
      mkdirSync(theirs);
      chownSync(theirs, 65_534, 65_534);
      await expect(keepAnEvent()).rejects.toThrow(`${theirs} cannot be used: it is somebody else's`);
      expect(readdirSync(theirs)).toEqual([]);
    });

    it("takes nothing of somebody else's, where a folder is shared", async () => {
      const theirs = join(temporary, "slot-0-0-0123456789ab");
      mkdirSync(theirs);
      chownSync(theirs, 65_534, 65_534);
      const client = createClient({ url: "http://127.0.0.1:1", spoolDir: temporary });
      expect(readdirSync(temporary)).toContain("slot-0-0-0123456789ab");
      await client.close();
    });
  });
});
