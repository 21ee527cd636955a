// A setup file of every test file: a module that several of them share could say this for the first one only.
import { afterAll, afterEach } from "vitest";
import { cleanUp } from "./afterwards.js";

// Whatever the locale of whoever runs the tests.
process.env.HIRE_IMPORT_LANG ??= "en";

afterEach(() => cleanUp("test"));
afterAll(() => cleanUp("file"));
