// `npm start`: installs and builds what is not there yet, then becomes the server.
import { build, checkNode, install } from "./workspace.mjs";

checkNode();
await install({ forTests: false });
await build();
await import("../apps/bff/dist/main.js");
