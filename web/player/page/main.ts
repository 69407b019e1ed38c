/** The watch page: puts the parts together. Read `watch.ts` first, then `session.ts`. */
import { PageAddress } from './address';
import { ClockSync } from './clock-sync';
import { exposeDebug } from './debug';
import { FlvSession } from './flv-session';
import { capabilitiesOf, offered, pick, type Choice, type Format } from './format';
import { fetchInfo, type StreamInfo } from './info';
import { LazySession } from './lazy-session';
import { messageFor } from './message';
import { newSessionName, reportOf, send } from './report';
import { NativeSession } from './native-session';
import type { SessionObserver, SessionTools } from './session';
import { Still } from './still';
import { firstLanguage, remember, textsFor, type Language } from './text';
import { View } from './view';
import { ViewerStats } from './viewer-stats';
import { Watch, type OpenSession } from './watch';

const REPORT_MS = 10_000;
const REFRESH_MS = 500;

const address = new PageAddress(new URL(location.href));
const stats = new ViewerStats();
const clock = new ClockSync(address.clock());
const name = newSessionName();
let language: Language = firstLanguage(address.own('lang'), navigator.languages);
let wishedAtMs = 0; // opening the page is the first wish
let hiddenSinceWish = document.hidden;

const view = new View(
  {
    togglePlay,
    choose,
    toggleLanguage,
    refresh,
  },
  address.own('stats') === '1',
);
const still = new Still(view.video, view.still);
const browser = capabilitiesOf(view.video);
const tools: SessionTools = { video: view.video, stats, clock, still };

const watch = new Watch(
  {
    fetchInfo: () => fetchInfo(address.endpoint('info')),
    pick: (info, choice, failed) => pick(info, choice, failed, browser),
    open: newSession,
    changed: show,
    wished: () => {
      wishedAtMs = watch.state.kind === 'loading' && !stats.pictureSeen ? 0 : performance.now();
      hiddenSinceWish = document.hidden;
    },
    interrupted: () => stats.play.interrupt(performance.now()),
    stopped: () => stats.play.stop(performance.now()),
  },
  address.choice(),
);

function newSession(info: StreamInfo, format: Format, seenBy: SessionObserver): OpenSession {
  const onPicture = (): void => {
    still.clear();
    notePicture();
    seenBy.onPicture();
  };
  const observer = { ...seenBy, onPicture };
  // a managed media source opens only where nothing can take the picture elsewhere
  view.video.disableRemotePlayback = format !== 'hls';
  const source = { url: address.media(format, info.formats), format, info };
  switch (format) {
    case 'flv':
    case 'wsflv':
      return new FlvSession(source, tools, observer);
    case 'll':
    case 'fmp4':
    case 'ts':
      return new LazySession(async () => {
        const { HlsSession } = await import('./hls-session');
        return () => new HlsSession(source, tools, observer);
      }, observer);
    case 'dash':
      return new LazySession(async () => {
        const { DashSession } = await import('./dash-session');
        return () => new DashSession(source, tools, observer);
      }, observer);
    case 'hls':
      return new NativeSession(source, tools, observer);
  }
}

function choose(choice: Choice): void {
  history.replaceState(history.state, '', address.withChoice(choice));
  watch.choose(choice);
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
  if (stats.pictureSeen && watch.format !== null) {
    send(address.endpoint('report'), reportOf(name, watch.format, stats, performance.now()));
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
  const { state, info, choice, format } = watch;
  if (state.kind === 'offline') {
    still.clear();
  }
  const playable = browser.mse || browser.nativeHls;
  view.showState(state, info, messageFor(state, info, textsFor(language), playable));
  view.showChoice(offered(info, browser), choice, format);
  view.showFormats(info?.formats ?? {}, address);
  refresh();
}

function refresh(): void {
  view.showStatistics({ stats, clock, info: watch.info, format: watch.format });
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
