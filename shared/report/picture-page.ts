import { KEY_TITLES } from '../model/key-image.ts';
import type { ReportedPicture } from '../model/reported-picture.ts';
import type { EdgeLetters } from '../rules/orientation.ts';
import { isoDate } from './draft.ts';
import { escapeHtml } from './render-html.ts';

/** A picture ready for the page. Places are in its own units, as large as `width` and `height`, after it was turned. */
export interface DrawnPicture {
  /** PNG, base64. */
  readonly png: string;
  readonly width: number;
  readonly height: number;
  readonly letters: EdgeLetters | null;
  readonly shapes: readonly {
    readonly kind: 'line' | 'ellipse' | 'point';
    readonly points: readonly (readonly [x: number, y: number])[];
  }[];
  readonly labels: readonly { readonly text: string; readonly at: readonly [x: number, y: number] }[];
  /** How its values were turned into grey, in words; empty: it has colours of its own. */
  readonly grey: string;
}

/** Null: it could not be had when the page was made, and why (code). */
export type PagePicture = { readonly drawn: DrawnPicture } | { readonly drawn: null; readonly code: string };

export const PICTURE_STYLE = `
.pictures { break-before: page; }
.pictures h2 { margin-top: 0; }
.picture { margin: 0 0 6mm; break-inside: avoid; }
.frame { position: relative; display: block; background: #000; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
.frame img, .frame svg { position: absolute; inset: 0; width: 100%; height: 100%; }
.absent { display: flex; align-items: center; justify-content: center; height: 30mm; border: 0.6pt solid #16191d; font-weight: 600; }
figcaption { margin-top: 1.5mm; font-size: 9pt; line-height: 1.4; overflow-wrap: anywhere; }
figcaption p { min-height: 0; }
figcaption .how { color: #4a525c; font-size: 8pt; }
`;

/** Largest place of a picture on a page, mm: two of them stand on one with their captions. */
const WIDEST = 174;
const TALLEST = 92;

/** The key images of a report, each with what it is, as they are named in the text and as a page of their own. */
export function picturesHtml(pictures: readonly ReportedPicture[], pages: readonly PagePicture[]): string {
  if (pictures.length === 0) return '';
  const figures = pictures.map((picture, at) =>
    figure(picture, at + 1, pages[at] ?? { drawn: null, code: 'not-drawn' }),
  );
  return `<div class="pictures"><h2>Key images (${pictures.length})</h2>${figures.join('')}</div>`;
}

function figure(picture: ReportedPicture, number: number, page: PagePicture): string {
  const caption = captionOf(picture, number);
  const why = [KEY_TITLES[picture.title][1], picture.note].filter((part) => part.trim() !== '').join(': ');
  const how =
    page.drawn === null
      ? ''
      : `<p class="how">${escapeHtml([page.drawn.grey, drawnWords(picture)].filter((part) => part !== '').join(' · '))}</p>`;
  const body =
    page.drawn === null
      ? `<div class="absent">▲ This image could not be had when the page was made (${escapeHtml(page.code)})</div>`
      : drawing(page.drawn, `${caption}. ${why}`);
  return [
    `<figure class="picture">${body}<figcaption><p><strong>${escapeHtml(caption)}</strong></p>`,
    `<p><bdi>${escapeHtml(why)}</bdi></p>${how}</figcaption></figure>`,
  ].join('');
}

/** Series, image and number of a picture: what finds it again in any archive. */
export function captionOf(picture: ReportedPicture, number: number): string {
  const { modality, seriesNumber, seriesDescription, instanceNumber, frame, frames, studyDate } = picture;
  return [
    `${number}.`,
    [modality, isoDate(studyDate)].filter((part) => part !== null && part !== '').join(' '),
    `series ${seriesNumber ?? 'without a number'}${seriesDescription === null || seriesDescription === '' ? '' : ` (${seriesDescription})`},`,
    `image ${instanceNumber ?? 'without a number'}${frames > 1 ? `, frame ${frame} of ${frames}` : ''}`,
  ]
    .filter((part) => part !== '')
    .join(' ');
}

