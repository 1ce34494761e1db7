// `npm run deploy -- …`: installs and builds what is not there yet, then becomes the agent.
import { build, checkNode, install } from "./workspace.mjs";

checkNode();
await install({ forTests: false });
await build();
await import("../apps/agent/dist/main.js");
