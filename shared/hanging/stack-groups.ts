import type { SeriesFrame } from '../dicom/sort-frames.ts';
import { displayNormal } from '../dicom/sort-images.ts';
import type { Orientation, Vec3 } from '../model/image.ts';
import { dot, length } from '../rules/vector.ts';
import { planeWord } from './plane-words.ts';
import type { StackBy, StackRules } from './stack-rules.ts';

/** Pictures that are alike in one respect, with the words that say in which way; '' where nobody said. */
export interface StackGroup {
  readonly name: string;
  readonly frames: readonly SeriesFrame[];
}

/** Splits pictures by one attribute, in the order of its values; one group where it tells nothing apart. */
export function groupsBy(by: StackBy, frames: readonly SeriesFrame[], rules: StackRules): readonly StackGroup[] {
  const { limits } = rules;
  switch (by) {
    case 'place':
      return named(frames, (one) => (isPlaced(one) ? 'with position' : 'without position'));
    case 'type':
      return named(frames, (one) => typeNames(one, rules).join(', '), 'original');
    case 'direction':
      return numbered(
        clusters(frames, directionOf, (a, b) => sameDirection(a, b, limits.directionDegrees)),
        directionName,
      );
    case 'matrix':
      return named(frames, matrixName);
    case 'spacing':
      return numbered(
        clusters(
          frames,
          ({ info }) => info.pixelSpacing,
          (a, b) => alike(a, b, limits.spacingShare),
        ),
        ({ info }) => (info.pixelSpacing ? `pixels of ${round(info.pixelSpacing[1])} mm` : 'no pixel spacing'),
      );
    case 'stack':
      return named(frames, ({ info }) => (info.stack?.id ? `stack ${info.stack.id}` : ''), 'no stack');
    case 'bValue':
      return byNumber(
        frames,
        ({ info }) => info.acquired?.bValue ?? null,
        (b) => `b ${round(b)}`,
        'no b-value',
      );
    case 'echo':
      return echoes(frames, limits.sameEchoMs);
    case 'temporal':
      return counted(
        byNumber(frames, ({ info }) => info.temporalPosition, String, ''),
        'phase',
      );
    case 'cardiacPhase':
      return byNumber(
        frames,
        ({ info }) => info.acquired?.cardiacPhase ?? null,
        (percent) => `heart phase ${round(percent)} %`,
        'no heart phase',
      );
    case 'gradient':
      return counted(
        numbered(
          clusters(
            frames,
            ({ info }) => info.acquired?.gradient ?? null,
            (a, b) => angle(a, b) <= limits.sameGradientDegrees,
          ),
          () => '',
        ),
        'direction',
      );
    case 'derived':
      return named(frames, (one) => (typeValues(one)[0] === 'DERIVED' ? 'derived' : 'original'));
    case 'acquisition':
      return byNumber(frames, acquisitionOf, (number) => `acquisition ${number}`, 'no acquisition number');
    case 'trigger':
      return ranked(frames, ({ info }) => info.acquired?.triggerTime ?? null, limits.samePlaceMm, 'heart phase');
    case 'acquisitionTime':
      return ranked(frames, timeOf, limits.samePlaceMm, 'pass');
  }
}

export function isPlaced({ info }: SeriesFrame): boolean {
  return info.position !== null && info.orientation !== null;
}

/** Words for what kind of picture it is. */
export function typeNames(one: SeriesFrame, { types }: StackRules): readonly string[] {
  const values = typeValues(one).slice(2);
  return types
    .filter(({ of }) => of === undefined || of.includes(one.image.modality ?? ''))
    .filter((type) => type.values.some((value) => values.includes(value)))
    .map(({ name }) => name);
}

function typeValues({ image, info }: SeriesFrame): readonly string[] {
  return (info.acquired?.frameType ?? image.imageType).map((value) => value.trim().toUpperCase());
}

/** Place along the normal in steps of `least` mm, as a key; null without a place. */
export function placeKey({ info }: SeriesFrame, least: number): string | null {
  const { position, orientation } = info;
  if (!position || !orientation) return null;
  return String(Math.round(dot(position, displayNormal(orientation)) / least));
}

function acquisitionOf({ image, info }: SeriesFrame): number | null {
  return info.acquired?.acquisitionNumber ?? image.acquisitionNumber;
}

function timeOf({ image }: SeriesFrame): number | null {
  const { acquisitionDate, acquisitionTime } = image;
  const time = Number(acquisitionTime ?? NaN);
  return Number.isFinite(time) ? Number(acquisitionDate ?? 0) * 1e6 + time : null;
}

function matrixName({ image }: SeriesFrame): string {
  const { columns = 0, rows = 0, samplesPerPixel = 1 } = image.pixels ?? {};
  return `${columns} × ${rows}${samplesPerPixel > 1 ? ' in colour' : ''}`;
}