function drawnWords({ drawings }: ReportedPicture): string {
  return drawings.map(({ label, words }) => (words === '' ? label : `${label} ${words}`)).join(', ');
}

function drawing(picture: DrawnPicture, words: string): string {
  const { width, height, png } = picture;
  const scale = Math.min(WIDEST / width, TALLEST / height);
  const size = `width:${(width * scale).toFixed(2)}mm;height:${(height * scale).toFixed(2)}mm`;
  return [
    `<div class="frame" style="${size}"><img alt="${escapeHtml(words)}" src="data:image/png;base64,${png}">`,
    overlay(picture, 1 / scale),
    '</div>',
  ].join('');
}

/** @param mm units of the picture in a millimetre of the page */
function overlay({ width, height, letters, shapes, labels }: DrawnPicture, mm: number): string {
  const text = (words: string, x: number, y: number, anchor: string, size = 3.4): string =>
    words === ''
      ? ''
      : `<text x="${n(x)}" y="${n(y)}" text-anchor="${anchor}" font-size="${n(size * mm)}" fill="#fff" stroke="#000" stroke-width="${n(0.5 * mm)}" paint-order="stroke">${escapeHtml(words)}</text>`;
  const [middle, centre] = [width / 2, height / 2 + 1.2 * mm];
  const sides =
    letters === null
      ? []
      : [
          text(letters.left, 1.5 * mm, centre, 'start'),
          text(letters.right, width - 1.5 * mm, centre, 'end'),
          text(letters.top, middle, 4 * mm, 'middle'),
          text(letters.bottom, middle, height - 1.5 * mm, 'middle'),
        ];
  return [
    `<svg viewBox="0 0 ${n(width)} ${n(height)}" aria-hidden="true" font-family="Inter, sans-serif" font-weight="600">`,
    // Light on dark on any grey: a thin line over a thicker one.
    ...shapes.flatMap((one) => [shape(one, mm, '#000', 0.8), shape(one, mm, '#ffd400', 0.35)]),
    ...labels.map(({ text: words, at: [x, y] }) => label(words, [x, y], { width, mm, text })),
    ...sides,
    '</svg>',
  ].join('');
}

/** Beside its place, on the side where there is room for it. */
function label(
  words: string,
  [x, y]: readonly [number, number],
  {
    width,
    mm,
    text,
  }: {
    readonly width: number;
    readonly mm: number;
    readonly text: (words: string, x: number, y: number, anchor: string, size: number) => string;
  },
): string {
  const isRight = x > width / 2;
  return text(words, x + (isRight ? -1.2 : 1.2) * mm, Math.max(y - 1.2 * mm, 3 * mm), isRight ? 'end' : 'start', 2.8);
}

function shape({ kind, points }: DrawnPicture['shapes'][number], mm: number, colour: string, thick: number): string {
  const line = `fill="none" stroke="${colour}" stroke-width="${n(thick * mm)}" stroke-linejoin="round" stroke-linecap="round"`;
  if (kind === 'line') return `<polyline points="${points.map(([x, y]) => `${n(x)},${n(y)}`).join(' ')}" ${line}/>`;
  const [a, b, c, d] = points;
  if (kind === 'point' && a) {
    const [x, y] = a;
    const arm = 1.6 * mm;
    return `<path d="M${n(x - arm)} ${n(y)}H${n(x + arm)}M${n(x)} ${n(y - arm)}V${n(y + arm)}" ${line}/>`;
  }
  if (!a || !b || !c || !d) return '';
  const [cx, cy] = [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
  const rx = Math.hypot(b[0] - a[0], b[1] - a[1]) / 2;
  const ry = Math.hypot(d[0] - c[0], d[1] - c[1]) / 2;
  const turn = (Math.atan2(b[1] - a[1], b[0] - a[0]) * 180) / Math.PI;
  return `<ellipse cx="${n(cx)}" cy="${n(cy)}" rx="${n(rx)}" ry="${n(ry)}" transform="rotate(${n(turn)} ${n(cx)} ${n(cy)})" ${line}/>`;
}

function n(value: number): string {
  return String(Number(value.toFixed(2)));
}
