import type { DeployToSend } from "@mission-control/client";
import { type DeployStatus, deployStatusSchema } from "@mission-control/contracts";
import { type Clock, systemClock } from "@mission-control/series";
import { Command, Option } from "commander";
import { markDeploy } from "./mark.ts";
import { runCommand } from "./run.ts";

/** Options that every deploy command has. */
interface Common {
  url: string;
  spool?: string;
  author?: string;
  link?: string;
  environment?: string;
  host?: string;
  title?: string;
  time?: string;
  strict?: boolean;
}

/** Ends of a command: 0 where the mark was sent, or is kept and need not be; 1 where it is lost; 2 where it is no good. */
const LOST = 1;
const WRONG = 2;

function withCommon(command: Command): Command {
  return command
    .addOption(
      new Option("--url <address>", "where Mission Control is")
        .env("MISSION_CONTROL_URL")
        .default("http://127.0.0.1:4400"),
    )
    .addOption(new Option("--author <name>", "who or what does it").env("DEPLOY_AUTHOR").default("deploy"))
    .option("--link <url>", "where to read more: the commit, the build, the ticket")
    .option("--environment <name>", "production, staging …")
    .option("--host <name>", "the one machine it concerns")
    .option("--title <words>", "what it says on the wall, instead of the usual words")
    .option("--time <time>", "when it was, ISO 8601 with an offset or ms since the epoch; default now")
    .option("--spool <folder>", "where marks wait while Mission Control is away")
    .option("--strict", "end with 1 unless Mission Control has taken the mark");
}

function fieldsOf(given: Common): DeployToSend {
  const { author, link, environment, host, title, time } = given;
  const fields = { author, link, environment, host, title, time: timeOf(time) };
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

/** As the contract takes it; what is no time is passed on, so that it is refused in the contract's words. */
function timeOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  return /^\d+$/.test(text) ? Number(text) : Date.parse(text);
}

/**
 * The `deploy` command, for scripts that release software: marks what they do so that the wall shows it. It sets the exit code
 * through `exit`.
 */
export function deployCommand(options: { clock?: Clock; exit: (code: number) => void }): Command {
  const { clock = systemClock, exit } = options;

  async function mark(deploy: DeployToSend, given: Common): Promise<number> {
    const marked = await markDeploy(
      { ...fieldsOf(given), ...deploy },
      { url: given.url, spoolDir: given.spool, clock },
    );
    if (marked.outcome === "sent") {
      if (marked.warning !== undefined)
        process.stderr.write(`The mark is sent, but could not have waited on disk: ${marked.warning}\n`);
      return 0;
    }
    if (marked.outcome === "kept") {
      process.stderr.write(
        `Mission Control at ${given.url} is away: the mark is kept and goes with the next one.\n`,
      );
      return given.strict === true ? LOST : 0;
    }
    process.stderr.write(`The mark was not made: ${marked.message}\n`);
    return marked.outcome === "refused" ? WRONG : LOST;
  }

  const root = new Command("deploy").description(
    "mark deploys, DNS updates, cluster changes and provisioning",
  );

  const release = (name: string, status: DeployStatus, says: string) =>
    withCommon(root.command(`${name} <service> <version>`).description(says)).action(
      async (service: string, version: string, given: Common) =>
        exit(await mark({ service, version, status, kind: "release" }, given)),
    );
  release("start", "started", "a release begins");
  release("finish", "finished", "a release is out");
  release("fail", "failed", "a release failed");
  release("rollback", "rolled_back", "a release was taken back; the version is the one that runs again");

  withCommon(
    root
      .command("run <service> <version> <command...>")
      .description(
        "mark the start, run a command (after --), mark by its exit code whether it finished or failed",
      ),
  ).action(async (service: string, version: string, [command = "", ...args]: string[], given: Common) => {
    const marking = (status: DeployStatus) => mark({ service, version, status, kind: "release" }, given);
    await marking("started");
    const code = await runCommand(command, args);
    await marking(code === 0 ? "finished" : "failed");
    exit(code);
  });

  const status = () =>
    new Option("--status <status>", "where it stands")
      .choices(deployStatusSchema.options)
      .default("finished");

  withCommon(
    root
      .command("dns <name>")
      .description("a name leads elsewhere")
      .requiredOption("--to <target>", "the new address or name")
      .option("--from <target>", "the old one")
      .addOption(status()),
  ).action(async (service: string, given: Common & { to: string; from?: string; status: DeployStatus }) => {
    const title = `${service} ${given.from === undefined ? "" : `${given.from} `}→ ${given.to}`;
    exit(
      await mark(
        { title, service, version: given.to, status: given.status, kind: "dns", ...titled(given) },
        given,
      ),
    );
  });

  withCommon(
    root
      .command("cluster <service>")
      .description("a cluster grows or shrinks")
      .requiredOption("--to <count>", "how many instances there are then")
      .option("--from <count>", "how many there were")
      .addOption(status()),
  ).action(async (service: string, given: Common & { to: string; from?: string; status: DeployStatus }) => {
    const was = given.from === undefined ? "" : `from ${given.from} `;
    const title = `${service} ${was}to ${given.to} instances`;
    exit(await mark({ title, service, status: given.status, kind: "cluster", ...titled(given) }, given));
  });

  withCommon(
    root
      .command("provision <machine>")
      .description("a machine is set up")
      .option("--service <name>", "what it is for; default the machine's own name")
      .addOption(status()),
  ).action(async (machine: string, given: Common & { service?: string; status: DeployStatus }) => {
    const title = `${machine} provisioned`;
    const service = given.service ?? machine;
    const deploy = { title, service, host: machine, status: given.status, kind: "provisioning" as const };
    exit(await mark({ ...deploy, ...titled(given) }, given));
  });

  return root;
}

const titled = ({ title }: Common) => (title === undefined ? {} : { title });
