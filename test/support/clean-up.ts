// A setup file of every test file: a module that several of them share could say this for the first one only.
import { afterAll, afterEach } from "vitest";
import { cleanUp } from "./afterwards.js";

afterEach(() => cleanUp("test"));
afterAll(() => cleanUp("file"));
