import type { Word } from './words.ts';

/**
 * What a text says of a thing: that it is there, that it is not, that it may be, that it was, or that it is another's or asked for only
 * ("rule out"). `narrowed` says that only a kind of it is denied ("no large effusion").
 */
export type Status = 'present' | 'absent' | 'possible' | 'past' | 'elsewhere';

interface Trigger {
  readonly words: readonly string[];
  readonly status: Status | null;
}

/** Before what they speak of. The longest that fits counts; null: looks like a denial and is none. */
const BEFORE: readonly Trigger[] = triggers([
  [
    'present',
    'no change in|no significant change in|no interval change in|no change of|no increase in|no decrease in|no significant interval change in|not only|no longer only|no growth of|no interval growth of|without change in|no further increase in|no doubt|without significant change in|no progression of|no enlargement of the known|not changed',
  ],
  [
    'absent',
    'no|not|nothing|without|none|nor|neither|never|absent|absence of|negative for|free of|free from|clear of|lack of|lacks|excludes|denies|resolution of|resolved|cleared|interval resolution of|no evidence of|no sign of|no signs of|no longer|rather than|instead of|nil|devoid of|removal of|complete resolution of|fails to show|against',
  ],
  [
    'possible',
    'possible|possibly|probable|probably|suspected|suspicious for|suspicion of|cannot exclude|can not exclude|cannot rule out|may represent|might represent|could represent|may reflect|could reflect|may be|concerning for|concern for|question of|questionable|query|equivocal|differential includes|suggesting|suggestive of|suggests|favored to represent|favor|likely|consistent with|compatible with|not excluded|worrisome for',
  ],
  [
    'past',
    'history of|status post|s / p|post|previous|previously|prior|former|old|healed|remote|after|following|known history of|hx of|h / o|treated|removed|in the past|background of',
  ],
  [
    'elsewhere',
    'rule out|r / o|exclude|to exclude|evaluate for|evaluation for|evaluate|assess for|assessment for|? |looking for|concern about|if|should|risk of|risk for|risk factors for|family history of|mother|father|sister|brother|in case of|screening for|may obscure|can obscure|could obscure|might obscure|may hide|can hide|may mask|can mask|could mask|sensitivity for|detection of|surveillance for|indication|suspected clinically|clinical suspicion of|worry about|recommended|recommend|consider|to look for|prevent|prophylaxis for',
  ],
]);

/** After what they speak of, in the same piece. */
const AFTER: readonly Trigger[] = triggers([
  [
    'absent',
    'is absent|are absent|absent|not seen|not identified|not visible|not visualized|not demonstrated|not present|not detected|not evident|not found|is excluded|are excluded|has resolved|have resolved|resolved|has cleared|have cleared|no longer seen|no longer visible|no longer present|no longer identified|no longer evident|none|negative|has disappeared|have disappeared|is gone|was excluded|is unlikely|unlikely|has been removed|have been removed|: no|ruled out|is not apparent|was not seen|were not seen|surgically absent',
  ],
  [
    'possible',
    'cannot be excluded|can not be excluded|not excluded|not be excluded|cannot be ruled out|is possible|are possible|is suspected|are suspected|is questioned|?|is considered|possible|is likely|are likely',
  ],
  ['past', 'previously seen|in the past|years ago|months ago|weeks ago|has healed|have healed'],
]);

/** Words that end the reach of what stands before them. */
const TURNS = new Set(
  'but however although though except apart whereas while yet nevertheless otherwise aside'.split(' '),
);
/** A piece after a comma that has one of these says something of its own. */
const VERBS = new Set(
  'is are was were has have shows show demonstrates demonstrate there seen noted measures measuring identified appears appear remains remain contains'.split(
    ' ',
  ),
);
/** A member of a list with one of these says something of its own ("no left effusion, thin right effusion"). */
const DEGREES = new Set('thin small mild moderate large trace tiny minimal slight new known old unchanged'.split(' '));
/** After a comma: what was said before means this ("i.e."). */
const MEANING = new Set('ie thus hence therefore namely so that'.split(' '));
/** Between a denial and a thing: only that kind of it is denied. */
const NARROWING = new Set(
  'acute large small new significant substantial sizeable suspicious displaced additional other further second definite obvious gross recent focal discrete enlarged enlarging worrisome aggressive convincing measurable dominant big major tense massive drainable loculated obstructing obstructive obstructed hemodynamically flow central lobar segmental territorial complete full thickness high grade tight pathological pathologic residual destructive malignant hemorrhagic calcified ct mr mri sonographic radiographic radiopaque abnormally simple complicated complex unstable severe marked moderate visible proximal distal'.split(
    ' ',
  ),
);

