import { generateKeyPairSync, type KeyObject, sign } from "node:crypto";

const DAY_MS = 86_400_000;

/** Certificates of our own making, and the keys to them: nothing of them is on a disk. */
export interface Certificate {
  /** PEM. */
  readonly cert: string;
  readonly key: string;
}

export interface Issuer extends Certificate {
  /** A certificate for host names or IPv4 addresses, from and until so many days from now. */
  issue(names: readonly string[], from_days?: number, until_days?: number): Certificate;
}

const NAME = "hire-import test authority";

/** Somebody who issues certificates and whom no machine knows. */
export function authority(): Issuer {
  const keys = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const root = certified(keys, keys, [extension("2.5.29.19", true, sequence(der(0x01, Buffer.from([0xff]))))], NAME);
  return {
    ...root,
    issue: (names, from_days = -1, until_days = 365) => {
      const own = generateKeyPairSync("ec", { namedCurve: "P-256" });
      return certified(own, keys, [forNames(names)], "hire-import test", from_days, until_days);
    },
  };
}

/** A certificate that nobody but its own key vouches for. */
export function selfSigned(names: readonly string[]): Certificate {
  const keys = generateKeyPairSync("ec", { namedCurve: "P-256" });
  return certified(keys, keys, [forNames(names)], NAME);
}

interface Keys {
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

/** RFC 5280, with ECDSA and SHA-256. */
function certified(
  own: Keys,
  issuer: Keys,
  extensions: readonly Buffer[],
  subject: string,
  from_days = -1,
  until_days = 365,
): Certificate {
  const algorithm = sequence(oid("1.2.840.10045.4.3.2"));
  const serial = der(0x02, Buffer.from([1, ...Buffer.from(`${process.hrtime.bigint()}`.slice(-8))]));
  const body = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    serial,
    algorithm,
    named(NAME),
    sequence(time(from_days), time(until_days)),
    named(subject),
    own.publicKey.export({ type: "spki", format: "der" }),
    der(0xa3, sequence(...extensions)),
  );
  const signature = sign("sha256", body, issuer.privateKey);
  const bytes = sequence(body, algorithm, der(0x03, Buffer.concat([Buffer.from([0]), signature])));
  return { cert: pem(bytes), key: own.privateKey.export({ type: "pkcs8", format: "pem" }) as string };
}

/** A value of ASN.1, in DER. */
function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const value = Buffer.concat(parts);
  const size = value.length < 0x80 ? [value.length] : [0x82, value.length >> 8, value.length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), value]);
}

const sequence = (...parts: readonly Buffer[]): Buffer => der(0x30, ...parts);

function oid(text: string): Buffer {
  const [first = 0, second = 0, ...others] = text.split(".").map(Number);
  const bytes = others.flatMap((arc) => {
    const groups = [arc & 0x7f];
    for (let rest = arc >> 7; rest > 0; rest >>= 7) groups.unshift((rest & 0x7f) | 0x80);
    return groups;
  });
  return der(0x06, Buffer.from([first * 40 + second, ...bytes]));
}

const named = (common_name: string): Buffer =>
  sequence(der(0x31, sequence(oid("2.5.4.3"), der(0x0c, Buffer.from(common_name)))));

/** GeneralizedTime. */
function time(in_days: number): Buffer {
  const text = new Date(Date.now() + in_days * DAY_MS).toISOString().replace(/[-:T]|\.\d+/g, "");
  return der(0x18, Buffer.from(text));
}

function extension(id: string, is_critical: boolean, value: Buffer): Buffer {
  const critical = is_critical ? [der(0x01, Buffer.from([0xff]))] : [];
  return sequence(oid(id), ...critical, der(0x04, value));
}

/** subjectAltName. */
function forNames(names: readonly string[]): Buffer {
  const all = names.map((name) =>
    /^[\d.]+$/.test(name) ? der(0x87, Buffer.from(name.split(".").map(Number))) : der(0x82, Buffer.from(name)),
  );
  return extension("2.5.29.17", false, sequence(...all));
}

function pem(bytes: Buffer): string {
  const lines = bytes.toString("base64").match(/.{1,64}/g) ?? [];
  return ["-----BEGIN CERTIFICATE-----", ...lines, "-----END CERTIFICATE-----", ""].join("\n");
}
