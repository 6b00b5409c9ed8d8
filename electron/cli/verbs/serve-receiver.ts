import { AppError } from '../../../shared/errors/app-error.ts';
import { ADMINISTRATION } from '../../../shared/contract/roles.ts';
import { usage } from '../arguments.ts';
import type { Arguments } from '../arguments.ts';
import { onStopSignal } from '../stop-signal.ts';
import type { Verb } from '../verb.ts';

const LONGEST_SECONDS = 7 * 86_400;

export const serveReceiverVerb: Verb = {
  name: 'serve-receiver',
  usage: 'serve-receiver [--seconds N]',
  help: `Listens where sources name a receiver of this station (source add --receiver-ae …), for those sites alone, and fetches what is
to be fetched, until Ctrl C or for N seconds. The window does the same while it is open.
Prints { listening: [{ source, ae, host, port }] }.`,
  options: { seconds: 'value' },
  roles: ADMINISTRATION,
  makes: true,
  check: (args) => void secondsOf(args),
  async run({ station, args, say }) {
    const { transfers } = station.rooms;
    const listening = transfers.sources.all().flatMap(({ settings }) => {
      if (settings.kind !== 'dimse' || settings.receiver === null) return [];
      return [{ source: settings.name, ...settings.receiver }];
    });
    if (listening.length === 0) throw new AppError('source/no-such-way', 'no source names a receiver of this station');
    transfers.start();
    for (const { source, ae, host, port } of listening) say(`${source}: ${ae} at ${host}:${port}`);
    await untilStopped(secondsOf(args));
    return { listening };
  },
};

function secondsOf(args: Arguments): number | null {
  const given = args.value('seconds');
  if (given === null) return null;
  const seconds = Number(given);
  if (Number.isInteger(seconds) && seconds > 0 && seconds <= LONGEST_SECONDS) return seconds;
  throw usage(`--seconds is a whole number up to ${LONGEST_SECONDS}`);
}

function untilStopped(seconds: number | null): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => end(), (seconds ?? LONGEST_SECONDS) * 1000);
    const deafen = onStopSignal(() => end());
    const end = (): void => {
      clearTimeout(timer);
      deafen();
      resolve();
    };
  });
}
