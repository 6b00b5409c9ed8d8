import path from 'node:path';

export interface CommandLine {
  /** Folder of the store. */
  readonly dataDir: string;
  /** Chromium's own profile and our log: beside the store when one was named, so that two stores share nothing. */
  readonly profileDir: string;
  /** Writes a picture of the window here once it has settled; null for none. */
  readonly screenshot: string | null;
}

/** Reads `--data DIR`; the environment serves launchers and tests. */
export function readCommandLine(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  userData: string,
): CommandLine {
  const at = args.indexOf('--data');
  const given = at >= 0 ? args[at + 1] : args.find((arg) => arg.startsWith('--data='))?.slice('--data='.length);
  const named = given ?? env['NIGHTJAR_DATA'];
  const dataDir = path.resolve(named ?? path.join(userData, 'store'));
  const profileDir = named === undefined ? userData : path.join(dataDir, 'window');
  return { dataDir, profileDir, screenshot: env['NIGHTJAR_SCREENSHOT'] || null };
}
