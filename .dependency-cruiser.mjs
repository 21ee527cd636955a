// The floors of ARCHITECTURE.md, and where each library may appear. `npm run check` holds the sources to it, and
// test/house/rules.test.ts tries a violation of each.

/** Folder below src -> floor. A folder imports lower floors and itself, never a neighbour. */
const FLOORS = { model: 0, texts: 1, csv: 2, mapping: 2, ledger: 2, feishu: 2, targets: 3, engine: 4, app: 5, cli: 6 };
/**
 * Rooms of a floor, from the lowest on: a room imports what stands above it in its list, and files that stand in the
 * floor itself; those import no room, but for the floor's door, `index.ts`.
 */
const ROOMS = {
  csv: ["encodings", "file", "records", "detection", "export"],
  mapping: ["cells", "times", "columns", "rows", "file", "spreadsheet", "draft"],
  ledger: ["file", "runs", "rows"],
  engine: ["calls", "talents", "staging", "sending", "changes", "checks"],
};
/** A floor's door puts its rooms together for the floors above. */
const DOOR = "(index|open)\\.ts";
/** Stands beside the floors: it imports nothing of them, and `cli` alone opens its door. */
const WING = "sandbox";

/** A socket lives in real time, whatever clock the engine is given: its deadline and how long it took. */
const SOCKETS = ["feishu/exchange.ts", "feishu/http.ts"];

/** A package, or a module of Node's, and where below src it may be imported. */
const PLACES = {
  "csv-parse": ["csv/"],
  jschardet: ["csv/"],
  "better-sqlite3": ["ledger/"],
  bottleneck: ["feishu/"],
  undici: ["feishu/"],
  "p-limit": ["engine/"],
  yaml: ["mapping/"],
  luxon: ["mapping/"],
  "fastest-levenshtein": ["mapping/"],
  commander: ["cli/"],
  picocolors: ["cli/"],
  pino: ["cli/"],
  // A schema is a way to say a shape, on every floor.
  zod: [""],
  "node:http": ["sandbox/"],
  "node:https": [],
  "node:process": ["cli/"],
  "node:timers": ["cli/clock.ts", "sandbox/"],
  "node:timers/promises": ["cli/clock.ts", "sandbox/"],
  "node:perf_hooks": ["cli/clock.ts", "sandbox/", ...SOCKETS],
};

const error = (rule) => ({ severity: "error", ...rule });

function floorRule(folder) {
  const lower = Object.keys(FLOORS).filter((other) => FLOORS[other] < FLOORS[folder]);
  const allowed = folder === WING ? [WING] : [folder, ...lower, ...(folder === "cli" ? [WING] : [])];
  return error({
    name: `floor-of-${folder}`,
    comment: `src/${folder}/ imports nothing but ${allowed.join(", ")}`,
    from: { path: `^src/${folder}/` },
    to: { path: "^src/", pathNot: `^src/(${allowed.join("|")})/` },
  });
}

function roomRules([floor, rooms]) {
  const within = `^src/${floor}/`;
  const each = rooms.map((room, index) =>
    error({
      name: `room-of-${floor}-${room}`,
      comment: `src/${floor}/${room}/ imports no room above it`,
      from: { path: `${within}${room}/` },
      to: { path: `${within}(${[...rooms.slice(index + 1), DOOR].join("|")})` },
    }),
  );
  const unknown = error({
    name: `a-room-without-a-place-in-${floor}`,
    from: {},
    to: { path: `${within}[^/]+/`, pathNot: `${within}(${rooms.join("|")})/` },
  });
  const shared = error({
    name: `shared-in-${floor}`,
    comment: "what all rooms share imports none of them",
    from: { path: `${within}[^/]+$`, pathNot: `${within}${DOOR}$` },
    to: { path: `${within}[^/]+/` },
  });
  return [...each, unknown, shared];
}

const packages = Object.keys(PLACES).filter((name) => !name.startsWith("node:"));
const moduleOf = (name) =>
  name.startsWith("node:") ? `^(node:)?${name.slice("node:".length)}$` : `node_modules/(@types/)?${name}/`;

function placeRule([name, places]) {
  const where = places.length === 0 ? "nowhere" : places.map((place) => `src/${place}`).join(", ");
  return error({
    name: `place-of-${name.replace("node:", "node-").replace("/", "-")}`,
    comment: `${name} is imported in ${where}`,
    from: { path: "^src/", ...(places.length === 0 ? {} : { pathNot: `^src/(${places.join("|")})` }) },
    to: { path: moduleOf(name) },
  });
}

export default {
  forbidden: [
    ...[...Object.keys(FLOORS), WING].map(floorRule),
    ...Object.entries(ROOMS).flatMap(roomRules),
    error({
      name: "a-folder-without-a-floor",
      from: {},
      to: { path: "^src/[^/]+/", pathNot: `^src/(${[...Object.keys(FLOORS), WING].join("|")})/` },
    }),
    error({
      name: "out-of-src",
      from: { path: "^src/" },
      to: { pathNot: "^(src|node_modules)/", dependencyTypesNot: ["core"] },
    }),
    error({ name: "a-circle", from: {}, to: { circular: true } }),
    ...Object.entries(PLACES).map(placeRule),
    error({
      name: "a-library-without-a-place",
      comment: "whoever takes in a new library says in this file where it belongs",
      from: { path: "^src/" },
      to: { path: "node_modules/", pathNot: `node_modules/(@types/)?(node|${packages.join("|")})/` },
    }),
    error({ name: "not-to-be-resolved", from: {}, to: { couldNotResolve: true } }),
    error({
      name: "a-dead-file",
      comment: "nothing reaches it from where the package is entered",
      from: { path: "^src/(index|cli/main)\\.ts$" },
      to: { path: "^src/", pathNot: "^src/(index|cli/main)\\.ts$", reachable: false },
    }),
  ],
  options: {
    tsConfig: { fileName: "tsconfig.json" },
    // Types count: who needs to know another's shape depends on it.
    tsPreCompilationDeps: true,
    doNotFollow: { path: "node_modules" },
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "node", "default"] },
  },
};
