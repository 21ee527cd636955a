/**
 * What the promise brings, or nothing as soon as the signal is aborted. What it brings after that is handed to `late`,
 * so that nothing is lost which must be given back.
 */
export function abortable<T>(
  promise: Promise<T>,
  signal?: AbortSignal,
  late?: (value: T) => void,
): Promise<T | undefined> {
  if (signal === undefined) return promise;
  return new Promise((resolve, reject) => {
    const stop = () => resolve(undefined);
    if (signal.aborted) stop();
    signal.addEventListener("abort", stop, { once: true });
    promise.then((value) => {
      signal.removeEventListener("abort", stop);
      if (signal.aborted) late?.(value);
      else resolve(value);
    }, reject);
  });
}