function echoes(frames: readonly SeriesFrame[], same: number): readonly StackGroup[] {
  const step = (ms: number): number => Math.round(ms / same) * same;
  const byTime = byNumber(
    frames,
    ({ info }) => (info.acquired?.echoTime === undefined ? null : step(info.acquired.echoTime)),
    (ms) => `TE ${round(ms)} ms`,
    'no echo time',
  );
  if (byTime.length > 1) return byTime;
  return byNumber(
    frames,
    ({ info }) => info.acquired?.echoNumber ?? null,
    (echo) => `echo ${echo}`,
    'no echo number',
  );
}

function named(frames: readonly SeriesFrame[], nameOf: (one: SeriesFrame) => string, none = ''): readonly StackGroup[] {
  const groups = new Map<string, SeriesFrame[]>();
  for (const one of frames) put(groups, nameOf(one), one);
  return [...groups].map(([name, all]) => ({ name: name || none, frames: all }));
}

function byNumber(
  frames: readonly SeriesFrame[],
  valueOf: (one: SeriesFrame) => number | null,
  words: (value: number) => string,
  none: string,
): readonly StackGroup[] {
  const groups = new Map<number | null, SeriesFrame[]>();
  for (const one of frames) put(groups, valueOf(one), one);
  return [...groups]
    .sort(([a], [b]) => (a ?? Infinity) - (b ?? Infinity) || 0)
    .map(([value, all]) => ({ name: value === null ? none : words(value), frames: all }));
}

/** First at every place, second at every place …: only where every place has as many, and each says its value. */
function ranked(
  frames: readonly SeriesFrame[],
  valueOf: (one: SeriesFrame) => number | null,
  samePlace: number,
  what: string,
): readonly StackGroup[] {
  const places = new Map<string | null, { readonly one: SeriesFrame; readonly value: number }[]>();
  for (const one of frames) {
    const value = valueOf(one);
    if (value === null) return [{ name: '', frames }];
    put(places, placeKey(one, samePlace), { one, value });
  }
  const all = [...places.values()].map((here) => here.toSorted((a, b) => a.value - b.value));
  const count = all[0]?.length ?? 0;
  const told = all.every((here) => here.every(({ value }, i) => i === 0 || value > (here[i - 1]?.value ?? value)));
  if (!told || all.some((here) => here.length !== count)) return [{ name: '', frames }];
  return Array.from({ length: count }, (_, rank) => ({
    name: `${what} ${rank + 1} of ${count}`,
    frames: all.flatMap((here) => here[rank]?.one ?? []),
  }));
}

interface Cluster<T> {
  readonly value: T | null;
  readonly frames: SeriesFrame[];
}

/** By nearness to the first of each group. */
function clusters<T>(
  frames: readonly SeriesFrame[],
  valueOf: (one: SeriesFrame) => T | null,
  same: (a: T, b: T) => boolean,
): readonly Cluster<T>[] {
  const found: Cluster<T>[] = [];
  for (const one of frames) {
    const value = valueOf(one);
    const near = found.find((group) =>
      value === null || group.value === null ? value === group.value : same(group.value, value),
    );
    if (near) near.frames.push(one);
    else found.push({ value, frames: [one] });
  }
  return found;
}

/** Groups of one name are told apart by a number. */
function numbered<T>(groups: readonly Cluster<T>[], nameOf: (one: SeriesFrame) => string): readonly StackGroup[] {
  const names = groups.map(({ frames }) => (frames[0] ? nameOf(frames[0]) : ''));
  return groups.map(({ frames }, i) => {
    const name = names[i] ?? '';
    const alike = names.filter((other) => other === name).length;
    const rank = names.slice(0, i + 1).filter((other) => other === name).length;
    return { name: alike > 1 && name !== '' ? `${name} ${rank}` : name, frames };
  });
}

function counted(groups: readonly StackGroup[], what: string): readonly StackGroup[] {
  return groups.map(({ frames }, i) => ({ name: `${what} ${i + 1} of ${groups.length}`, frames }));
}

function directionOf({ info }: SeriesFrame): Orientation | null {
  return info.orientation;
}

function directionName({ info }: SeriesFrame): string {
  return info.orientation ? planeWord(info.orientation) : 'no direction';
}

function sameDirection(a: Orientation, b: Orientation, degrees: number): boolean {
  if (a.every((value, at) => value === b[at])) return true;
  return [0, 3].every((from) => angle(axis(a, from), axis(b, from)) <= degrees);
}

function axis(orientation: Orientation, from: number): Vec3 {
  return [orientation[from] ?? 0, orientation[from + 1] ?? 0, orientation[from + 2] ?? 0];
}

function alike(a: readonly [number, number], b: readonly [number, number], share: number): boolean {
  return [0, 1].every((at) => Math.abs((a[at] ?? 0) - (b[at] ?? 0)) <= share * (a[at] ?? 0));
}

/** Degrees between two directions. */
function angle(a: Vec3, b: Vec3): number {
  const cosine = dot(a, b) / (length(a) * length(b));
  return (Math.acos(Math.min(1, Math.max(-1, cosine))) * 180) / Math.PI;
}

function round(value: number): string {
  return String(Number(value.toPrecision(4)));
}

function put<K, T>(groups: Map<K, T[]>, key: K, one: T): void {
  const group = groups.get(key);
  if (group) group.push(one);
  else groups.set(key, [one]);
}
