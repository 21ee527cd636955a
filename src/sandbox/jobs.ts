/** What the tenant's jobs are like, seen from their advertisements: a rule with exceptions made later. */
export interface Jobs {
  /** Why an advertisement cannot be published, or null. */
  obstacle(advertisement_id: string): "not_compliant" | "closed" | null;
  isClosed(advertisement_id: string): boolean;
  change(close: readonly string[], open: readonly string[]): void;
  apiSync(): boolean;
  setApiSync(on: boolean): void;
}

const NINETEEN_DIGITS = /^[0-9]{19}$/;
/** Ways to meet each error in a demonstration; the first stands for an advertisement that does not exist. */
const ABSENT_SUFFIX = "00404";
const NOT_COMPLIANT_SUFFIX = "00624";
const CLOSED_SUFFIX = "00609";

export function createJobs(api_sync: boolean): Jobs {
  let is_synced = api_sync;
  const changed = new Map<string, boolean>();
  const isClosed = (id: string): boolean => changed.get(id) ?? id.endsWith(CLOSED_SUFFIX);
  return {
    obstacle: (id) => {
      // Which code an unknown advertisement meets is not documented; of 1002624 the page says: check advertisement_id.
      if (!NINETEEN_DIGITS.test(id) || id.endsWith(ABSENT_SUFFIX) || id.endsWith(NOT_COMPLIANT_SUFFIX)) {
        return "not_compliant";
      }
      return isClosed(id) ? "closed" : null;
    },
    isClosed,
    change: (close, open) => {
      for (const id of close) changed.set(id, true);
      for (const id of open) changed.set(id, false);
    },
    apiSync: () => is_synced,
    setApiSync: (on) => {
      is_synced = on;
    },
  };
}
