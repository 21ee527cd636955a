const NAMES: Readonly<Record<string, string>> = {
  ",": "commas",
  ";": "semicolons",
  "\t": "tabs",
  "|": "vertical bars",
};

/** In a sentence: parted by … */
export const delimiter = (character: string): string => NAMES[character] ?? JSON.stringify(character);
