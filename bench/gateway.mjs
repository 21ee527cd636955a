// Child of the bench: a simulated gateway in front of external applications, with latency like that of a real one.
// It has a cap like Feishu's and counts at its socket; it checks no payload, that is the sandbox's work.
import { createServer } from "node:http";

const { window, median_ms, sigma, cap_per_s } = JSON.parse(process.argv[2]);
const SECOND_MS = 1000;
const PATH = "/open-apis/hire/v1/external_applications";

/** Unix milliseconds of each row's request, and of those let through. */
const arrived = [];
const accepted = [];

// Log-normal by Box and Muller.
function latencyMs() {
  const normal = Math.sqrt(-2 * Math.log(1 - Math.random())) * Math.cos(2 * Math.PI * Math.random());
  return median_ms * Math.exp(sigma * normal);
}

function isOverCap(now_ms) {
  const from_ms = window === "fixed" ? Math.floor(now_ms / SECOND_MS) * SECOND_MS : now_ms - SECOND_MS;
  // A sliding window begins behind its first millisecond, a fixed one with it.
  const inside = (at_ms) => (window === "fixed" ? at_ms >= from_ms : at_ms > from_ms);
  return accepted.slice(-cap_per_s).filter(inside).length >= cap_per_s;
}

function answerTo(path) {
  if (path !== PATH) return [200, {}, { code: 0, msg: "ok", tenant_access_token: "t-bench", expire: 7200 }];
  const now_ms = performance.timeOrigin + performance.now();
  arrived.push(now_ms);
  if (isOverCap(now_ms)) {
    return [429, { "x-ogw-ratelimit-reset": "1" }, { code: 99991400, msg: "request trigger frequency limit" }];
  }
  accepted.push(now_ms);
  const id = String(7_000_000_000_000_000_000n + BigInt(accepted.length));
  return [200, {}, { code: 0, msg: "success", data: { external_application: { id } } }];
}

/** Most of `times` in any sliding second. */
function worstSecond(times) {
  let first = 0;
  let worst = 0;
  times.forEach((at_ms, index) => {
    while (at_ms - times[first] >= SECOND_MS) first += 1;
    worst = Math.max(worst, index - first + 1);
  });
  return worst;
}

let in_flight = 0;
const most = { open: 0, in_flight: 0 };
const connections = { made: 0, open: 0 };

const server = createServer((request, response) => {
  const [status, headers, body] = answerTo(request.url);
  in_flight += 1;
  most.in_flight = Math.max(most.in_flight, in_flight);
  request.resume().on("end", () => {
    setTimeout(() => {
      in_flight -= 1;
      response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
    }, latencyMs());
  });
});
// Longer than clients keep idle connections.
server.keepAliveTimeout = 75_000;
server.on("connection", (socket) => {
  connections.made += 1;
  connections.open += 1;
  most.open = Math.max(most.open, connections.open);
  socket.on("close", () => {
    connections.open -= 1;
  });
});
server.listen(0, "127.0.0.1", () => process.send(server.address().port));

process.on("message", ({ from_ms = 0, to_ms = Number.POSITIVE_INFINITY }) => {
  const seconds = (arrived.at(-1) - arrived[0]) / SECOND_MS;
  const seen = {
    accepted: accepted.length,
    throttled: arrived.length - accepted.length,
    worst_second: worstSecond(arrived),
    accepted_per_s: (accepted.length - 1) / seconds,
    first_arrival_ms: arrived[0],
    accepted_in_window: accepted.filter((at_ms) => at_ms >= from_ms && at_ms < to_ms).length,
    connections_made: connections.made,
    most_open: most.open,
    most_in_flight: most.in_flight,
  };
  process.send(seen, () => process.exit());
});
