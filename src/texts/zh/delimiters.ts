const NAMES: Readonly<Record<string, string>> = { ",": "逗号", ";": "分号", "\t": "制表符", "|": "竖线" };

export const delimiter = (character: string): string => NAMES[character] ?? JSON.stringify(character);
