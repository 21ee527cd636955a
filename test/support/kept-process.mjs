// The built program, again and again in one process: by its door each time, and cleaned up behind it as by its end.
// `test/support/kept-program.ts` is the other end.
import { pathToFileURL } from "node:url";

const [node, , program] = process.argv;
const listeners = () => process.eventNames().map((name) => [name, process.rawListeners(name)]);
const own = new Map(listeners());
let calls = 0;

/** Listeners of a call go with it, those for the end of its process after they were told of one. */
function forgetListeners() {
  for (const [name, all] of listeners()) {
    for (const listener of all.filter((each) => own.get(name)?.includes(each) !== true)) {
      if (name === "exit") listener.call(process, 0);
      process.removeListener(name, listener);
    }
  }
}

process.on("message", async ({ args, cwd, env, mark }) => {
  process.chdir(cwd);
  for (const name of Object.keys(process.env)) delete process.env[name];
  Object.assign(process.env, env);
  process.argv = [node, program, ...args];
  process.exitCode = undefined;
  calls += 1;
  const { ended } = await import(`${pathToFileURL(program)}?call=${calls}`);
  await ended;
  forgetListeners();
  // Behind all that the call has written.
  for (const stream of [process.stdout, process.stderr]) stream.write(mark);
  process.send(process.exitCode ?? 0);
});
// Whoever kept it has ended.
process.on("disconnect", () => process.kill(process.pid, "SIGKILL"));
for (const [name, all] of listeners()) own.set(name, all);
process.send("ready");
