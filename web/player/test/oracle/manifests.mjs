/*
 * What a parser from the npm registry (the one of video.js) reads in DASH manifests.
 * `node manifests.mjs FILE...` prints what it finds wrong and ends with 1 if there is anything.
 */
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { parse } from 'mpd-parser';

/** Everything that is wrong with `text`; nothing if it is good. */
export function faults(text) {
  const found = [];
  try {
    parse(text, {
      manifestUri: 'http://localhost/live/show.mpd',
      eventHandler: ({ type, message }) => found.push(`${type}: ${message}`),
    });
  } catch (error) {
    found.push(error.message);
  }
  return found.map((message) => `mpd-parser: ${message}`);
}

/**
 * The segments of pictures that the manifest at `uri` names at `now`, in ms of Unix time: address,
 * seconds from the presentation's begin, length in seconds.
 */
export function segments(text, uri, now) {
  const { playlists } = parse(text, { manifestUri: uri, NOW: now });
  return playlists[0].segments.map((segment) => ({
    uri: segment.resolvedUri,
    start: segment.presentationTime,
    duration: segment.duration,
  }));
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  for (const file of process.argv.slice(2)) {
    for (const fault of faults(readFileSync(file, 'utf8'))) {
      console.log(`${file}: ${fault}`);
      process.exitCode = 1;
    }
  }
}
