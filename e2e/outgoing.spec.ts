import { statSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { type Running, start, temporaryFolder } from "./process.ts";

const secret = `whsec_${Buffer.alloc(24, 7).toString("base64")}`;

test.describe("what users type as an address", () => {
  const folder = temporaryFolder();
  let inside: Server;
  let connections = 0;
  let port: number;
  let running: Running;

  const send = async (method: string, path: string, body: object) => {
    const response = await fetch(running.url + path, {
      method,
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    return { status: response.status, text: await response.text() };
  };

  test.beforeAll(async () => {
    inside = createServer((_, response) => response.end("only for us"));
    inside.on("connection", () => connections++);
    await new Promise<void>((ready) => inside.listen(0, "127.0.0.1", ready));
    port = (inside.address() as AddressInfo).port;
    running = await start(folder.path);
  });
  test.afterAll(async () => {
    await running.stop();
    inside.close();
    folder.remove();
  });

  test("reaches nothing inside the network, by a channel or by a probe", async () => {
    for (const host of ["127.0.0.1", "localhost", "127.1", "2130706433", "0x7f.1", "[::ffff:127.0.0.1]"]) {
      const url = `http://${host}:${port}/`;
      const tries = [
        await send("PUT", "/api/channels/one", { kind: "webhook", name: "One", url }),
        await send("POST", "/api/channels/test", { slug: "one", kind: "slack", name: "One", url }),
        await send("PUT", "/api/channels/one", { kind: "alertmanager", name: "One", url }),
        await send("POST", "/api/probes/try", { slug: "one", name: "One", kind: "http", url }),
      ];
      for (const { text } of tries) expect(text).toContain("address blocked by policy");
    }
    const mail = { kind: "smtp", name: "Mail", to: ["a@example.org"], from: "b@example.org", port };
    const { status, text } = await send("PUT", "/api/channels/mail", { ...mail, host: "127.1" });
    expect([status, text.includes('"path":"host"')]).toEqual([400, true]);
    expect(connections).toBe(0);
  });

  test("is said to be blocked beside its field", async ({ page }) => {
    await page.goto(`${running.url}/alerts/channels`);
    await page.getByRole("button", { name: "New channel" }).first().click();
    const dialog = page.getByRole("dialog");
    await dialog.getByText("Web hook", { exact: true }).click();
    await dialog.getByLabel("Name").fill("Cloud");
    await dialog.getByLabel("Address").fill("http://169.254.169.254/latest/meta-data/");
    await dialog.getByRole("button", { name: "Save" }).click();
    await expect(dialog).toContainText("address blocked by policy: 169.254.169.254, in the local network");
    await expect(dialog.getByLabel("Address")).toHaveAttribute("aria-invalid", "true");
  });

  test("may have a secret, which is told to nobody, and whose key is for us alone to read", async () => {
    const url = "https://198.41.0.4/in";
    expect(
      (await send("PUT", "/api/channels/hook", { kind: "webhook", name: "Hook", url, secret })).status,
    ).toBe(201);
    expect(statSync(join(folder.path, "channels.key")).mode & 0o777).toBe(0o600);
    const told = await (await fetch(`${running.url}/api/channels`)).text();
    expect(told).toContain('"secrets":["secret"]');
    expect(told + running.output()).not.toContain(secret);
  });

  test("is allowed by the operator in words that are checked at the start", async () => {
    const other = temporaryFolder();
    await expect(
      start(other.path, { MISSION_CONTROL_OUTGOING_ALLOW: "10.0.0.0/8,10.0.0.0/99" }),
    ).rejects.toThrow(
      /outgoing\.allow\.1 of mission-control\.yaml: "10\.0\.0\.0\/99" is no name, address or range/,
    );
    other.remove();
  });
});
