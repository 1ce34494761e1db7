import { spawn } from "node:child_process";

/** How a command ended: its exit code, or as a shell says it 128 and the signal's number, or 127 where there is none. */
export function runCommand(command: string, args: readonly string[]): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: "inherit" });
    // A terminal's Ctrl+C reaches the command by itself; this waits for its end so that the failure is marked.
    const ignore = () => {};
    const pass = () => child.kill("SIGTERM");
    process.on("SIGINT", ignore).on("SIGTERM", pass);
    const end = (code: number) => {
      process.off("SIGINT", ignore).off("SIGTERM", pass);
      resolve(code);
    };
    child.on("error", (error) => {
      process.stderr.write(`${command}: ${error.message}\n`);
      end(127);
    });
    child.on("close", (code, signal) => end(code ?? 128 + (signal === "SIGINT" ? 2 : 15)));
  });
}
