import type { OpenExport } from "../../csv/export/open-export.js";
import { type EncodingAdvice, misreadText, uncertainEncoding } from "../../csv/file/stops.js";

/**
 * What Feishu is sent in a wrong encoding stays wrong there, and so does an id that is looked up under a name. A
 * failures file has titles that are known, which tell its encoding well, and the mapping cannot speak of it. Throws an
 * ExitError where the encoding is not certain; `name`: what people call the file.
 */
export function refuseGuess(file: OpenExport, name: string, advice: EncodingAdvice): void {
  const { encoding } = file.detected;
  if (encoding?.misread !== undefined) throw misreadText(name, encoding.value, encoding.misread, advice);
  if (encoding?.sure === false && !file.is_failures_file) {
    throw uncertainEncoding(name, encoding, encoding.rival, advice);
  }
}
