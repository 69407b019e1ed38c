/** Everything that the page says, in English and Chinese. */
import type { Format } from './format';

export type Language = 'en' | 'zh';

const en = {
  offlineTitle: 'Not live right now',
  offlineText: 'Playback starts here by itself as soon as the broadcast begins.',
  unreachableTitle: 'The server does not answer',
  unreachableText: 'Trying again every two seconds.',
  refusedTitle: 'This stream cannot be watched',
  refusedText: 'The server refused the request (HTTP {status}).',
  waitingTitle: 'The broadcaster’s connection was interrupted',
  waitingText: 'Playback goes on here by itself when it is back.',
  reconnecting: 'Connection lost. Reconnecting…',
  connecting: 'Connecting…',
  stalled: 'Buffering…',
  unsupportedTitle: 'This browser cannot play this stream',
  unsupportedText: 'It is broadcast in {codecs}. Open one of the addresses below in another player.',
  unsupportedChosen: 'It is broadcast in {codecs}, which this browser does not play as {format}. Choose another format, or open one of the addresses below in another player.',
  unsupportedNoMse: 'It has no Media Source Extensions. Open one of the addresses below in another player.',
  anUnknownFormat: 'a format it does not know',
  audioOnly: 'Sound only',
  live: 'Live',
  offline: 'Offline',
  play: 'Play',
  pause: 'Pause',
  unmute: 'Turn sound on',
  mute: 'Turn sound off',
  volume: 'Volume',
  tapForSound: 'Tap for sound',
  fullScreen: 'Full screen',
  leaveFullScreen: 'Leave full screen',
  statistics: 'Statistics',
  format: 'Format',
  formatsTitle: 'Watch elsewhere',
  formatsText: 'The same stream, for other players.',
  copy: 'Copy',
  copied: 'Copied',
  copyFailed: 'Select and copy the address',
  language: '中文',
  keys: 'Keys: space plays and pauses, m turns sound on and off, f fills the screen, s shows statistics.',
  delay: 'Delay',
  statResolution: 'Resolution',
  statFps: 'Frame rate',
  statBitrate: 'Bitrate',
  statBuffer: 'Buffer',
  statEdge: 'Behind the live edge',
  statStalls: 'Stalls',
  statDropped: 'Dropped frames',
  statRate: 'Playback rate',
  statDelay: 'Delay, ingest to screen',
  statClock: 'Clock offset',
  statFirst: 'First picture',
  statFormat: 'Format',
  statCodecs: 'Codecs',
  statProfile: 'Profile',
  fmtFlv: 'HTTP-FLV',
  fmtWsflv: 'WebSocket-FLV',
  fmtRtmp: 'RTMP',
  fmtRtmps: 'RTMPS',
  fmtHls: 'HLS',
  fmtLl: 'Low-latency HLS',
  fmtFmp4: 'HLS (fMP4)',
  fmtTs: 'HLS (MPEG-TS)',
  fmtNative: 'HLS (browser)',
  fmtAuto: 'Automatic',
  fmtDash: 'DASH',
  fmtWhep: 'WebRTC (WHEP)',
  fmtSrt: 'SRT',
};

export type Texts = typeof en;

const zh: Texts = {
  offlineTitle: '当前未开播',
  offlineText: '开播后将在此自动播放。',
  unreachableTitle: '服务器没有响应',
  unreachableText: '每两秒重试一次。',
  refusedTitle: '无法观看此直播',
  refusedText: '服务器拒绝了请求（HTTP {status}）。',
  waitingTitle: '主播的连接中断了',
  waitingText: '恢复后将在此自动继续播放。',
  reconnecting: '连接已断开，正在重连…',
  connecting: '正在连接…',
  stalled: '正在缓冲…',
  unsupportedTitle: '此浏览器无法播放该直播',
  unsupportedText: '该直播的编码为 {codecs}。请用其他播放器打开下面的地址。',
  unsupportedChosen: '该直播的编码为 {codecs}，此浏览器无法以 {format} 播放。请选择其他格式，或用其他播放器打开下面的地址。',
  unsupportedNoMse: '浏览器不支持 Media Source Extensions。请用其他播放器打开下面的地址。',
  anUnknownFormat: '未知格式',
  audioOnly: '仅音频',
  live: '直播中',
  offline: '未开播',
  play: '播放',
  pause: '暂停',
  unmute: '打开声音',
  mute: '静音',
  volume: '音量',
  tapForSound: '点击打开声音',
  fullScreen: '全屏',
  leaveFullScreen: '退出全屏',
  statistics: '统计信息',
  format: '播放格式',
  formatsTitle: '其他播放方式',
  formatsText: '同一路直播，供其他播放器使用。',
  copy: '复制',
  copied: '已复制',
  copyFailed: '请手动选择并复制',
  language: 'English',
  keys: '快捷键：空格播放或暂停，m 开关声音，f 全屏，s 统计信息。',
  delay: '延迟',
  statResolution: '分辨率',
  statFps: '帧率',
  statBitrate: '码率',
  statBuffer: '缓冲',
  statEdge: '距直播点',
  statStalls: '卡顿',
  statDropped: '丢帧',
  statRate: '播放速度',
  statDelay: '延迟（推流到画面）',
  statClock: '时钟偏差',
  statFirst: '首屏时间',
  statFormat: '播放格式',
  statCodecs: '编码',
  statProfile: '延迟档位',
  fmtFlv: 'HTTP-FLV',
  fmtWsflv: 'WebSocket-FLV',
  fmtRtmp: 'RTMP',
  fmtRtmps: 'RTMPS',
  fmtHls: 'HLS',
  fmtLl: '低延迟 HLS',
  fmtFmp4: 'HLS（fMP4）',
  fmtTs: 'HLS（MPEG-TS）',
  fmtNative: 'HLS（浏览器自带）',
  fmtAuto: '自动',
  fmtDash: 'DASH',
  fmtWhep: 'WebRTC（WHEP）',
  fmtSrt: 'SRT',
};

/** What the formats that the page plays are called. */
export const FORMAT_TEXTS: Record<Format, keyof Texts> = {
  flv: 'fmtFlv',
  wsflv: 'fmtWsflv',
  ll: 'fmtLl',
  fmp4: 'fmtFmp4',
  ts: 'fmtTs',
  dash: 'fmtDash',
  hls: 'fmtNative',
};

const STORED = 'freshet.language';

export function textsFor(language: Language): Texts {
  return language === 'zh' ? zh : en;
}

/** `?lang=` wins over what was chosen before, and that over the browser's own. */
export function firstLanguage(asked: string | null, browser: readonly string[]): Language {
  const wishes = [asked, stored(), ...browser];
  const wish = wishes.find((tag) => tag !== null && /^(en|zh)\b/i.test(tag));
  return wish?.toLowerCase().startsWith('zh') === true ? 'zh' : 'en';
}

export function remember(language: Language): void {
  try {
    localStorage.setItem(STORED, language);
  } catch {
    // private mode: it is chosen anew next time
  }
}

/** Puts values into `{name}` places. */
export function fill(text: string, values: Record<string, string | number>): string {
  return text.replace(/\{(\w+)\}/g, (place, name: string) => String(values[name] ?? place));
}

function stored(): string | null {
  try {
    return localStorage.getItem(STORED);
  } catch {
    return null;
  }
}