export interface Standing {
  readonly status: Status;
  readonly narrowed: boolean;
}

const PRESENT: Standing = { status: 'present', narrowed: false };

/** The standing of every word of a sentence. */
export function standings(words: readonly Word[]): readonly Standing[] {
  const all: Standing[] = words.map(() => PRESENT);
  for (const [from, to] of pieces(words)) {
    markBefore(words, all, from, to);
    markAfter(words, all, from, to);
  }
  return all;
}

/** Pieces of a sentence over which a trigger reaches: ended by a turn, a colon, or a comma before a clause of its own. */
function pieces(words: readonly Word[]): (readonly [number, number])[] {
  const found: [number, number][] = [];
  let from = 0;
  for (const [at, { word }] of words.entries()) {
    const ends = TURNS.has(word) || word === '(' || word === ')' || (word === ',' && ownClause(words, at + 1));
    if (!ends) continue;
    if (at > from) found.push([from, at]);
    from = at;
  }
  found.push([from, words.length]);
  return found;
}

/** Whether what follows a comma is a statement of its own and not a further member of a list. */
function ownClause(words: readonly Word[], from: number): boolean {
  const first = words[from]?.word ?? '';
  if (['or', 'nor', 'no', 'not', 'without'].includes(first)) return first === 'no' || first === 'without';
  if (first === 'i' || MEANING.has(first)) return true;
  let degree = false;
  for (let at = from; at < words.length; at += 1) {
    const word = words[at]?.word ?? '';
    if (word === 'or' || word === 'nor') return false;
    if (word === ',' || TURNS.has(word)) break;
    if (VERBS.has(word)) return true;
    if (DEGREES.has(word) || word === 'mm' || word === 'cm') degree = true;
  }
  return degree && !listed(words, from);
}

/** Whether an "or" further on shows that a list goes on. */
function listed(words: readonly Word[], from: number): boolean {
  return words.slice(from).some(({ word }) => word === 'or' || word === 'nor');
}

function markBefore(words: readonly Word[], all: Standing[], from: number, to: number): void {
  for (let at = from; at < to; at += 1) {
    const trigger = longest(BEFORE, words, at, to);
    if (trigger === null) continue;
    const start = at + trigger.words.length;
    if (trigger.status !== null) reach(words, all, start, to, trigger.status);
    at = start - 1;
  }
}

function reach(words: readonly Word[], all: Standing[], from: number, to: number, status: Status): void {
  let narrowed = false;
  for (let at = from; at < to; at += 1) {
    const { word } = words[at] ?? { word: '' };
    if (status === 'past' && at - from > 6) return;
    if (NARROWING.has(word)) narrowed = true;
    else if (word === ',' || word === 'or' || word === 'nor') narrowed = false;
    // What is denied stays denied under a later "likely" or "suspicious for"; what is denied of the past is denied.
    const before = all[at]?.status ?? 'present';
    if (before === 'absent' && status !== 'absent') continue;
    if (before === 'elsewhere') continue;
    all[at] = { status, narrowed: status === 'absent' && narrowed };
  }
}

function markAfter(words: readonly Word[], all: Standing[], from: number, to: number): void {
  for (let at = from + 1; at < to; at += 1) {
    const trigger = longest(AFTER, words, at, to);
    if (trigger === null || trigger.status === null) continue;
    for (let back = from; back < at; back += 1) {
      const before = all[back]?.status ?? 'present';
      if (before === 'present' || (trigger.status === 'possible' && before === 'absent')) {
        all[back] = { status: trigger.status, narrowed: false };
      }
    }
  }
}

function longest(list: readonly Trigger[], words: readonly Word[], at: number, to: number): Trigger | null {
  return (
    list.find(
      (trigger) =>
        at + trigger.words.length <= to && trigger.words.every((word, place) => words[at + place]?.word === word),
    ) ?? null
  );
}

function triggers(table: readonly (readonly [Status, string])[]): Trigger[] {
  return table
    .flatMap(([status, list]) =>
      list
        .split('|')
        .map((words) => ({ words: words.trim().split(' '), status: status === 'present' ? null : status })),
    )
    .toSorted((a, b) => b.words.length - a.words.length);
}
