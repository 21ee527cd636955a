/**
 * The promise, or a rejection with the signal's reason as soon as that is aborted. What the promise brings after that
 * is handed to `late`, so that nothing is lost which must be given back.
 */
export function abortable<T>(promise: Promise<T>, signal?: AbortSignal, late?: (value: T) => void): Promise<T> {
  if (signal === undefined) return promise;
  return new Promise<T>((resolve, reject) => {
    const stop = () => reject(signal.reason);
    if (signal.aborted) stop();
    signal.addEventListener("abort", stop, { once: true });
    promise.then((value) => {
      signal.removeEventListener("abort", stop);
      if (signal.aborted) late?.(value);
      else resolve(value);
    }, reject);
  });
}
