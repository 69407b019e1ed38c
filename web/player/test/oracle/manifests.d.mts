/** A segment as a player reads it: seconds from the presentation's begin. */
export interface Segment {
  uri: string;
  start: number;
  duration: number;
}

/** Everything that is wrong with `text`; nothing if it is good. */
export function faults(text: string): string[];

/** The segments of pictures that the manifest at `uri` names at `now`, in ms of Unix time. */
export function segments(text: string, uri: string, now: number): Segment[];
