// `npm start`: installs and builds what is not there yet, then becomes the server.
import { build, checkNode, install, stopWithParent } from "./workspace.mjs";

checkNode();
stopWithParent("start");
await install({ forTests: false });
await build();
await import("../apps/bff/dist/main.js");
