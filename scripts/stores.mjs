// `npm run test:stores`: real Prometheus and VictoriaMetrics pass the law book of stores. Installs them where it can.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { checkNode, install, root, run } from "./workspace.mjs";

/** Debian's packages, and the program that each brings. */
const packages = [
  { name: "prometheus", program: "/usr/bin/prometheus" },
  { name: "victoria-metrics", program: "/usr/bin/victoria-metrics" },
];
const missing = () => packages.filter(({ program }) => !existsSync(program)).map(({ name }) => name);

const isDebian = () =>
  existsSync("/usr/bin/apt-get") && /debian|ubuntu/i.test(readFileSync("/etc/os-release", "utf8"));

async function installMissing() {
  const names = missing();
  if (names.length === 0) return;
  const command = `apt-get install --yes --no-install-recommends ${names.join(" ")}`;
  if (!isDebian() || process.getuid?.() !== 0) {
    console.log(`${names.join(" and ")} cannot be installed from here. On Debian, as root: ${command}`);
    return;
  }
  console.log(`Installing ${names.join(" and ")} with apt-get …`);
  // The packages start services of their own: ours run beside them, on other ports.
  const env = { DEBIAN_FRONTEND: "noninteractive", RUNLEVEL: "1" };
  await run("apt-get", ["update", "--quiet"], { env });
  const { code } = await run("apt-get", command.split(" ").slice(1), { env });
  if (code !== 0) console.log(`apt-get could not install them; by hand: ${command}`);
}

checkNode();
await install({ forTests: true });
await installMissing();
const { code } = await run(join(root, "node_modules", ".bin", "vitest"), [
  "run",
  "--reporter=verbose",
  "packages/store/adapters/prometheus",
]);
for (const name of missing()) console.log(`Not tested: ${name}, which is not installed.`);
process.exitCode = code;
