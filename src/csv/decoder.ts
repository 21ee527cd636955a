/** Turns bytes into text; what cannot be decoded becomes U+FFFD. Without `stream` the text is at its end. */
export interface Decoder {
  decode(bytes?: Uint8Array, options?: { readonly stream: boolean }): string;
}

/** `encoding`: a WHATWG name. A byte order mark is kept, as U+FEFF. */
export function newDecoder(encoding: string): Decoder {
  return encoding === "windows-1252" ? WINDOWS_1252 : new TextDecoder(encoding, { ignoreBOM: true });
}

/** 0x80 to 0x9f. */
const C1 = "€\ufffd‚ƒ„…†‡ˆ‰Š‹Œ\ufffdŽ\ufffd\ufffd‘’“”•–—˜™š›œ\ufffdžŸ";

/** Node 20's own decoder reads windows-1252 as ISO-8859-1: its dashes and quotation marks become control characters. */
const WINDOWS_1252: Decoder = {
  decode(bytes = new Uint8Array()) {
    const latin1 = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
    return latin1.replace(/[\u0080-\u009f]/g, (char) => C1[char.charCodeAt(0) - 0x80] as string);
  },
};
