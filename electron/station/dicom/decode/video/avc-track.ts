import { AppError } from '../../../../../shared/errors/app-error.ts';
import { MOST_VIDEO_SAMPLES } from '../../../../../shared/model/video-track.ts';
import type { VideoSample, VideoTrack } from '../../../../../shared/model/video-track.ts';
import { boxes, child, damagedVideo, table, u32, u64 } from './mp4-boxes.ts';
import type { Box } from './mp4-boxes.ts';

export interface AvcTrack {
  readonly track: VideoTrack;
  /** The decoder's configuration, then each sample, as they lie in the file. */
  readonly parts: readonly Uint8Array[];
}

/**
 * The picture track of an MP4 file with H.264 (ISO 14496-12, 14496-15). Sound and subtitles are left out.
 * @throws AppError dicom/pixel-data-damaged, dicom/pixel-data-incomplete, dicom/unsupported-pixel-format, dicom/too-large
 */
export function avcTrack(file: Uint8Array): AvcTrack {
  if (String.fromCharCode(...file.subarray(4, 8)) !== 'ftyp') throw unsupported('the video is not in an MP4 file');
  const media = pictures(boxes(child(boxes(file), 'moov').data));
  const tables = boxes(child(boxes(child(media, 'minf').data), 'stbl').data);
  const entry = boxes(child(tables, 'stsd').data.subarray(8))[0];
  if (entry?.kind !== 'avc1' && entry?.kind !== 'avc3') throw unsupported('the video is not H.264');
  // The visual sample entry has 78 bytes before its boxes (ISO 14496-12 12.1.3).
  const configuration = child(boxes(entry.data.subarray(78)), 'avcC').data;
  const places = samplePlaces(file, tables);
  const times = sampleTimes(tables, timescale(media), places.length);
  const sync = new Set(tables.find(({ kind }) => kind === 'stss') ? numbers(child(tables, 'stss')) : null);
  const all = sync.size === 0;
  const samples = places.map(({ length }, index): VideoSample => ({
    bytes: length,
    sync: all || sync.has(index + 1),
    time: times[index] ?? 0,
  }));
  if (samples[0]?.sync !== true) throw damagedVideo('the video does not begin with a whole picture');
  const profile = [...configuration.subarray(1, 4)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  const track = {
    codec: `avc1.${profile.toUpperCase()}`,
    columns: u32(entry.data, 24) >>> 16,
    rows: u32(entry.data, 24) & 0xffff,
    ...{ description: configuration.length, samples },
  };
  return { track, parts: [configuration, ...places] };
}

/** Boxes of the first track of pictures. */
function pictures(movie: readonly Box[]): readonly Box[] {
  for (const track of movie.filter(({ kind }) => kind === 'trak')) {
    const media = boxes(child(boxes(track.data), 'mdia').data);
    if (String.fromCharCode(...child(media, 'hdlr').data.subarray(8, 12)) === 'vide') return media;
  }
  throw unsupported('the file has no track of pictures');
}

function timescale(media: readonly Box[]): number {
  const { data } = child(media, 'mdhd');
  const scale = u32(data, data[0] === 1 ? 20 : 12);
  if (scale === 0) throw damagedVideo('the video has no clock');
  return scale;
}

function numbers(box: Box): readonly number[] {
  return table(box, 4).map((entry) => u32(entry, 0));
}

/** Bytes of each sample: their sizes (stsz), shared out among chunks (stsc) that lie at stco or co64. */
function samplePlaces(file: Uint8Array, tables: readonly Box[]): readonly Uint8Array[] {
  const sizes = child(tables, 'stsz');
  const [common, count] = [u32(sizes.data, 4), u32(sizes.data, 8)];
  if (count === 0) throw damagedVideo('the video has no pictures');
  if (count > MOST_VIDEO_SAMPLES)
    throw new AppError('dicom/too-large', 'the video has more pictures than there can be');
  const each = common === 0 ? table(sizes, 4, 4).map((entry) => u32(entry, 0)) : null;
  const wide = tables.find(({ kind }) => kind === 'co64');
  const chunks = wide ? table(wide, 8).map((entry) => u64(entry, 0)) : numbers(child(tables, 'stco'));
  const runs = table(child(tables, 'stsc'), 12).map((run) => ({ first: u32(run, 0), samples: u32(run, 4) }));
  const places: Uint8Array[] = [];
  let run = 0;
  for (let chunk = 0; chunk < chunks.length && places.length < count; chunk += 1) {
    while (run + 1 < runs.length && (runs[run + 1]?.first ?? 0) <= chunk + 1) run += 1;
    let at = chunks[chunk] ?? 0;
    for (let own = runs[run]?.samples ?? 0; own > 0 && places.length < count; own -= 1) {
      const size = each ? (each[places.length] ?? 0) : common;
      if (at + size > file.length) throw new AppError('dicom/pixel-data-incomplete', 'the video ends early');
      places.push(file.subarray(at, at + size));
      at += size;
    }
  }
  if (places.length !== count) throw damagedVideo('its tables do not name every picture');
  return places;
}

/** When each sample is shown, in microseconds: how long each lasts (stts), and how much later than decoded (ctts). */
function sampleTimes(tables: readonly Box[], scale: number, count: number): readonly number[] {
  const lasts = spread(child(tables, 'stts'), count, (entry) => u32(entry, 4));
  const offsets = tables.find(({ kind }) => kind === 'ctts');
  const later = offsets ? spread(offsets, count, (entry) => u32(entry, 4) | 0) : null;
  let decoded = 0;
  const shown = lasts.map((last, index) => {
    const time = decoded + (later?.[index] ?? 0);
    decoded += last;
    return time;
  });
  const first = shown.reduce((least, time) => Math.min(least, time), Infinity);
  const times = shown.map((time) => Math.round(((time - first) * 1e6) / scale));
  if (new Set(times).size !== times.length) throw damagedVideo('two of its pictures have one time');
  return times;
}

/** A table of runs (count, value) as one value each. */
function spread(box: Box, count: number, value: (entry: Uint8Array) => number): readonly number[] {
  const out: number[] = [];
  for (const entry of table(box, 8)) {
    for (let left = u32(entry, 0); left > 0 && out.length < count; left -= 1) out.push(value(entry));
  }
  if (out.length !== count) throw damagedVideo(`the ${box.kind} table is of another length than the video`);
  return out;
}

function unsupported(message: string): AppError {
  return new AppError('dicom/unsupported-pixel-format', message);
}
