/** Where the program runs, as far as it decides which switches it takes. */
export interface SwitchPlace {
  /** A checkout, or a package made for tests. */
  readonly debuggable: boolean;
  readonly platform: NodeJS.Platform;
  /** 0 is root; null where there are no such numbers. */
  readonly userId: number | null;
}

/** Switches of Chromium and Node that let somebody else look in, run code, or weaken the walls. Names without dashes. */
const REFUSED: ReadonlySet<string> = new Set([
  'allow-file-access-from-files',
  'allow-running-insecure-content',
  'allow-sandbox-debugging',
  'auto-open-devtools-for-tabs',
  'browser-subprocess-path',
  'cpu-profile-dir',
  'crash-dumps-dir',
  'diagnostic-dir',
  'disable-extensions-except',
  'disable-gpu-sandbox',
  'disable-namespace-sandbox',
  'disable-seccomp-filter-sandbox',
  'disable-setuid-sandbox',
  'disable-site-isolation-trials',
  'disable-web-security',
  'enable-automation',
  'enable-blink-features',
  'enable-logging',
  'enable-net-benchmarking',
  'experimental-web-platform-features',
  'gpu-launcher',
  'heap-prof',
  'host-resolver-rules',
  'host-rules',
  'ignore-certificate-errors',
  'ignore-certificate-errors-spki-list',
  'js-flags',
  'load-extension',
  'log-file',
  'log-net-log',
  'net-log-capture-mode',
  'no-zygote',
  'proxy-bypass-list',
  'proxy-pac-url',
  'proxy-server',
  'remote-allow-origins',
  'remote-debugging-address',
  'remote-debugging-pipe',
  'remote-debugging-port',
  'remote-debugging-targets',
  'renderer-cmd-prefix',
  'single-process',
  'ssl-key-log-file',
  'trace-startup',
  'trace-startup-file',
  'unsafely-disable-devtools-self-xss-warnings',
  'unsafely-treat-insecure-origin-as-secure',
  'user-data-dir',
  'utility-cmd-prefix',
  'webdriver-bidi',
]);

/** Whole families: Node's debugger, its environment and code that it loads first. */
const REFUSED_STARTS = ['inspect', 'debug-', 'cpu-prof', 'heap-prof', 'heapsnapshot', 'report-on', 'expose'] as const;
const REFUSED_SHORT: ReadonlySet<string> = new Set(['-r', '--require', '--import', '--loader', '-e', '--eval', '-p']);

/**
 * The switches among the arguments that this program does not start with, each once, without values.
 * @param args without the program's own path
 */
export function refusedSwitches(args: readonly string[], place: SwitchPlace): readonly string[] {
  if (place.debuggable) return [];
  const found = new Set<string>();
  for (const arg of args) {
    // Chromium ends its switches here; what follows are words.
    if (arg === '--') break;
    const name = switchName(arg, place.platform);
    if (name === null) continue;
    const isFamily = REFUSED_STARTS.some((start) => name.startsWith(start));
    if (REFUSED.has(name) || isFamily) found.add(`--${name}`);
    else if (REFUSED_SHORT.has(arg.split('=')[0] ?? '')) found.add(arg.split('=')[0] ?? '');
    // Chromium refuses to run as root with its sandbox on; everybody else keeps it.
    else if (name === 'no-sandbox' && !(place.platform === 'linux' && place.userId === 0)) found.add('--no-sandbox');
  }
  return [...found];
}

/** Chromium takes one dash or two, and a slash on Windows; names there do not mind case. */
function switchName(arg: string, platform: NodeJS.Platform): string | null {
  const match = (platform === 'win32' ? /^(?:--?|\/)([^=]+)/ : /^--?([^=]+)/).exec(arg);
  const name = match?.[1];
  if (name === undefined) return null;
  return (platform === 'win32' ? name.toLowerCase() : name).replaceAll('_', '-');
}
