// Draws the pace in the page of `hire-import report`. The page holds uPlot and the numbers; nothing is loaded.
(() => {
  const source = document.getElementById("pace-data");
  const place = document.getElementById("plot");
  if (source === null || place === null) return;
  const { width_s, starts_s, rates, throttled, outages, cuts, cap_per_s, offset_s, words } = JSON.parse(
    source.textContent,
  );

  const HEIGHT = 260;
  const TICK_PX = 84;
  const MINUTE_S = 60;
  const DAY_S = 86_400;
  const STEPS_S = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, DAY_S];

  /** Times are those of the place where the page was made, as everywhere on it. */
  const iso = (second) => new Date((second + offset_s) * 1000).toISOString();
  const day = (second) => iso(second).slice(5, 10);
  const clock = (second, step_s) => iso(second).slice(11, step_s < MINUTE_S ? 19 : 16);
  const color = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

  /** Where a round time begins, as many of them as there is room for. The first of a day says the day. */
  function ticksFor(width_px) {
    const room = Math.max(2, Math.floor(width_px / TICK_PX));
    let ticks = [];
    for (let at = 0; at === 0 || (ticks.length > room && at < 40); at++) {
      const step_s = STEPS_S[at] ?? DAY_S * 2 ** (at - STEPS_S.length + 1);
      ticks = ticksAt(step_s, width_px);
    }
    return ticks;
  }

  function ticksAt(step_s, width_px) {
    const ticks = [];
    let told_day = "";
    let free_from = 0;
    starts_s.forEach((start_s, at) => {
      if (start_s === null) return;
      const before_s = starts_s[at - 1] ?? null;
      const is_round =
        before_s !== null && Math.floor((start_s + offset_s) / step_s) !== Math.floor((before_s + offset_s) / step_s);
      const left_px = (at * width_px) / starts_s.length;
      // Behind a cut the time is told in any case, unless it would stand upon its neighbour.
      if (left_px < free_from || (!is_round && before_s !== null)) return;
      const today = day(start_s);
      ticks.push({ at, label: told_day === today ? clock(start_s, step_s) : `${clock(start_s, step_s)}\n${today}` });
      told_day = today;
      free_from = left_px + TICK_PX;
    });
    return ticks;
  }

  function drawBehind(plot) {
    const { ctx, bbox } = plot;
    const x = (value) => plot.valToPos(value, "x", true);
    ctx.save();
    ctx.fillStyle = color("outage");
    for (const [from, to] of outages) {
      ctx.fillRect(x(from), bbox.top, Math.max(x(to) - x(from), 2 * devicePixelRatio), bbox.height);
    }
    ctx.restore();
  }

  function line(ctx, name, dash, from, to) {
    ctx.strokeStyle = color(name);
    ctx.lineWidth = 1.5 * devicePixelRatio;
    ctx.setLineDash(dash.map((length) => length * devicePixelRatio));
    ctx.beginPath();
    ctx.moveTo(...from);
    ctx.lineTo(...to);
    ctx.stroke();
  }

  function drawBefore(plot) {
    const { ctx, bbox } = plot;
    const right = bbox.left + bbox.width;
    const bottom = bbox.top + bbox.height;
    ctx.save();
    if (cap_per_s !== null) {
      const y = plot.valToPos(cap_per_s, "y", true);
      line(ctx, "cap", [5, 4], [bbox.left, y], [right, y]);
    }
    for (const { place: at } of cuts) {
      const x = plot.valToPos(at + 0.5, "x", true);
      line(ctx, "soft", [1.5, 3.5], [x, bbox.top], [x, bottom]);
    }
    ctx.fillStyle = color("throttle");
    const half = 4 * devicePixelRatio;
    throttled.forEach((count, at) => {
      if (count === 0) return;
      const x = plot.valToPos(at + 0.5, "x", true);
      ctx.beginPath();
      ctx.moveTo(x - half, bbox.top);
      ctx.lineTo(x + half, bbox.top);
      ctx.lineTo(x, bbox.top + 1.6 * half);
      ctx.fill();
    });
    ctx.restore();
  }

  function tellAt(plot) {
    const { left } = plot.cursor;
    const at = left < 0 ? -1 : Math.floor(plot.posToVal(left, "x"));
    const readout = document.getElementById("readout");
    if (rates[at] === undefined || rates[at] === null) {
      readout.textContent = "";
      return;
    }
    const limited = throttled[at] > 0 ? `, ${throttled[at]} ${words.throttled}` : "";
    const start_s = starts_s[at];
    readout.textContent = `${day(start_s)} ${clock(start_s, width_s)}: ${rates[at].toFixed(1)} ${words.a_second}${limited}`;
  }

  function draw() {
    const width = place.clientWidth;
    place.replaceChildren();
    const room = width - 50;
    const ticks = ticksFor(room);
    const axis = { stroke: color("soft"), font: "11px system-ui, sans-serif", ticks: { stroke: color("line") } };
    const highest = rates.reduce((most, rate) => Math.max(most, rate ?? 0), cap_per_s ?? 1);
    // A slot reaches from its own place to the next one, so the last one needs a place behind it.
    const places = [...rates.keys(), rates.length];
    const heights = [...rates, rates.at(-1)];
    const options = {
      width,
      height: HEIGHT,
      legend: { show: false },
      cursor: { y: false, points: { show: false }, drag: { x: false, y: false } },
      scales: { x: { time: false, range: [0, rates.length] }, y: { range: [0, highest * 1.12] } },
      axes: [
        {
          ...axis,
          grid: { show: false },
          size: 44,
          splits: () => ticks.map(({ at }) => at),
          values: () => ticks.map(({ label }) => label),
        },
        { ...axis, grid: { stroke: color("line"), width: 1 }, size: 38 },
      ],
      series: [
        {},
        {
          stroke: color("rate"),
          fill: color("area"),
          width: 1.5,
          paths: uPlot.paths.stepped({ align: 1 }),
          points: { show: false },
        },
      ],
      hooks: { drawClear: [drawBehind], draw: [drawBefore], setCursor: [tellAt] },
    };
    new uPlot(options, [places, heights], place);
  }

  draw();
  let drawn_px = place.clientWidth;
  new ResizeObserver(() => {
    if (place.clientWidth === drawn_px) return;
    drawn_px = place.clientWidth;
    draw();
  }).observe(place);
  // The colours of a canvas do not follow the page's by themselves; paper has the light ones.
  for (const query of ["print", "(prefers-color-scheme: dark)"]) {
    matchMedia(query).addEventListener("change", draw);
  }
})();
