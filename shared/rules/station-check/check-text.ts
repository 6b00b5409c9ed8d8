import type { CheckedOn, MonitorCheck, PicturesCheck, StationCheck } from '../../model/station-check.ts';
import { judgeReadings, READING_GREYS, wantedLuminances } from './monitor-readings.ts';
import { TEST_PATTERNS } from './patterns.ts';
import { hasPassed } from './standing.ts';

export const STEP_NAMES: Readonly<Record<PicturesCheck['steps'][number]['id'], string>> = {
  decoding: 'Decoding',
  grey: 'Grey levels',
  geometry: 'Geometry',
  measurement: 'Measurement',
  'frame-rate': 'Frame rate',
  memory: 'Memory',
};

/** A record as text to print, lines ending in a line feed. Nothing of a patient is in it. */
export function checkText({ checkId, at, byName, result }: StationCheck): string {
  const title = result.kind === 'pictures' ? 'CHECK OF THE PICTURES OF THIS STATION' : 'CHECK OF A MONITOR';
  const lines = [
    ...[title, '', `Result        ${hasPassed(result) ? 'PASSED' : 'FAILED'}`],
    ...[`When          ${at} (UTC)`, `Who           ${byName}`, `Record        ${checkId}`, ''],
    ...placeLines(result.on),
    '',
    ...(result.kind === 'pictures' ? pictureLines(result) : monitorLines(result)),
  ];
  return `${lines.join('\n')}\n`;
}

function placeLines({ version, electron, chromium, platform, renderer, driver, monitor }: CheckedOn): string[] {
  return [
    `Program       Nightjar ${version}, Electron ${electron}, Chromium ${chromium}, ${platform}`,
    `Graphics      ${renderer || 'no graphics card with WebGL'}`,
    `Driver        ${driver || 'not said by the system'}`,
    `Monitor       ${monitor === null ? 'not known' : `${monitor.name}, scale ${monitor.scale}, ${monitor.depth ?? '?'} bits of a colour`}`,
  ];
}

function pictureLines({ steps }: PicturesCheck): string[] {
  return steps.flatMap(({ id, state, found, lines, ms }) => [
    `${STEP_NAMES[id].padEnd(14)}${state.toUpperCase().padEnd(9)}${found} (${(ms / 1000).toFixed(1)} s)`,
    ...lines.map((line) => `              ${line}`),
  ]);
}

function monitorLines({ wholeScreen, answers, readings }: MonitorCheck): string[] {
  const title = (id: string): string => TEST_PATTERNS.find((one) => one.id === id)?.title ?? id;
  return [
    `Patterns ${wholeScreen ? 'over the whole monitor' : 'over a part of the monitor only'}`,
    ...answers.flatMap(({ pattern, pass, note }) => [
      `  ${pass ? 'pass' : 'FAIL'}  ${title(pattern)}`,
      ...(note === '' ? [] : [`        ${note}`]),
    ]),
    '',
    ...(readings === null ? ['Not measured with a photometer'] : readingLines(readings)),
  ];
}

function readingLines({ instrument, luminances }: NonNullable<MonitorCheck['readings']>): string[] {
  const judged = judgeReadings(luminances);
  const wanted = wantedLuminances(luminances[0] ?? NaN, luminances.at(-1) ?? NaN);
  return [
    `Measured with ${instrument || 'a photometer that was not named'}: ${judged.ok ? 'within the limits' : judged.faults.join('; ')}`,
    '  grey   cd/m²      wanted     contrast off by',
    ...READING_GREYS.map((grey, at) => {
      const off = at === 0 ? null : (judged.deviations?.[at - 1] ?? null);
      return [
        `  ${String(grey).padStart(4)}   ${figure(luminances[at]).padEnd(10)} ${figure(wanted?.[at]).padEnd(10)}`,
        off === null ? '' : `${(off * 100).toFixed(1)} %`,
      ]
        .join(' ')
        .trimEnd();
    }),
  ];
}

function figure(value: number | undefined): string {
  return value === undefined || Number.isNaN(value) ? '–' : value.toFixed(2);
}
