export { counted, inWords, number } from "../model/numbers.js";
