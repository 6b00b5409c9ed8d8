import { words } from './error-words.ts';

const AS_IT_WAS = 'Nothing was changed: the review stands where it stood.';
const NOTHING_BEGUN = 'No case was made: the report and your own work are as they were.';
const NO_EXPORT = 'Nothing was written.';

export const REVIEW_TEXT = {
  'review/already-disputed': words(
    'This review was disagreed with once before',
    AS_IT_WAS,
    'What the arbitration came to stands; speak to the coordinator.',
  ),
  'review/already-involved': words(
    'This person has a part in the review already',
    AS_IT_WAS,
    'Choose somebody who has neither written, read nor judged this case.',
  ),
  'review/already-opined': words(
    'The opinion was given before',
    AS_IT_WAS,
    'An opinion is given once; nothing more is to be done.',
  ),
  'review/already-replied': words(
    'A reply was given before',
    AS_IT_WAS,
    'A reply is given once; disagree if it is not enough.',
  ),
  'review/already-scored': words(
    'You have said what you think of this report',
    AS_IT_WAS,
    'It stands under Second readings, with what became of it.',
  ),
  'review/no-prior-programme': words(
    'No programme of yours asks for opinions on prior reports',
    NOTHING_BEGUN,
    'Whoever runs second readings may put you into one.',
  ),
  'review/no-such-prior': words(
    'This is no prior report of the study that you read',
    NOTHING_BEGUN,
    'Open the prior report again and choose it there.',
  ),
  'review/prior-not-known': words(
    'It is not known here who wrote this report, or it is not final',
    NOTHING_BEGUN,
    'A report of others is taken when whoever runs second readings has brought it in.',
  ),
  'review/prior-not-given': words(
    'Your programme does not give you this report',
    NOTHING_BEGUN,
    'Its rules of who reads whom and what decide that; nothing more is said, so that nobody is known by it.',
  ),
  'review/outside-window': words(
    'This report is older than your programme reads',
    NOTHING_BEGUN,
    'Nothing is to be done; the programme says how many days count.',
  ),
  'review/quota-full': words(
    'Your programme has as many such reports as it wants for now',
    NOTHING_BEGUN,
    'Nothing is to be done; later cases count again.',
  ),
  'review/blind': words(
    'You read this study blind',
    'Nothing of it is shown until your own findings are locked.',
    'Open the case under Review, and lock what you find.',
  ),
  'review/conference-changed': words(
    'The list was changed in another window',
    'Nothing of this change was kept.',
    'Open the list again and make the change there.',
  ),
  'review/no-such-conference': words(
    'There is no such conference list',
    'Nothing was changed.',
    'Open the lists again.',
  ),
  'review/not-teachable': words(
    'This case has no learning point yet, or is not settled',
    NO_EXPORT,
    'Wait until the review is agreed or closed, and write what is to be learnt from it.',
  ),
  'review/nothing-to-teach': words(
    'No picture of this study can leave without its patient',
    NO_EXPORT,
    'Black out or look at pictures that carry text, or choose another study.',
  ),
  'review/too-large': words('The pictures are more than a gigabyte', NO_EXPORT, 'Export fewer cases at once.'),
  'review/copy': words(
    'This is the copy of a case, not a study to report',
    'Nothing was written or sent.',
    'Write your findings beside it, under Review.',
  ),
  'review/no-copy': words(
    'No copy of this study can be made',
    AS_IT_WAS,
    'The study has no identifier of its own; the coordinator may draw another case.',
  ),
  'review/no-such-case': words(
    'There is no such case for you',
    'Nothing was changed.',
    'The list under Review has the cases that you have a part in.',
  ),
  'review/no-such-draw': words(
    'There is no such draw here',
    'Nothing was changed.',
    'Choose one from the list of draws.',
  ),
  'review/no-such-programme': words(
    'There is no such programme here',
    'Nothing was changed.',
    'Choose one from the list of programmes.',
  ),
  'review/no-such-source': words(
    'No report of this number is in the pool',
    'Nothing was marked.',
    'Check the number and its site, or bring the report in first.',
  ),
  'review/no-such-reader': words(
    'There is no such reader here',
    'Nothing was changed.',
    'Choose one from the list of readers.',
  ),
  'review/nothing-read': words(
    'Nothing was written yet',
    AS_IT_WAS,
    'Write down what you find, or that you find nothing, before you lock it.',
  ),
  'review/bad-export-row': words(
    'A row of the export would hold something that does not belong there',
    NO_EXPORT,
    'Give the group and each physician a number of digits, then export again.',
  ),
  'review/bad-programme': words(
    'The programme asks for what cannot be',
    'Nothing was drawn or saved.',
    'Check reviewers, pairs and quotas of the programme.',
  ),
  'review/bad-score': words(
    'This is no RADPEER score',
    AS_IT_WAS,
    'Choose 1, 2a, 2b, 3a or 3b. Of old data a 4 is taken with its letter.',
  ),
  'review/bad-source-file': words(
    'This file is no list of reports that can be read',
    'No report of it was brought in.',
    'Check the kind of file, and of a list its first line: it names the columns (the help of “nightjar review” has them).',
  ),
  'review/comment-missing': words(
    'This score needs a comment',
    AS_IT_WAS,
    'Write what was missed or read otherwise, then score.',
  ),
  'review/needs-arbitration': words(
    'A score of 2b, 3a or 3b goes to arbitration first',
    AS_IT_WAS,
    'Ask a second reader for an opinion.',
  ),
  'review/not-in-programme': words(
    'The programme does not let this reader have this report',
    AS_IT_WAS,
    'Give it to another reader, or change the programme.',
  ),
  'review/not-settled': words(
    'A review is not settled yet',
    NO_EXPORT,
    'Leave it out, or export again when its arbitration has ended.',
  ),
  'review/opinion-missing': words(
    'A further opinion is still to come',
    AS_IT_WAS,
    'Wait for it; where the first two differ a third one is needed.',
  ),
  'review/own-case': words('Nobody reviews a report of their own', AS_IT_WAS, 'Somebody else has to read it.'),
  'review/reason-missing': words('This needs a reason', AS_IT_WAS, 'Write the reason in a few words.'),
  'review/score-not-wanted': words(
    'This programme has no scores',
    AS_IT_WAS,
    'Leave the score out and write what can be learned.',
  ),
  'review/elsewhere': words(
    'This is done at the station that sent the case',
    AS_IT_WAS,
    'Lock your findings, score, or give the case back; the coordinator does the rest.',
  ),
  'review/not-revealed-yet': words(
    'The report of this case is not here yet',
    AS_IT_WAS,
    'Send your findings under Packages; the report comes back when they were received.',
  ),
  'review/wrong-role': words('This is for somebody else to do', AS_IT_WAS, 'Ask the coordinator of the programme.'),
  'review/wrong-state': words(
    'The review is not at this step',
    AS_IT_WAS,
    'Look at where it stands, and take the step that is due.',
  ),
} as const;
