import { echoOfList } from "./echo.js";
import type { Probe } from "./target.js";

/** Not a talent's id: the list of none is a refusal, and the scope was looked at before. */
const NO_TALENT = "1";

/**
 * The scope that external applications, interviews and background checks are written with. The list of external
 * applications is the one read that names it alone: the lists of what hangs on them are open to a reader, too.
 */
export function externalApplicationProbe(purpose: string): Probe {
  return {
    scopes: ["hire:external_application"],
    purpose,
    is_needed: true,
    request: {
      method: "GET",
      path: "/open-apis/hire/v1/external_applications",
      query: { talent_id: NO_TALENT, page_size: "20" },
      differsIn: echoOfList({ field: "talent_id", id: NO_TALENT }),
    },
    proven_by: [1002102, 1002002],
  };
}
