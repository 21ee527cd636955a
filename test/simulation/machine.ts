import Database from "better-sqlite3";
import type { Ledger } from "../../src/ledger/open.js";
import type { Clock } from "../../src/model/clock.js";
import type { Disk } from "./disk.js";
import type { World } from "./world.js";

/** The process has died. Nothing that it does afterwards counts. */
export class Crash extends Error {}

export interface Accidents {
  /** The process dies at the so-many-eth of its points. */
  readonly dies_at: number | undefined;
  /** The machine dies with it, and with what was not synced to its disk. */
  readonly loses_power: boolean;
  /** From this write on the disk is full, for so many writes. */
  readonly disk: { readonly from: number; readonly writes: number } | undefined;
}

type Writes = Readonly<Partial<Record<keyof Ledger, readonly string[]>>>;

const WRITES: Writes = {
  attempts: ["begin", "finish", "markInterrupted"],
  settlements: ["settle", "settleAll"],
  updates: ["plan", "intend", "updated", "answered", "failed"],
  runs: ["begin", "end"],
};

/** One process of ours: it may die at any point, and its disk may be full. */
export class Machine {
  alive = true;
  has_died = false;
  /** Points passed. */
  points = 0;
  /** Resolves when the process has died. */
  readonly died: Promise<"died">;
  readonly #accidents: Accidents;
  readonly #world: World;
  readonly #disk: Disk;
  readonly #onDeath: (where: string) => void;
  #tellDeath: () => void = () => undefined;
  #writes = 0;
  #is_synced = true;

  constructor(world: World, disk: Disk, accidents: Accidents, onDeath: (where: string) => void) {
    this.#world = world;
    this.#disk = disk;
    this.#accidents = accidents;
    this.#onDeath = onDeath;
    this.died = new Promise((resolve) => {
      this.#tellDeath = () => resolve("died");
    });
  }

  /** The process dies here if that is its lot. */
  point(where: string): void {
    if (!this.alive) throw new Crash();
    this.points += 1;
    if (this.points !== this.#accidents.dies_at) return;
    this.alive = false;
    this.has_died = true;
    this.#onDeath(where);
    this.#tellDeath();
    throw new Crash();
  }

  /** Time as this process sees it: its sleeps end with it. */
  clock(): Clock {
    const world = this.#world;
    return {
      now_ms: () => world.wall_ms(),
      monotonic_ms: () => world.monotonic_ms,
      sleep: async (wait_ms, signal) => {
        await world.sleep(wait_ms, signal);
        if (!this.alive) await new Promise(() => undefined);
      },
    };
  }

  /** The ledger on this machine's disk. */
  ledger(real: Ledger): Ledger {
    const part = <K extends "attempts" | "settlements" | "runs" | "queue" | "updates" | "talents">(
      name: K,
    ): Ledger[K] => this.#guarded(real[name], name, WRITES[name] ?? []);
    return {
      ...real,
      attempts: part("attempts"),
      settlements: part("settlements"),
      runs: part("runs"),
      queue: part("queue"),
      updates: part("updates"),
      talents: part("talents"),
      transaction: (work) => this.#write("staging", () => real.transaction(work)),
      unsynced: (work) => {
        this.#is_synced = false;
        try {
          return real.unsynced(work);
        } finally {
          this.#is_synced = true;
        }
      },
    };
  }

  #guarded<T extends object>(part: T, name: string, writes: readonly string[]): T {
    return new Proxy(part, {
      get: (target, property) => {
        const value: unknown = Reflect.get(target, property, target);
        if (typeof value !== "function") return value;
        return (...given: unknown[]) => {
          const call = (): unknown => Reflect.apply(value, target, given);
          if (writes.includes(String(property))) return this.#write(`${name}.${String(property)}`, call);
          if (!this.alive) throw new Crash();
          return call();
        };
      },
    });
  }

  #write<T>(what: string, write: () => T): T {
    this.point(`before ${what}`);
    this.#writes += 1;
    const { disk } = this.#accidents;
    if (disk !== undefined && this.#writes >= disk.from && this.#writes < disk.from + disk.writes) {
      throw new Database.SqliteError("database or disk is full", "SQLITE_FULL");
    }
    if (!this.#is_synced) this.#disk.fallBehind();
    const result = write();
    if (this.#is_synced) this.#disk.catchUp();
    this.point(`after ${what}`);
    return result;
  }
}
