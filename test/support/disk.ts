import { spawnSync } from "node:child_process";
import { afterwards, folder } from "./afterwards.js";

const mount = (...args: readonly string[]): boolean => spawnSync("mount", args).status === 0;

/** Whether this user may mount a file system, as root may. */
export const MAY_MOUNT = spawnSync("unshare", ["--mount", "mount", "-t", "tmpfs", "tmpfs", "/mnt"]).status === 0;

/** A file system of its own for the test, with these options of mount(8). */
export function disk(options: string): string {
  const path = folder();
  if (!mount("-t", "tmpfs", "-o", options, "tmpfs", path)) throw new Error(`no tmpfs could be mounted with ${options}`);
  // `folder` removes what is in it, and the place itself, after this.
  afterwards(() => void spawnSync("umount", ["-l", path]));
  return path;
}

/** From now on nothing can be written there. */
export function makeReadOnly(path: string): void {
  if (!mount("-o", "remount,ro", path)) throw new Error(`${path} could not be made read-only`);
}
