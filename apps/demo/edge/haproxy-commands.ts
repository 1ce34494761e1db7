import { connect } from "node:net";
import type { ServerState } from "./pool.ts";

const MAX_ANSWER_LENGTH = 2 ** 20;

/** Sends one command to HAProxy's runtime API and returns what it says, trimmed. @throws Error where nobody listens. */
export function command(socketPath: string, line: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = "";
    const socket = connect(socketPath, () => socket.write(`${line}\n`));
    socket.setEncoding("utf8");
    socket.on("data", (text: string) => {
      answer += text;
      if (answer.length > MAX_ANSWER_LENGTH) socket.destroy(new Error("HAProxy's answer is over 1 MiB"));
    });
    socket.on("end", () => resolve(answer.trim()));
    socket.on("error", reject);
  });
}

/** Servers as `show stat` has them (the manual, 9.1), all but their version. */
export function readStat(csv: string): Omit<ServerState, "version">[] {
  const [head = "", ...lines] = csv.replace(/^# /, "").split("\n");
  const columns = head.split(",");
  const at = (name: string) => columns.indexOf(name);
  const [nameAt, statusAt, weightAt, currentAt] = [at("svname"), at("status"), at("weight"), at("scur")];
  return lines
    .map((line) => line.split(","))
    .filter((row) => row[nameAt] !== "FRONTEND" && row[nameAt] !== "BACKEND" && row.length > statusAt)
    .map((row) => ({
      name: row[nameAt]!,
      weight: Number(row[weightAt]),
      state: stateOf(row[statusAt]!),
      connections: Number(row[currentAt]),
    }));
}

/** `UP`, `UP 1/3`, `DOWN 1/2`, `DRAIN`, `MAINT`, `no check` */
function stateOf(status: string): ServerState["state"] {
  if (status.startsWith("UP") || status.startsWith("no check")) return "up";
  return status.startsWith("DRAIN") || status.startsWith("MAINT") ? "drain" : "down";
}
