/** A process to be killed: it takes the folder in its argument, says whether another had it, and stays. */
import { lockFolder } from "../lock.ts";

process.stdout.write(`${lockFolder(process.argv[2] ?? "").taken}\n`);
setInterval(() => {}, 1_000);
