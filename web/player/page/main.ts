/** The watch page: puts the parts together. Read `watch.ts` first, then `session.ts`. */
import mpegts from 'mpegts.js';
import { PageAddress, type Transport } from './address';
import { ClockSync } from './clock-sync';
import { exposeDebug } from './debug';
import { fetchInfo, type StreamInfo } from './info';
import { messageFor } from './message';
import { newSessionName, reportOf, send } from './report';
import { Session, type SessionObserver } from './session';
import { Still } from './still';
import { firstLanguage, remember, textsFor, type Language } from './text';
import { View } from './view';
import { ViewerStats } from './viewer-stats';
import { Watch, type OpenSession } from './watch';

const REPORT_MS = 10_000;
const REFRESH_MS = 500;

mpegts.LoggingControl.applyConfig({ enableAll: false });

const address = new PageAddress(new URL(location.href));
const stats = new ViewerStats();
const clock = new ClockSync(address.clock());
const name = newSessionName();
const playable = mpegts.isSupported();
let language: Language = firstLanguage(address.own('lang'), navigator.languages);
let wishedAtMs = 0; // opening the page is the first wish
let hiddenSinceWish = document.hidden;

const view = new View(
  {
    togglePlay,
    choose: (transport) => watch.choose(transport),
    toggleLanguage,
    refresh,
  },
  address.own('stats') === '1',
);
const still = new Still(view.video, view.still);

const watch = new Watch(
  {
    fetchInfo: () => fetchInfo(address.endpoint('info')),
    open: (info, transport, observer) => (playable ? newSession(info, transport, observer) : unplayable(observer)),
    changed: show,
    wished: () => {
      wishedAtMs = watch.state.kind === 'loading' && !stats.pictureSeen ? 0 : performance.now();
      hiddenSinceWish = document.hidden;
    },
    interrupted: () => stats.play.interrupt(performance.now()),
    stopped: () => stats.play.stop(performance.now()),
  },
  firstTransport(),
);

function firstTransport(): Transport {
  return address.own('transport') === 'wsflv' ? 'wsflv' : 'flv';
}

function newSession(info: StreamInfo, transport: Transport, observer: SessionObserver): OpenSession {
  const onPicture = (): void => {
    still.clear();
    notePicture();
    observer.onPicture();
  };
  const url = address.media(transport, info.formats);
  return new Session(view.video, url, info.pace, stats, clock, { ...observer, onPicture }, still);
}

/** Where the browser has no Media Source Extensions. */
function unplayable(observer: SessionObserver): OpenSession {
  queueMicrotask(() => observer.onEnd({ kind: 'unsupported' }));
  return { stalled: false, close: () => undefined, playedOut: () => Promise.resolve(), unblock: () => undefined };
}

function notePicture(): void {
  if (stats.pictureSeen) {
    return;
  }
  stats.pictureSeen = true;
  stats.firstPictureMs = hiddenSinceWish ? null : performance.now() - wishedAtMs;
  report();
  setInterval(report, REPORT_MS);
}

function report(): void {
  if (stats.pictureSeen) {
    send(address.endpoint('report'), reportOf(name, watch.transport, stats, performance.now()));
  }
}

function togglePlay(): void {
  switch (watch.state.kind) {
    case 'paused':
      watch.resume();
      break;
    case 'blocked':
      watch.unblock();
      break;
    case 'playing':
    case 'stalled':
    case 'connecting':
    case 'reconnecting':
      watch.pause();
      break;
    default:
      watch.hurry();
  }
}

function toggleLanguage(): void {
  language = language === 'en' ? 'zh' : 'en';
  remember(language);
  speak();
}

function speak(): void {
  view.setTexts(textsFor(language), language);
  show();
}

function show(): void {
  const { state, info, transport } = watch;
  if (state.kind === 'offline') {
    still.clear();
  }
  view.showState(state, info, messageFor(state, info, textsFor(language), playable), transport);
  view.showFormats(info?.formats ?? {}, address);
  refresh();
}

function refresh(): void {
  view.showStatistics({ stats, clock, info: watch.info, transport: watch.transport === 'flv' ? 'HTTP-FLV' : 'WebSocket-FLV' });
}

view.showName(address.name);
speak();
exposeDebug(name, watch, stats, clock);
setInterval(refresh, REFRESH_MS);
addEventListener('pagehide', report);
addEventListener('online', () => watch.hurry());
document.addEventListener('visibilitychange', () => {
  hiddenSinceWish ||= document.hidden;
  if (document.hidden) {
    report();
    stats.delay.clear(); // pictures that nobody sees are not measured
  } else {
    clock.start();
    watch.hurry();
  }
});
clock.start();
watch.start();
