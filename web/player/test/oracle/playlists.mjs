/*
 * What two parsers from the npm registry find wrong with HLS playlists. `node playlists.mjs FILE...`
 * prints it and ends with 1 if there is anything.
 */
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import HLS from 'hls-parser';
import { Parser } from 'm3u8-parser';

/* hls-parser counts the last three segments where the draft (6.2.2) means three target durations */
const COUNTED = 'Remove EXT-X-PART tags from the Playlist after they are greater than three target durations';

/** Everything that is wrong with `text`; nothing if it is good. */
export function faults(text) {
  return [...strictFaults(text), ...warnings(text)];
}

function strictFaults(text) {
  HLS.setOptions({ strictMode: true });
  try {
    HLS.parse(text);
    return [];
  } catch (error) {
    return error.message.includes(COUNTED) ? laterFaults(text) : [`hls-parser: ${error.message}`];
  }
}

/** Strict mode stops at the first fault; this goes on behind the one that is none. */
function laterFaults(text) {
  const found = [];
  const print = console.error;
  console.error = (message) => found.push(String(message));
  try {
    HLS.setOptions({ strictMode: false });
    HLS.parse(text);
  } finally {
    console.error = print;
  }
  return found.filter((message) => !message.includes(COUNTED)).map((message) => `hls-parser: ${message}`);
}

function warnings(text) {
  const found = [];
  const parser = new Parser();
  parser.on('warn', ({ message }) => found.push(`m3u8-parser: ${message}`));
  parser.on('error', ({ message }) => found.push(`m3u8-parser: ${message}`));
  parser.push(text);
  parser.end();
  return found;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  for (const file of process.argv.slice(2)) {
    for (const fault of faults(readFileSync(file, 'utf8'))) {
      console.log(`${file}: ${fault}`);
      process.exitCode = 1;
    }
  }
}
