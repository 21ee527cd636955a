import { describe, expect, it } from "vitest";
import { play } from "./history.js";

const [first = 1, last = 300] = (process.env.SIMULATE_SEEDS ?? "").split("-").filter(Boolean).map(Number);

describe("simulation", () => {
  it(`seeds ${first} to ${last}`, { timeout: 1e9 }, async () => {
    let bad = 0; const seen: Record<string,number> = {}; const t = performance.now(); let req=0, cr=0, runs=0;
    for (let seed = first; seed <= last; seed++) {
      const ended = await play(seed);
      req += ended.requests; cr += ended.crashes; runs += ended.runs;
      for (const line of ended.story) for (const w of ["(done)","(absent)","given back","(in_doubt)","-> rejected","in_doubt -> done (accepted)","no_verdict","dies after","dies before","dies an answer","dies about","disk full","outage_began"]) if (line.includes(w)) seen[w]=(seen[w]??0)+1;
      for (const r of ended.rows) seen["ends "+r.status]=(seen["ends "+r.status]??0)+1;
      if (ended.violation === undefined) continue;
      bad += 1;
      process.stderr.write(`seed ${seed}: ${ended.violation}\n`);
      if (first === last) process.stderr.write(ended.story.join("\n") + "\n" + ended.records + "\n" + ended.rows.map((r) => `${r.key} ${r.status} ${r.remote_id} ${JSON.stringify(r.payload)}`).join("\n") + "\n");
      if (bad > 15) break;
    }
    process.stderr.write(`${bad} bad, ${((performance.now()-t)/(last-first+1)).toFixed(1)} ms each, req ${req} crashes ${cr} runs ${runs}\n`);
    process.stderr.write(JSON.stringify(seen)+'\n');
    expect(bad).toBe(0);
  });
});
