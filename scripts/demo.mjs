// `npm run demo`: installs and builds what is not there yet, then becomes the mock production.
import { build, checkNode, install } from "./workspace.mjs";

checkNode();
await install({ forTests: false });
await build();
await import("../apps/demo/dist/main.js");
