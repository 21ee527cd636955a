import type { Ledger } from "../ledger/open.js";
import { ParentIds } from "../ledger/parent-ids.js";
import { ledgerPlaces, type Mapping } from "../mapping/index.js";
import type { FeishuPlace } from "./feishu.js";
import { refuseOtherOwners } from "./session.js";

/** Keeps where the ids of parents come from: who sends from the ledger alone looks there again. */
export function noteParents({ parents }: Ledger, mapping: Mapping): void {
  const places = ledgerPlaces(mapping).map(({ place, lookup: { path, name } }) => ({ place, path, name }));
  const inOrder = (all: readonly object[]) => all.map((each) => JSON.stringify(each, ["place", "path", "name"])).sort();
  if (inOrder(parents.all()).join() !== inOrder(places).join()) parents.note(places);
}

/** Throws an ExitError: exit 9 for parents of another place or app, else where their ledgers cannot be read. */
export function refuseOtherParentsOf({ parents }: Ledger, place: FeishuPlace): void {
  const ids = new ParentIds(parents.all());
  try {
    refuseOtherOwners(ids.owners, place);
  } finally {
    ids.close();
  }
}

/** Lets `act` look at the ledgers of parents while it sends; undefined where no row hangs on any. */
export async function withParents<T>({ parents }: Ledger, act: (ids: ParentIds | undefined) => Promise<T>): Promise<T> {
  const places = parents.all();
  if (places.length === 0) return act(undefined);
  const ids = new ParentIds(places);
  try {
    return await act(ids);
  } finally {
    ids.close();
  }
}
