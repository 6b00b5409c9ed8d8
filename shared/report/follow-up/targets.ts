import type { FollowUpKind } from '../../model/follow-up.ts';

/** What a sentence speaks of that could be recommended, and where in it. */
export interface Target {
  readonly kind: FollowUpKind;
  readonly at: number;
  readonly end: number;
}

/** A longer name comes before one that it holds: "PET/CT" is no CT. */
const NAMES: readonly (readonly [FollowUpKind, RegExp])[] = [
  ['PT', /\bpet(?:[/-]?\s?ct)?\b/g],
  ['NM', /\b(?:nuclear medicine(?: bone scan| scan)?|bone scan|\w*scintigra\w+|hida|v\/q(?: scan)?)\b/g],
  ['DXA', /\b(?:dexa|dxa|bone densitometry)\b/g],
  ['biopsy', /\b(?:biops(?:y|ies)|tissue sampling|fine[- ]needle aspiration|fna)\b/g],
  ['endoscopy', /\b(?:endoscop|colonoscop|sigmoidoscop|cystoscop|bronchoscop)(?:y|ic\w*)\b/g],
  ['consult', /\b(?:consult|consultation|referral)\b/g],
  ['MR', /\b(?:mri|mrcp|mra|mr|magnetic resonance(?: imaging)?)\b/g],
  ['CT', /\b(?:cta?|computed tomography|cat scan)\b/g],
  ['US', /\b(?:ultrasound|ultrasonography|sonogra\w+|doppler|echocardiogra\w+|dvt study)\b/g],
  [
    'MG',
    /\b(?:mammogra\w+|tomosynthesis|(?:spot compression|diagnostic|additional|magnification)(?: mammographic)? views?)\b/g,
  ],
  ['XR', /\b(?:radiographs?|radiography|x-?rays?|plain films?)\b/g],
];

/** Guides another act ("ultrasound-guided biopsy"), or is the view of a look back ("follow-up CT shows", "since the prior MRI"). */
const GUIDES = /^[- ]guid/;
const LOOKED_BACK_AFTER =
  /^(?:\s+(?:scan|study|exam\w*))?\s+(?:(?:also |again )?(?:shows?|showed|demonstrat\w+|reveal\w*)|was|were|from|dated|of \d|performed|\d+ \w+ ago|is (?:not )?available)\b/;
const LOOKED_BACK_BEFORE =
  /\b(?:since|on|compar(?:ed (?:to|with)|ison:?)|prior|previous|status post|s\/p|history of|agreed to (?:obtain|order))\s+(?:(?:the|a|an|prior|recent|previous|follow[- ]?up|interval|last|today's)\s+)*$/;

/** In the order of the sentence, each place once. @param text in lower case */
export function targetsIn(text: string): readonly Target[] {
  const found: Target[] = [];
  for (const [kind, name] of NAMES) {
    for (const match of text.matchAll(name)) {
      const [at, end] = [match.index, match.index + match[0].length];
      if (found.some((one) => at < one.end && end > one.at)) continue;
      found.push({ kind, at, end });
    }
  }
  return found
    .filter(({ at, end }) => {
      const after = text.slice(end);
      return !GUIDES.test(after) && !LOOKED_BACK_AFTER.test(after) && !LOOKED_BACK_BEFORE.test(text.slice(0, at));
    })
    .sort((a, b) => a.at - b.at);
}
