export { DestinationsSection } from './destinations-section.tsx';
export { LinkBanner } from './link-banner.tsx';
export { OutboxBook } from './outbox-book.ts';
export { DeliveryLines, DeliveryMark, OutboxContext, useOutbox } from './outbox-context.tsx';
export { OutboxDialog } from './outbox-dialog.tsx';
export { HOLD_WORDS, linkWords, stateWords, whatWords } from './outbox-words.ts';
export { OutboxCount } from './outbox-count.tsx';
