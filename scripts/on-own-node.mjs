// The other end of `continueOnOwnNode`: a script runs as if it had been started by itself, and is killed with the
// process that it stands for.
import { pathToFileURL } from "node:url";

process.once("disconnect", () => process.kill(process.pid, "SIGKILL"));
process.channel?.unref();
process.argv.splice(1, 1);
await import(pathToFileURL(process.argv[1]).href);
