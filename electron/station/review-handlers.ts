import { reviewFiguresHandlers } from './review-figures-handlers.ts';
import { reviewPriorHandlers } from './review-prior-handlers.ts';
import type { Handlers } from './router.ts';
import type { StationDoor } from './station-door.ts';

/** Calls about second readings of reports. */
export function reviewHandlers(station: StationDoor): Handlers {
  return {
    ...reviewFiguresHandlers(station),
    ...reviewPriorHandlers(station),
    'review.programmes': () => ({ programmes: station.rooms.review.programmes() }),
    'review.readers': () => ({ readers: station.rooms.review.people() }),
    'review.saveProgramme': (request) => station.rooms.review.saveProgramme(request),
    'review.draw': (request) => station.rooms.review.draw(request),
    'review.draws': () => station.rooms.review.drawn(),
    'review.redraw': ({ drawId }) => station.rooms.review.redraw(drawId),
    'review.figures': (request) => station.rooms.review.figures(request),
    'review.list': () => ({ cases: station.rooms.review.list() }),
    'review.see': ({ reviewId }) => station.rooms.review.see(reviewId),
    'review.open': ({ reviewId }) => station.rooms.review.open(reviewId),
    'review.ofStudy': ({ studyId }) => ({ reviewId: station.rooms.review.ofStudy(studyId) }),
    'review.beside': ({ reviewId }) => station.rooms.reviewBeside.of(reviewId),
    'review.tell': (request) => station.rooms.review.tell(request),
    'review.saveRead': (request) => station.rooms.review.saveRead(request),
    'review.lock': ({ reviewId }) => station.rooms.review.lock(reviewId),
    'review.teachable': () => ({ cases: station.rooms.teaching.teachable() }),
    'review.conferences': () => ({ conferences: station.rooms.teaching.conferences() }),
    'review.teachFile': (request) => ({ jobId: station.rooms.reviewTeach.start(request) }),
    'review.taught': ({ jobId }) => ({ taught: station.rooms.reviewTeach.result(jobId) }),
    'review.saveConference': (request) => station.rooms.teaching.save(request),
    'review.bringFile': (request) => ({ jobId: station.rooms.reviewBring.start(request) }),
    'review.brought': ({ jobId }) => ({ brought: station.rooms.reviewBring.result(jobId) }),
    'review.pool': () => station.rooms.reviewPool.counts(),
    'review.findReports': ({ number }) => ({ reports: station.rooms.reviewPool.find(number) }),
    'review.drawnCases': ({ drawId }) => station.rooms.review.drawnCases(drawId),
    'review.flag': async (request) => ({ reports: await station.rooms.reviewPool.flag(request) }),
    'review.card': () => station.rooms.packages.card(),
    'review.peers': () => ({ peers: station.rooms.packages.peers() }),
    'review.enrol': (request) => station.rooms.packages.enrol(request),
    'review.revokePeer': ({ peer }) => {
      station.rooms.packages.revoke(peer);
      return {};
    },
    'review.nodes': () => ({ nodes: station.rooms.reviewNodes.nodes.list() }),
    'review.addNode': ({ settings, secrets, isApart }) =>
      station.rooms.reviewNodes.nodes.add(settings, secrets, isApart),
    'review.removeNode': ({ nodeId }) => {
      station.rooms.reviewNodes.nodes.remove(nodeId);
      return {};
    },
    'review.sendVia': ({ nodeId, ...wanted }) => ({ jobId: station.rooms.reviewNodes.mailOut.send(nodeId, wanted) }),
    'review.lookAt': ({ nodeId }) => ({ jobId: station.rooms.reviewNodes.mailIn.begin(nodeId) }),
    'review.looked': ({ jobId }) => ({ looked: station.rooms.reviewNodes.mailIn.result(jobId) }),
    'review.packages': () => station.rooms.packages.packages(),
    'review.sendTo': async (request) => ({ jobId: await station.rooms.packages.send(request) }),
    'review.sendAgain': ({ packageId }) => {
      station.rooms.packages.again(packageId);
      return {};
    },
    'review.takeFile': ({ file }) => ({ jobId: station.rooms.packages.take(file) }),
    'review.taken': ({ jobId }) => ({ taken: station.rooms.packages.taken(jobId) }),
    'review.order': ({ reviewId }) => ({ order: station.rooms.packages.order(reviewId) }),
    'review.move': (request) => station.rooms.review.move(request),
  };
}
