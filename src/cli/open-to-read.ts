import { ledgerPath } from "../ledger/file/file-name.js";
import { type Ledger, readLedger } from "../ledger/open.js";
import { temporaryFolder } from "./temporary.js";

/** A ledger as it is now, for who only reads it, also where it was archived. */
export function openToRead(name: string): Ledger {
  return readLedger(ledgerPath(name), () => temporaryFolder("archive"));
}
