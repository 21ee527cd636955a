import fc from "fast-check";

/**
 * Property tests try the same examples each time: a change is judged by itself, not by chance. With SOAK set they try
 * others each time, and print the seed of one that fails.
 */
if ((process.env.SOAK ?? "") === "") fc.configureGlobal({ seed: 20_240_803 });
