import { it } from "vitest";
import { play } from "./history.js";
import { FAULTS } from "./faults.js";
it("x", { timeout: 1e9 }, async () => {
  let bad = 0;
  for (let seed = 1; seed <= 1500; seed++) {
    const e = await play(seed, { plan: (p) => ({ ...p, foreign: [], rows: p.rows.slice(0,4).map((r,i)=>({...r, talent_id: "6900000000000000001", create_time: 1000*i+1})), habits: { ...p.habits, undated: false, talents: ["6900000000000000001"], lag_ms: 2990, repeat: seed%2? "1002002":"original" },
      stormy: p.stormy.map((r) => ({ ...r, set_back_ms: undefined, wall_error_ms: 0, max_attempts: 1 + seed%2, accidents: { dies_at: undefined, disk: undefined }, limit: undefined, stopped_at_ms: undefined,
        weather: { ...r.weather, faults: ["cut_then_acts"], create_share: .9, list_share: 0 },
        mended: [], clock: Array.from({length: 60}, (_, i) => ({ at_ms: i*500, suspended_ms: 0, wall_error_ms: i%2 ? 0 : 5*3.6e6 })) })) }) });
    if (e.violation) { bad++; process.stderr.write(`${seed} ${e.violation}\n`); if (bad>3) break; }
  }
  process.stderr.write(`bad ${bad}\n`);
});
