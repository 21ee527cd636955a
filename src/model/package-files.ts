import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of package.json. Sources, the built program and the built library lie at different depths below it. */
function packageFolder(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, "package.json"))) folder = dirname(folder);
  return folder;
}

/** A file or folder that comes along with the code, by its path within the package. */
export function packageFile(...path: readonly string[]): string {
  return join(packageFolder(), ...path);
}
