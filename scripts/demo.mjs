// `npm run demo`: installs and builds what is not there yet, then becomes the mock production.
import { build, checkNode, install, stopWithParent } from "./workspace.mjs";

checkNode();
stopWithParent("demo");
await install({ forTests: false });
await build();
await import("../apps/demo/dist/main.js");
