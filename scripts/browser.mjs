// A Chromium for the tests: one that is there, else Debian's by apt where we may, else Playwright's own.
import { existsSync, readFileSync } from "node:fs";
import { run, step } from "./workspace.mjs";

const SYSTEM = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

const isDebian = () =>
  existsSync("/etc/debian_version") && /debian|ubuntu/.test(readFileSync("/etc/os-release", "utf8"));

/** The path of a Chromium, or undefined where Playwright's own is to be used. Installs one where there is none. */
export async function findBrowser() {
  const given = process.env.CHROMIUM_PATH ?? SYSTEM.find((path) => existsSync(path));
  if (given !== undefined) return given;
  if (isDebian() && process.getuid?.() === 0) {
    await step("Installing Debian's chromium (for the browser tests)", async () => {
      const env = { DEBIAN_FRONTEND: "noninteractive" };
      await run("apt-get", ["update", "-qq"], { env, capture: true, quiet: true });
      const { code, output } = await run("apt-get", ["install", "-y", "-qq", "chromium"], {
        env,
        capture: true,
        quiet: true,
      });
      if (code !== 0) console.error(output);
    });
    const installed = SYSTEM.find((path) => existsSync(path));
    if (installed !== undefined) return installed;
  }
  const { code } = await step("Installing Playwright's chromium (for the browser tests)", () =>
    run("npx", ["playwright", "install", "chromium"]),
  );
  if (code !== 0) {
    console.error(
      "No Chromium could be installed. Install one and name it: CHROMIUM_PATH=/path/to/chromium npm test",
    );
    process.exit(1);
  }
  return undefined;
}
