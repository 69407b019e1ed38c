/** Everything that is wrong with `text`; nothing if it is good. */
export function faults(text: string): string[];
