// `npm start`: installs and builds what is not there yet, then becomes the server.
import { build, checkNode, install } from "./workspace.mjs";

checkNode();
stopWithParent();
await install({ forTests: false });
await build();
await import("../apps/bff/dist/main.js");

/** A SIGTERM ends npm and its shell but does not reach us: when they are gone, stop as if it had. */
function stopWithParent() {
  if (process.env.npm_lifecycle_event !== "start") return;
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    process.kill(process.pid, "SIGTERM");
  }, 250);
  watch.unref();
}
