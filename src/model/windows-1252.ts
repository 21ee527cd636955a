/** What windows-1252 has at 0x80 to 0x9f, where ISO-8859-1 has control characters; U+FFFD where it has nothing. */
export const C1_OF_WINDOWS_1252 = "€\ufffd‚ƒ„…†‡ˆ‰Š‹Œ\ufffdŽ\ufffd\ufffd‘’“”•–—˜™š›œ\ufffdžŸ";
